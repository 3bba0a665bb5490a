"""What lesson 16 reads and measures with: docstrings of installed libraries, who refers to whom, precision and recall.

Docstrings are read from the files of the libraries and nothing is imported for it, NumPy apart, which is there anyway.
Only text stays that tells nothing about the judgements: neither names of related functions nor examples, which import
the module that they belong to.
"""

import ast
import importlib.util
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

LIBRARIES = ("numpy", "scipy", "sklearn", "pandas", "matplotlib", "skimage", "networkx", "keras", "tensorflow")
FEWEST_WORDS = 30

_SCAFFOLD = {"src", "core", "python"}  # folders that hold a library without saying anything about it
_LEFT_OUT = {"tests", "test", "testing", "externals", "vendored", "_vendor", "compat", "array_api_compat"}
_COPIES = {("tensorflow", "python", "keras"), ("tensorflow", "lite", "python")}  # an old Keras; generated tables
_HIDDEN_SECTIONS = {"see also", "examples", "example", "references", "reference", "usage"}
_UNDERLINED = re.compile(r"^([A-Z][\w ]*)\n[-=]{3,}[ \t]*$", re.M)
_COLON = re.compile(r"^([A-Z][\w ]*):[ \t]*$", re.M)
_CODE = re.compile(r"```.*?```", re.S)
_PROMPT = re.compile(r"^[ \t]*(>>>|\.\.\. |\.\. ).*$", re.M)
_REFERENCE = re.compile(r"^(?::\w+:)?`?~?([A-Za-z_][\w.]*)`?$")
_WORD = re.compile(r"[a-z]+")
_NO_STOP_WORDS = {  # scikit-learn's list has them, and documentation means something by them
    *("amount", "bottom", "call", "empty", "fill", "find", "first", "full", "last", "move", "name", "part", "side"),
    *("system", "top"),
}
_OPENING_WORDS = 40  # two docstrings that begin with the same words are one text


@dataclass(frozen=True)
class Document:
    """One docstring.

    Attributes
    ----------
    name, module : str
        For example ``"scipy.linalg.svd"`` and ``"scipy.linalg"``.
    text : str
        Without the sections that name related functions, sources and examples.
    see_also : tuple of str
        What its *See Also* section names, as written there.
    """

    name: str
    module: str
    text: str
    see_also: tuple[str, ...]


def collect(libraries: Sequence[str] = LIBRARIES, least: int = FEWEST_WORDS) -> list[Document]:
    """Return the public docstrings of installed libraries, each text once, ordered by library and file.

    Parameters
    ----------
    libraries : sequence of str
        What is not installed is left out.
    least : int
        Words that a text has to have.
    """
    found: dict[tuple[str, ...], Document] = {}
    for library in libraries:
        for name, module, doc in _docstrings(library):
            text = plain(doc)
            words = tokens(text)
            if len(words) >= least:
                found.setdefault(tuple(words[:_OPENING_WORDS]), Document(name, module, text, see_also(doc)))
    return list(found.values())


def _docstrings(library: str) -> Iterator[tuple[str, str, str]]:
    spec = importlib.util.find_spec(library)
    if spec is None or not spec.submodule_search_locations:
        return
    root = Path(spec.submodule_search_locations[0])
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        if _LEFT_OUT & {*parts, path.name} or parts[:3] in _COPIES or path.name.startswith("gen_"):
            continue
        module = public_module(parts)
        for name, doc in _in_file(path):
            own = library if library == "numpy" and hasattr(np, name.partition(".")[0]) else module
            yield f"{own}.{name}", own, doc
    if library == "numpy":  # compiled functions: no file says what they do
        for name, thing in sorted(vars(np).items()):
            if isinstance(thing, np.ufunc) and thing.__doc__ and thing.__name__ == name:
                yield f"numpy.{name}", "numpy", _dedented(thing.__doc__)


def public_module(parts: Sequence[str]) -> str:
    """Return the two first public names of a module's path, from its folder on.

    >>> public_module(["sklearn", "cluster", "_kmeans"]), public_module(["keras", "src", "layers", "core", "dense"])
    ('sklearn.cluster', 'keras.layers')
    >>> public_module(["numpy", "_core", "fromnumeric"])
    'numpy'
    """
    public: list[str] = []
    for part in parts:
        if part.startswith("_"):
            break
        if part not in _SCAFFOLD:
            public.append(part)
    return ".".join(public[:2])


def _in_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with tokenize.open(path) as file:
            source = file.read()
        if '"""' not in source and "'''" not in source:
            return
        tree = ast.parse(source)
    except (SyntaxError, UnicodeDecodeError, OSError, ValueError):  # files that are templates, or cannot be read
        return
    yield from _in_body(tree.body, "")


