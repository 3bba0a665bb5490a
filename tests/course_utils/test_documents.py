import textwrap

import numpy as np
import pytest

from course_utils import documents
from course_utils.documents import Document

LONG = "word " * 40


def library(folder, files):
    root = folder / "madeup"
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source), encoding="utf-8")
    (root / "__init__.py").touch()
    return root


@pytest.fixture
def madeup(tmp_path, monkeypatch):
    def make(**files):
        library(tmp_path, {f"{name.replace('__', '/')}.py": source for name, source in files.items()})
        monkeypatch.syspath_prepend(tmp_path)
        return documents.collect(["madeup", "not_there_at_all"], least=3)

    return make


def test_functions_classes_and_methods_are_read_and_nothing_private(madeup):
    found = madeup(
        stats__tests_of='''
        def mean(x):
            """The mean of numbers."""
            def inner():
                """Nobody sees this one."""
        def _hidden():
            """This is not public."""
        class Normal:
            """The normal distribution here."""
            def draw(self):
                """Draw a few numbers."""
            def _draw(self):
                """Not public either way."""
        ''',
        tests__test_stats='def f():\n    """A test is no documentation."""\n',
    )
    assert [d.name for d in found] == [
        "madeup.stats.mean",
        "madeup.stats.Normal",
        "madeup.stats.Normal.draw",
    ]
    assert {d.module for d in found} == {"madeup.stats"}


def test_nothing_of_a_library_runs_while_it_is_read(madeup):
    assert len(madeup(loud='raise SystemExit("imported")\ndef f():\n    """Three words here."""\n')) == 1


def test_a_file_that_is_no_python_costs_that_file_alone(madeup):
    assert [d.name for d in madeup(a="def f(:\n", b='def g():\n    """Three words here."""\n')] == ["madeup.b.g"]


def test_compiled_functions_are_found_by_the_calls_that_document_them(madeup):
    calls = 'add_newdoc("gamma", """The gamma function here.""")\nadd_newdoc("_x", """Not for everyone.""")\n'
    (found,) = madeup(special___add=calls)
    assert (found.name, found.module) == ("madeup.special.gamma", "madeup.special")


def test_one_text_counts_once_and_short_ones_not_at_all(madeup):
    found = madeup(a=f'def f():\n    """{LONG}"""\ndef g():\n    """{LONG}"""\ndef h():\n    """Too short."""\n')
    assert [d.name for d in found] == ["madeup.a.f"]


def test_numpy_is_there_with_its_compiled_functions():
    names = {d.name for d in documents.collect(["numpy"])}
    assert {"numpy.percentile", "numpy.add", "numpy.linalg.svd"} <= names


DOC = """Solve a system.

Parameters
----------
a : array
    A square matrix.

See Also
--------
lstsq, numpy.linalg.inv : least squares, and the inverse.
:func:`~scipy.linalg.svd`
    Any matrix: it is taken apart.

Notes
-----
By elimination.

Examples
--------
>>> from somewhere import solve
>>> solve(a)
1.0
"""


def test_what_tells_the_judgements_is_left_out():
    text = documents.plain(DOC)
    assert text.split()[:3] == ["Solve", "a", "system."]
    assert "elimination" in text
    for word in ("lstsq", "inverse", "svd", "taken", "somewhere", "1.0"):
        assert word not in text


def test_examples_in_the_style_of_google_are_left_out():
    doc = "Builds it.\n\nArgs:\n    n: A number.\n\nExample:\n\n    secret\n\nReturns:\n    A layer.\n```\ncode\n```\n"
    text = documents.plain(doc)
    assert "secret" not in text
    assert "code" not in text
    assert {"number.", "layer."} <= set(text.split())


def test_see_also_gives_names_and_no_descriptions():
    assert documents.see_also(DOC) == ("lstsq", "numpy.linalg.inv", "scipy.linalg.svd")
    assert documents.see_also("No such section.") == ()


def document(name, *others):
    return Document(name, ".".join(name.split(".")[:2]), LONG, others)


def test_names_are_looked_for_nearby_first_and_only_where_one_fits():
    made = [
        document("lib.a.Frame.sort", "rank", "lib.b.f"),
        document("lib.a.Frame.rank"),
        document("lib.a.Series.rank"),
        document("lib.b.f", "g", "twice", "h"),
        document("lib.c.g"),
        document("lib.c.twice"),
        document("lib.d.twice"),
        document("other.e.h"),
    ]
    found = documents.related(made)
    assert (found != found.T).nnz == 0
    assert sorted(zip(*map(np.ndarray.tolist, found.nonzero()), strict=True)) == sorted(
        [(0, 1), (1, 0), (0, 3), (3, 0), (3, 4), (4, 3)]
    )


