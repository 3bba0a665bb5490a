"""What a notebook says of files beside it is enough to find them, however it is said."""

from __future__ import annotations

import pytest

from grader.course.used_files import beside, used

FILES = (
    "rows.csv", "notes.txt", "helpers.py", "words.txt", "tools/__init__.py", "tools/plots.py", "data/a.csv",
    "data/b.csv", "data/old/c.csv", "img/one.png", "img/two.png",
)  # fmt: skip


@pytest.fixture
def files(tmp_path):
    """Return files as they lie beside notebooks; `helpers` uses words."""
    for name in (*FILES, "n.ipynb", ".hidden", "release/rows.csv", "tools/__pycache__/plots.pyc"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("WORDS = open('words.txt')" if name == "helpers.py" else "")
    found = beside(tmp_path, ["release"])
    assert sorted(found) == sorted(FILES)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open('rows.csv')", ["rows.csv"]),
        ("import helpers", ["helpers.py", "words.txt"]),  # and what the module reads
        ("from tools.plots import draw", ["tools/__init__.py", "tools/plots.py"]),
        ("pd.read_csv('data/a.csv')", ["data/a.csv"]),
        ("pd.read_csv(r'.\\data\\a.csv')", ["data/a.csv"]),
        ("os.path.join('data', 'a.csv')", ["data/a.csv"]),
        ("Path('data') / name", ["data/a.csv", "data/b.csv", "data/old/c.csv"]),
        ("open(f'data/{name}.csv')", ["data/a.csv", "data/b.csv", "data/old/c.csv"]),
        ("glob('./data/old/*.csv')", ["data/old/c.csv"]),
        ("![one](img/one.png)", ["img/one.png"]),
        ("It lies in data/a.csv, not at https://example.org/data/x.csv.", ["data/a.csv"]),
        ("open('../data/a.csv')", ["data/a.csv"]),
        ("x = 1", []),
    ],
)
def test_files_are_found_by_what_the_notebook_says(files, tmp_path, text, expected):
    assert [path.relative_to(tmp_path).as_posix() for path in used(text, files)] == expected
