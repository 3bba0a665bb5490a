"""Search the documentation of the libraries in this environment: ``python -m course_utils.search sparse matrix``.

Without words it asks for them, until an empty line. The first call reads all docstrings, which takes a while, and keeps
an index in the user's cache folder; a library of another version, or a newer one of these files, makes a new index.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from . import documents

K1, B = 1.2, 0.75  # the usual values of BM25
SHOWN = 8


def words(text: str, known: dict[str, int]) -> Counter[int]:
    """Return how often each known word occurs, by its position."""
    return Counter(known[word] for word in documents.tokens(text) if word in known)


def counted(texts: list[str], vocabulary: list[str]) -> csr_matrix:
    """Return the counts of all words as a sparse matrix: (texts, words)."""
    known = {word: i for i, word in enumerate(vocabulary)}
    rows = [words(text, known) for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int64, count=ends[-1])
    counts = np.fromiter((n for row in rows for n in row.values()), dtype=np.float32, count=ends[-1])
    return csr_matrix((counts, columns, ends), shape=(len(texts), len(vocabulary)))


def bm25(counts: csr_matrix, k1: float = K1, b: float = B, train: np.ndarray | None = None) -> csc_matrix:
    """Return what each word of a document adds to its score if a query holds it once (Robertson and others 1994).

    Parameters
    ----------
    counts : csr_matrix, shape (documents, words)
    k1 : float
        How soon the same word again adds nothing.
    b : float
        How much a long document pays: 0 nothing, 1 in proportion.
    train : ndarray of int, optional
        The documents that say how rare a word and how long a document is; default: all.
    """
    known = counts if train is None else counts[train]
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    usual = max(float(known.sum()) / known.shape[0], 1e-12)
    n, containing = known.shape[0], np.bincount(known.indices, minlength=counts.shape[1])
    rarity = np.log1p((n - containing + 0.5) / (containing + 0.5))
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    damped = counts.data + k1 * (1 - b + b * lengths[rows] / usual)
    data = rarity[counts.indices] * counts.data * (k1 + 1) / damped
    return csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape).tocsc()


class Index:
    """Names, first lines and word weights of all documents.

    Attributes
    ----------
    names, lines : list of str
    weights : csc_matrix, shape (documents, words)
    known : dict of str to int
        Columns of the words.
    """

    def __init__(self, names: list[str], lines: list[str], vocabulary: list[str], weights: csc_matrix) -> None:
        self.names, self.lines, self.weights = names, lines, weights
        self.known = {word: i for i, word in enumerate(vocabulary)}

    @classmethod
    def of(cls, found: list[documents.Document]) -> "Index":
        """Make an index of documents; the words of a document's name count among its own."""
        texts = [f"{document.name.replace('_', ' ').replace('.', ' ')} {document.text}" for document in found]
        vocabulary = documents.vocabulary(texts)
        lines = [documents.first_line(document.text) for document in found]
        return cls([document.name for document in found], lines, vocabulary, bm25(counted(texts, vocabulary)))

    def search(self, query: str, k: int = SHOWN) -> list[tuple[str, float, str]]:
        """Return name, score and first line of the k documents that fit best; none that shares no word."""
        asked = words(query.replace("_", " "), self.known)
        if not asked:
            return []
        scores = self.weights[:, list(asked)] @ np.array(list(asked.values()), dtype=np.float64)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self.names[i], float(scores[i]), self.lines[i]) for i in best if scores[i] > 0]

    def save(self, path: Path) -> None:
        """Write the index to one file, in one stroke."""
        texts = json.dumps([self.names, self.lines, list(self.known)]).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(
                    file,
                    texts=np.frombuffer(texts, dtype=np.uint8),
                    data=self.weights.data.astype(np.float32),
                    indices=self.weights.indices,
                    indptr=self.weights.indptr,
                )
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    @classmethod
    def load(cls, path: Path) -> "Index":
        """Read an index from a file."""
        with np.load(path, allow_pickle=False) as stored:
            names, lines, vocabulary = json.loads(stored["texts"].tobytes().decode())
            parts = stored["data"], stored["indices"], stored["indptr"]
            return cls(names, lines, vocabulary, csc_matrix(parts, shape=(len(names), len(vocabulary))))


def fingerprint() -> str:
    """Return what an index depends on in a few letters: the libraries' versions and places, and how it is made."""
    by_package = importlib.metadata.packages_distributions()
    about = [(Path(__file__).parent / name).read_bytes().hex() for name in ("documents.py", "search.py")]
    for library in documents.LIBRARIES:
        versions = sorted(importlib.metadata.version(name) for name in by_package.get(library, []))
        spec = importlib.util.find_spec(library)
        about += [library, *versions, str(spec and spec.origin)]
    return hashlib.sha256("\0".join(about).encode()).hexdigest()[:16]


def index(folder: Path | None = None) -> Index:
    """Return the index of this environment: the stored one where it is there and whole, else a new one.

    Parameters
    ----------
    folder : path_like, optional
        Default: the user's cache folder. Where it cannot be written, nothing is kept.
    """
    if folder is None:
        import platformdirs

        folder = Path(platformdirs.user_cache_dir("autoencoder-course"))
    path = Path(folder) / f"search-{fingerprint()}.npz"
    try:
        return Index.load(path)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:  # cut off, or not ours
        print(f"the stored index cannot be read ({type(error).__name__}) and is made anew", file=sys.stderr)
    print("reading the docstrings of the installed libraries, once ...", file=sys.stderr)
    made = Index.of(documents.collect())
    try:
        made.save(path)
    except OSError as error:
        print(f"the index is not kept: {error}", file=sys.stderr)
    return made


def answer(made: Index, query: str) -> str:
    """Return what is shown for a query: a line for each document found, and how long it took."""
    begin = time.perf_counter()
    found = made.search(query)
    spent = 1000 * (time.perf_counter() - begin)
    if not found:
        return f"no document holds a word of {query!r}"
    wide = max(len(name) for name, _, _ in found)
    lines = [f"{score:6.1f}  {name:{wide}}  {line[: max(20, 108 - wide)]}" for name, score, line in found]
    return "\n".join([*lines, f"{len(made.names):,} documents, {spent:.1f} ms"])


def main(arguments: list[str]) -> int:
    """Answer one query, or one after the other where none is given; 1 if nothing was found for it."""
    if arguments and arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    made = index()
    if arguments:
        said = answer(made, " ".join(arguments))
        print(said)
        return int(said.startswith("no document"))
    while True:
        try:
            query = input("search: ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        if not query:
            return 0
        print(answer(made, query))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