def test_nobody_named_gives_an_empty_matrix_and_nobody_is_related_to_itself():
    found = documents.related([document("lib.a.f", "f"), document("lib.a.g")])
    assert (found.shape, found.nnz) == ((2, 2), 0)


def test_each_document_is_in_one_part():
    parts = documents.split(107, np.random.default_rng(0))
    assert [len(part) for part in parts] == [87, 10, 10]
    assert sorted(np.concatenate(parts)) == list(range(107))


def test_words_that_most_texts_hold_come_first_whatever_their_number_in_one():
    assert documents.vocabulary(["rare rare rare", "graph", "graph the", "Graph x"]) == ["graph", "rare"]


def test_rankings_leave_the_query_out_and_draw_among_ties():
    scores = np.zeros((2000, 4))
    scores[:, 2] = 1
    own = np.full(2000, 3)
    order = documents.rankings(scores, own, np.random.default_rng(0))
    assert order.shape == (2000, 3)
    assert (order[:, 0] == 2).all()
    assert set(order[:, 1].tolist()) <= {0, 1}
    firsts = [documents.rankings(scores[:1], own[:1], np.random.default_rng(s))[0, 1] for s in range(40)]
    assert set(firsts) == {0, 1}


def test_average_precision_is_scikit_learns():
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(1)
    hits = rng.random((20, 30)) < 0.2
    hits[0] = False
    found = documents.average_precision(hits)
    assert np.isnan(found[0])
    for row, value in zip(hits[1:], found[1:], strict=True):
        assert value == pytest.approx(average_precision_score(row, np.arange(30, 0, -1)))


def test_precision_at_a_level_of_recall_is_the_best_from_there_on():
    hits = np.array([[False, True, True, False, True], [False] * 5])
    found = documents.precision_recall(hits, np.array([0.0, 1 / 3, 2 / 3, 1.0]))
    np.testing.assert_allclose(found[0], [2 / 3, 2 / 3, 2 / 3, 3 / 5])
    assert np.isnan(found[1]).all()


def test_intervals_are_wide_where_queries_of_a_group_are_alike():
    rng = np.random.default_rng(0)
    level = rng.normal(size=20)
    groups = np.repeat(np.arange(20), 50)
    values = level[groups]
    low, high = documents.interval(values, groups, rng)
    assert high - low == pytest.approx(2 * 1.96 * level.std() / 20**0.5, rel=0.25)
    low, high = documents.interval(values, np.arange(1000), rng)
    assert high - low < 0.2


def test_intervals_of_curves_are_curves():
    values = np.random.default_rng(0).random((30, 4))
    low, high = documents.interval(values, np.arange(30) % 6, np.random.default_rng(1), draws=200)
    assert low.shape == high.shape == (4,)
    assert (low < values.mean(axis=0)).all()
    assert (values.mean(axis=0) < high).all()


def fake_fetch(monkeypatch, fetch):
    import inspect

    import sklearn.datasets

    real = inspect.signature(sklearn.datasets.fetch_20newsgroups)

    def checked(**kw):
        real.bind(**kw)  # a keyword that the library does not know is a TypeError, as without a fake
        return fetch(**kw)

    monkeypatch.setattr(sklearn.datasets, "fetch_20newsgroups", checked)


def test_newsgroups_without_empty_messages_training_first(monkeypatch):
    from sklearn.utils import Bunch

    parts = {
        "train": Bunch(data=["about cars", "  \n", "about space"], target=np.array([7, 7, 14])),
        "test": Bunch(data=["", "orbits", "wheels"], target=np.array([0, 14, 7])),
    }
    fake_fetch(monkeypatch, lambda subset, **kw: parts[subset])
    texts, groups, n = documents.newsgroups()
    assert (texts, groups.tolist(), n) == (["about cars", "about space", "orbits", "wheels"], [7, 14, 14, 7], 2)
    assert documents.newsgroups(1)[0] == ["about cars", "orbits"]


def test_no_newsgroups_without_a_network(monkeypatch):
    def fetch(**kw):
        raise OSError("20Newsgroups dataset not found")

    fake_fetch(monkeypatch, fetch)
    assert documents.newsgroups(download=False) is None