def _in_body(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            if doc := ast.get_docstring(node):
                yield prefix + node.name, doc
            if isinstance(node, ast.ClassDef):
                yield from _in_body(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _added(node.value)


def _added(call: ast.Call) -> Iterator[tuple[str, str]]:
    """Compiled functions of NumPy and SciPy get their docstrings by calls of `add_newdoc`."""
    if getattr(call.func, "id", getattr(call.func, "attr", "")) != "add_newdoc":
        return
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if 2 <= len(texts) == len(call.args) and texts[-2].isidentifier() and not texts[-2].startswith("_"):
        yield texts[-2], _dedented(texts[-1])


def _dedented(doc: str) -> str:
    import inspect

    return inspect.cleandoc(doc)


def sections(doc: str) -> Iterator[tuple[str, str]]:
    """Yield the sections of a docstring, title and text, in the style of NumPy or of Google; the first has no title."""
    marks = sorted([*_UNDERLINED.finditer(doc), *_COLON.finditer(doc)], key=lambda mark: mark.start())
    ends = [mark.start() for mark in marks[1:]] + [len(doc)]
    yield "", doc[: marks[0].start() if marks else len(doc)]
    for mark, end in zip(marks, ends, strict=False):
        yield mark[1], doc[mark.end() : end]


def plain(doc: str) -> str:
    """Return what a docstring says, without related names, sources, examples and code.

    >>> plain("Add.\\n\\nSee Also\\n--------\\nsubtract : the inverse.\\n\\nNotes\\n-----\\nFast.\\n").split()
    ['Add.', 'Notes', 'Fast.']
    """
    doc = _CODE.sub(" ", doc)
    kept = [f"{title}\n{text}" for title, text in sections(doc) if title.strip().lower() not in _HIDDEN_SECTIONS]
    return _PROMPT.sub("", "\n".join(kept)).strip()


def see_also(doc: str) -> tuple[str, ...]:
    """Return the names in the *See Also* section of a docstring.

    >>> see_also("Add.\\n\\nSee Also\\n--------\\nsubtract, numpy.dot : others.\\n:func:`~scipy.linalg.svd`\\n")
    ('subtract', 'numpy.dot', 'scipy.linalg.svd')
    """
    names = []
    for title, text in sections(doc):
        if title.strip().lower() == "see also":
            lines = [line for line in text.splitlines() if line.strip() and not line[0].isspace()]
            parts = [part.strip() for line in lines for part in re.split(r"\s+:|:\s|:$", line)[0].split(",")]
            names += [mark[1] for part in parts if (mark := _REFERENCE.match(part))]
    return tuple(dict.fromkeys(names))


def related(documents: Sequence[Document]) -> csr_matrix:
    """Return which documents name each other in *See Also*: (n, n), symmetric, nothing on the diagonal.

    A name is looked for in the same class, the same module, the same library, and counts only if one document fits.
    """
    endings: dict[str, list[int]] = defaultdict(list)
    for i, document in enumerate(documents):
        parts = document.name.split(".")
        for start in range(len(parts)):
            endings[".".join(parts[start:])].append(i)
    pairs = set()
    for i, document in enumerate(documents):
        for name in document.see_also:
            j = _meant(name, document, documents, endings.get(name, []))
            if j is not None and j != i:
                pairs |= {(i, j), (j, i)}
    rows, columns = np.array(sorted(pairs), dtype=int).reshape(-1, 2).T
    return csr_matrix((np.ones(len(rows), bool), (rows, columns)), shape=(len(documents),) * 2)


def _meant(name: str, document: Document, documents: Sequence[Document], candidates: list[int]) -> int | None:
    library = document.name.partition(".")[0]
    exact = [j for j in candidates if documents[j].name == name]
    groups = (
        exact,
        [j for j in candidates if documents[j].name == f"{document.name.rpartition('.')[0]}.{name}"],
        [j for j in candidates if documents[j].module == document.module],
        [j for j in candidates if documents[j].name.startswith(library + ".")],
    )
    return next((group[0] for group in groups if len(group) == 1), None)


def split(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return positions of training, validation and test documents: eight, one and one in ten, drawn at random."""
    order = rng.permutation(n)
    tenth = n // 10
    return np.sort(order[2 * tenth :]), np.sort(order[:tenth]), np.sort(order[tenth : 2 * tenth])


def tokens(text: str) -> list[str]:
    """Return the words of a text: runs of the letters a to z, in lower case.

    >>> tokens("Least-squares fit (QR_2)")
    ['least', 'squares', 'fit', 'qr']
    """
    return _WORD.findall(text.lower())


def vocabulary(texts: Sequence[str], size: int | None = None) -> list[str]:
    """Return the words that most texts contain, the commonest first, without stop words and single letters.

    >>> vocabulary(["a matrix of the matrix", "a sparse matrix", "sparse graphs"], 2)
    ['matrix', 'sparse']
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    seen = Counter(word for text in texts for word in set(tokens(text)))
    left_out = ENGLISH_STOP_WORDS - _NO_STOP_WORDS
    words = [word for word in seen if len(word) > 1 and word not in left_out]
    return sorted(words, key=lambda word: (-seen[word], word))[:size]


def first_line(text: str) -> str:
    """Return the first sentence of a text on one line."""
    return re.split(r"(?<=\.)\s", " ".join(text.split()), maxsplit=1)[0]


def rankings(scores: np.ndarray, own: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return for each query all documents but itself, the best first; ties in random order.

    Documents are ordered by library, so an order of theirs among ties would tell the module.

    Parameters
    ----------
    scores : ndarray, shape (queries, documents)
    own : ndarray, shape (queries,)
        Which document each query is.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (queries, documents - 1)
    """
    shuffled = rng.permutation(scores.shape[1])
    order = shuffled[np.argsort(-scores[:, shuffled], axis=1, kind="stable")]
    return order[order != np.asarray(own)[:, np.newaxis]].reshape(len(scores), -1)


def average_precision(hits: np.ndarray) -> np.ndarray:
    """Return the mean, over the relevant documents of each query, of the precision where they are met; NaN without any.

    Parameters
    ----------
    hits : ndarray of bool, shape (queries, documents), the best first

    Examples
    --------
    >>> average_precision(np.array([[True, False, True], [False, True, False]])).round(3).tolist()
    [0.833, 0.5]
    """
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    n = hits.sum(axis=1)
    return np.where(n > 0, (precision * hits).sum(axis=1) / np.maximum(n, 1), np.nan)


def precision_recall(hits: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the best precision of each query at each level of recall or beyond: (queries, levels); NaN without any.

    >>> precision_recall(np.array([[True, False, True]]), np.array([0.5, 1.0])).round(3).tolist()
    [[1.0, 0.667]]
    """
    n = hits.sum(axis=1)
    found = np.full((len(hits), len(levels)), np.nan)
    for i in np.flatnonzero(n):
        ranks = np.flatnonzero(hits[i]) + 1  # where the first, second, ... relevant document is
        precision = np.maximum.accumulate((np.arange(1, n[i] + 1) / ranks)[::-1])[::-1]
        found[i] = precision[np.maximum(np.ceil(np.asarray(levels) * n[i] - 1e-9).astype(int), 1) - 1]
    return found


def interval(
    values: np.ndarray, groups: np.ndarray, rng: np.random.Generator, draws: int = 1000
) -> tuple[np.ndarray, np.ndarray]:
    """Return a 95 % bootstrap interval of the mean over queries; whole groups are drawn, since their queries are alike.

    Parameters
    ----------
    values : ndarray, shape (n,) or (n, m)
    groups : ndarray, shape (n,)
    """
    _, group = np.unique(groups, return_inverse=True)
    sums = np.stack([values[group == g].sum(axis=0) for g in range(group.max() + 1)])
    sizes = np.bincount(group)
    drawn = rng.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), size=draws)  # (draws, groups)
    total = (drawn @ sizes).reshape(-1, *[1] * (values.ndim - 1))
    low, high = np.percentile((drawn @ sums) / total, [2.5, 97.5], axis=0)
    return low, high


def newsgroups(most: int | None = None, *, download: bool = True) -> tuple[list[str], np.ndarray, int] | None:
    """Return messages, their groups, and how many of the first are for training; None where they cannot be had.

    Parameters
    ----------
    most : int, optional
        Of each part, at most so many messages.
    download : bool
        Whether they are fetched where they are not on this machine yet.
    """
    import socket

    from sklearn.datasets import fetch_20newsgroups

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(10)
    try:
        how = {"remove": ("headers", "footers", "quotes"), "download_if_missing": download, "n_retries": 0}
        parts = [fetch_20newsgroups(subset=part, **how) for part in ("train", "test")]
    except (OSError, EOFError, ValueError):  # no network, or a file that is not what it should be
        return None
    finally:
        socket.setdefaulttimeout(before)
    texts, groups, sizes = [], [], []
    for part in parts:
        kept = [(text, group) for text, group in zip(part.data, part.target, strict=True) if text.strip()][:most]
        texts += [text for text, _ in kept]
        groups += [group for _, group in kept]
        sizes.append(len(kept))
    return texts, np.array(groups), sizes[0]
