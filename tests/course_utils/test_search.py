import numpy as np
import pytest

from course_utils import documents, search
from course_utils.documents import Document

MADE = [
    Document("lib.sparse.solve", "lib.sparse", "Solve a sparse linear system. By elimination.", ()),
    Document("lib.dense.solve", "lib.dense", "Solve a dense linear system.", ()),
    Document("lib.image.blur_edges", "lib.image", "Smooth a picture with a kernel.", ()),
]


def test_documents_with_the_rarer_word_come_first_and_others_not_at_all():
    made = search.Index.of(MADE)
    assert [name for name, _, _ in made.search("sparse system")] == ["lib.sparse.solve", "lib.dense.solve"]
    assert made.search("quaternion") == []
    assert made.search("") == []
    assert made.search("sparse linear", k=1)[0][2] == "Solve a sparse linear system."


def test_the_words_of_a_name_count():
    assert [name for name, _, _ in search.Index.of(MADE).search("blur_edges")] == ["lib.image.blur_edges"]


def test_bm25_is_its_formula():
    counts = search.counted(["a b b", "b c", "c c c c"], ["a", "b", "c"])
    dense, n = counts.toarray(), 3
    df = (dense > 0).sum(axis=0)
    idf = np.log(1 + (n - df + 0.5) / (df + 0.5))
    lengths = dense.sum(axis=1, keepdims=True)
    wanted = idf * dense * 2.5 / (dense + 1.5 * (1 - 0.4 + 0.4 * lengths / lengths.mean()))
    np.testing.assert_allclose(search.bm25(counts, 1.5, 0.4).toarray(), wanted, rtol=1e-6)


def test_an_index_is_the_same_when_read_again(tmp_path):
    made = search.Index.of(MADE)
    made.save(tmp_path / "new" / "i.npz")
    again = search.Index.load(tmp_path / "new" / "i.npz")
    assert [row[0] for row in again.search("solve dense")] == [row[0] for row in made.search("solve dense")]
    assert list((tmp_path / "new").iterdir()) == [tmp_path / "new" / "i.npz"]


@pytest.fixture
def environment(monkeypatch):
    calls = []

    def collect():
        calls.append(1)
        return MADE

    monkeypatch.setattr(documents, "collect", collect)
    return calls


def test_documents_are_read_once_and_again_when_the_stored_index_is_cut_off(tmp_path, environment, capsys):
    folder = tmp_path / "cache"
    for _ in range(2):
        assert len(search.index(folder).names) == 3
    assert len(environment) == 1
    (stored,) = folder.iterdir()
    stored.write_bytes(stored.read_bytes()[:100])
    assert len(search.index(folder).names) == 3
    assert "made anew" in capsys.readouterr().err
    assert len(environment) == 2


def test_a_folder_that_cannot_be_written_costs_a_notice(tmp_path, environment, capsys):
    (tmp_path / "file").touch()
    assert len(search.index(tmp_path / "file" / "below").names) == 3
    assert "not kept" in capsys.readouterr().err


def test_in_a_terminal(tmp_path, environment, monkeypatch, capsys):
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _: str(tmp_path))
    assert search.main(["sparse", "system"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split()[1] == "lib.sparse.solve"
    assert search.main(["quaternion"]) == 1
    asked = iter(["dense", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(asked))
    assert search.main([]) == 0
    assert "lib.dense.solve" in capsys.readouterr().out


def test_what_an_index_depends_on_is_in_its_name(monkeypatch):
    before = search.fingerprint()
    monkeypatch.setattr(documents, "LIBRARIES", ("numpy",))
    assert search.fingerprint() != before
