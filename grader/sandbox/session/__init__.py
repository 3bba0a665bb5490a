"""A student's session: IPython in a confined process, which runs cells and answers a judge."""
