"""Run a notebook in a fresh Jupyter kernel, within limits."""
