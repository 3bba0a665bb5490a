"""Which programming language a notebook is written in."""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode


def language_of(notebook: NotebookNode) -> str:
    """Return the language that a notebook names, "python" where it names none.

    Examples
    --------
    >>> from nbformat.v4 import new_notebook
    >>> language_of(new_notebook(metadata={"kernelspec": {"language": "R", "name": "ir"}})), language_of(new_notebook())
    ('R', 'python')
    """
    metadata = notebook.metadata
    named = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name")
    language = str(named or "python")
    return "python" if language.lower() in ("python", "python3", "ipython") else language
