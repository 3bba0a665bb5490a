"""Which programming language a notebook is written in, and what stands in it where an answer is missing."""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode

# nbgrader knows Python's, Octave's, MATLAB's, SAS's and Java's. The second line fails, as Python's does.
_FAILS = {"r": 'stop("No answer given")', "julia": 'error("No answer given")'}
_COMMENTS = {
    "//": "javascript typescript c++ c++11 c++14 c++17 c++20 c c# f# scala rust go kotlin groovy swift php java",
    "--": "sql haskell lua ada sqlite postgresql mysql duckdb",
    "%": "prolog erlang matlab octave",
    ";": "clojure scheme lisp common-lisp racket",
}
_COMMENT_OF = {language: mark for mark, languages in _COMMENTS.items() for language in languages.split()}


def code_stub(language: str) -> str:
    """Return what students find in place of an answer, for a language of which nbgrader has no stub.

    Examples
    --------
    >>> code_stub("sql"), code_stub("bash")
    ('-- YOUR CODE HERE', '# YOUR CODE HERE')
    """
    known = language.lower()
    first = f"{comment_mark(known)} YOUR CODE HERE"
    return f"{first}\n{_FAILS[known]}" if known in _FAILS else first


def comment_mark(language: str) -> str:
    """Return what begins a comment in a language; `#` where that is not known.

    Examples
    --------
    >>> comment_mark("SQL"), comment_mark("R")
    ('--', '#')
    """
    return _COMMENT_OF.get(language.lower(), "#")


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
