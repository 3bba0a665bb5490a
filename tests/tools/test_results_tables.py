"""Rows are read from stored tables and printed anew."""

import nbformat
import pytest

from course_utils.results import Results
from tools import results_tables
from tools.notebooks import normalise


def row(lesson, model, value=5.5, unit="", metric="SSE/img"):
    texts = {"model": model, "metric": metric, "unit": unit, "data": "mnist", "setting": "1,000 images, <clipped>"}
    return texts | {"lesson": lesson, "value": value, "profile": "full"}


def stored(folder, lesson, rows, source="table.show()"):
    table = Results.of(lesson, rows)
    data = {"text/plain": table.as_text(), "text/html": table.as_html()}
    cell = nbformat.v4.new_code_cell(source, outputs=[nbformat.v4.new_output("display_data", data)])
    path = folder / f"{lesson:02}_topic.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1"), cell]), path)
    return path


def shown(path):
    return nbformat.read(path, as_version=4).cells[1].outputs[0].data["text/plain"]


def test_rows_are_read_as_they_were_printed(tmp_path):
    rows = [row(2, "mean image", 52.94), row(2, "tied & own", 9.264), row(2, "angle", 0.002099, "rad", "angle")]
    assert results_tables.own_rows(stored(tmp_path, 2, [row(1, "earlier"), *rows])) == rows


def test_a_lesson_without_a_table_has_no_rows(tmp_path):
    path = tmp_path / "04_topic.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), path)
    assert results_tables.own_rows(path) == []


def test_a_table_is_printed_anew_with_earlier_rows_only(tmp_path):
    path = stored(tmp_path, 3, [row(2, "outdated"), row(3, "mine")])
    assert results_tables.renew(path, [row(2, "mean image"), row(4, "later")])
    models = [line.split()[1] for line in shown(path).splitlines()[1:]]
    assert models == ["mean", "mine"]
    assert not results_tables.renew(path, [row(2, "mean image"), row(4, "later")])


def test_other_metrics_of_earlier_lessons_are_shown_where_the_whole_table_is(tmp_path):
    share = row(1, "linear", 51.9, "%", "accuracy, new samples")
    part, whole = stored(tmp_path, 3, [row(3, "mine")]), stored(tmp_path, 9, [row(9, "mine")], "table.show(whole=True)")
    for path in (part, whole):
        results_tables.renew(path, [share])
    assert "linear" not in shown(part)
    assert "51.9 %" in shown(whole)


def test_a_table_of_other_things_than_rows_is_refused():
    with pytest.raises(ValueError, match="rows of results"):
        Results.of(3, [{"lesson": 3, "model": "mine"}])


def test_what_need_not_be_read_is_folded_as_a_notebook_is_saved():
    cells = [nbformat.v4.new_code_cell("1", metadata={"tags": ["hide-input"]}), nbformat.v4.new_code_cell("2")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    normalise(notebook)
    assert [bool(cell.metadata.get("jupyter", {}).get("source_hidden")) for cell in notebook.cells] == [True, False]
