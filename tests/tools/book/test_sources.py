"""What the site is made of, before Sphinx: nothing hidden is in it, everything of a lesson is, links lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
import typer

from course_utils.checks import MIME
from grader.cli import app
from tests.notebooks.lessons import all_lessons as lessons_with_answers
from tools.book import command_reference, front_page, handbook, lessons_map, paths
from tools.book.__main__ import write_sources
from tools.book.addresses import Repository, repository
from tools.book.lessons import Lesson, all_lessons, indirect_needs

WEB = Repository("someone/course", "main")
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS(.*?)### END HIDDEN TESTS", re.S)


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    write_sources(folder, all_lessons(), WEB)
    return folder


def hidden_texts(lesson):
    """Names and hints of hidden checks, and lines of hidden tests, that a student's version does not hold as well."""
    master = lesson.notebook
    found: set[str] = set()
    for cell in master.cells:
        for block in HIDDEN.findall(cell.source):
            found |= set(map(str.strip, block.splitlines()))
        for output in cell.get("outputs", []):
            checks = output.get("data", {}).get(MIME, {}).get("checks", [])
            found |= {text for check in checks if check["hidden"] for text in (check["name"], check["hint"])}
    seen = "\n".join(HIDDEN.sub("", cell.source) for cell in master.cells)
    spoken = json.dumps(
        [
            check["name"]
            for cell in master.cells
            for output in cell.get("outputs", [])
            for check in output.get("data", {}).get(MIME, {}).get("checks", [])
            if not check["hidden"]
        ]
    )
    return {text for text in found if len(text) > 25 and text not in seen and text not in spoken}


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)
def test_no_hidden_test_is_on_a_page_or_in_a_download(sources, lesson):
    hidden = hidden_texts(lesson)
    assert hidden
    pages = sources / "lessons"
    for path in (pages / lesson.path.name, pages / "downloads" / lesson.path.name):
        text = path.read_text(encoding="utf-8")
        plain = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells) + text
        assert [words for words in hidden if words in plain] == []
        assert "HIDDEN TESTS" not in text
        assert ">(hidden)<" not in text
        assert MIME not in json.dumps([cell.get("outputs", []) for cell in json.loads(text)["cells"]])


@pytest.mark.parametrize("lesson", lessons_with_answers(), ids=lambda lesson: lesson.name)
def test_a_page_has_every_exercise_its_stub_and_one_folded_answer(sources, lesson):
    page = nbformat.read(sources / "lessons" / lesson.path.name, as_version=4)
    cells = {cell.id: cell for cell in page.cells}
    for exercise in lesson.answers:
        assert "raise NotImplementedError" in cells[exercise].source
        answer = cells[f"{exercise}-answer"].source
        assert answer.startswith('<details class="answer"><summary>Show one answer</summary>')
        assert "SOLUTION" not in answer
        assert answer.count("```") == 2
        assert len(answer.rpartition("```")[2]) > 60, "why it works"
        assert "hide-input" in cells[f"test-{exercise}"].metadata.tags
        assert "text/html" in cells[f"test-{exercise}"].outputs[0].data
    shown = sum(len(cell.source) for cell in page.cells)
    assert shown > sum(len(cell.source) for cell in lesson.notebook.cells) * 0.8


@pytest.mark.parametrize("lesson", lessons_with_answers(), ids=lambda lesson: lesson.name)
def test_every_picture_is_a_file_with_its_alt_text(sources, lesson):
    page = nbformat.read(sources / "lessons" / lesson.path.name, as_version=4)
    shown = [output.data for cell in page.cells for output in cell.get("outputs", []) if "data" in output]
    texts = [data["text/markdown"] for data in shown if "text/markdown" in data]
    texts += [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    pictures = re.findall(r"!\[((?:[^\]\\]|\\.)*)\]\(([^)]+)\)", "\n".join(texts))
    outputs = [output.get("data", {}) for cell in lesson.notebook.cells for output in cell.get("outputs", [])]
    stored = [data for data in outputs if any(kind.startswith("image/") for kind in data)]
    assert len(pictures) >= len(stored) + 1
    assert [name for alt, name in pictures if len(alt) < 20] == []
    assert [name for alt, name in pictures if not (sources / "lessons" / name).is_file()] == []


def test_a_download_is_the_student_version_and_a_cell_that_does_nothing_here(sources):
    for lesson in lessons_with_answers():
        notebook = nbformat.read(sources / "lessons" / "downloads" / lesson.path.name, as_version=4)
        setup = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert "someone/course" in setup.source
        exec(compile(setup.source, "setup", "exec"), {})  # the course is installed: nothing is called
        text = "\n".join(cell.source for cell in notebook.cells)
        assert text.count("raise NotImplementedError") == len(lesson.answers)
        assert "BEGIN SOLUTION" not in text
        assert not [cell.id for cell in notebook.cells if cell.get("outputs")]


def test_each_lesson_says_what_it_needs_and_how_long_it_takes():
    for lesson in all_lessons():
        assert lesson.title
        assert lesson.promise
        assert lesson.needs_words
        assert lesson.time, lesson.path
        assert all(number < lesson.number for number in lesson.needs), lesson.path
        assert lesson.number == 1 or lesson.needs, f"{lesson.path}: no arrow leads to it"
        unexplained = set(lesson.needs) - set(lesson.reasons)
        assert not unexplained, f"{lesson.path}: say in brackets behind its number what is needed of each lesson"


def lesson_that_needs(number, words):
    lesson = Lesson(all_lessons()[0].path.with_name(f"{number:02}_x.ipynb"))
    texts = (f"# {number} · T\n\nPromise.", f"**You need** {words}")
    lesson.__dict__["notebook"] = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_markdown_cell, texts)))
    return lesson


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("lesson 3 (PCA-32, softmax of lesson 1), tied weights from lesson 2, and 4 spoons.", (2, 3)),
        ("lessons 2, 3 and 5, and singular values.", (2, 3, 5)),
        ("lessons 1 to 4 and Python.", (1, 2, 3, 4)),
        ("lesson [07](../07_x/07_x.ipynb), and lessons 10, 12, and 14.", (7, 10, 12, 14)),
        ("Python functions and 2 hours.", ()),
    ],
)
def test_needed_lessons_are_read_from_the_head(words, numbers):
    assert lesson_that_needs(20, words).needs == numbers


def test_the_map_draws_no_arrow_that_another_implies_and_refuses_a_later_lesson():
    chain = [lesson_that_needs(1, "nothing"), lesson_that_needs(2, "lesson 1"), lesson_that_needs(3, "lessons 1 and 2")]
    assert indirect_needs(chain) == {1: set(), 2: set(), 3: {1}}
    drawn = lessons_map.drawing(chain)
    assert drawn.count('class="arrow"') == 2
    assert [name for name in ("01_x", "02_x", "03_x") if f"lessons/{name}.html" not in drawn] == []
    with pytest.raises(ValueError, match="not an earlier lesson"):
        lessons_map.drawing([lesson_that_needs(1, "lesson 2")])


def test_what_is_needed_of_a_lesson_is_said_behind_its_number():
    words = "lessons 2 (tied weights, 3 of them), [03](../03_x/03_x.ipynb) (PCA) and 5, and algebra (of degree 4)."
    one = lesson_that_needs(20, words)
    assert one.needs == (2, 3, 5)
    assert one.reasons == {2: "tied weights, 3 of them", 3: "PCA"}


def test_the_map_says_in_words_what_its_arrows_show():
    lessons = all_lessons()
    page = lessons_map.page(lessons)
    for lesson in lessons:
        (row,) = (line for line in page.splitlines() if line.startswith(f"| [{lesson.number} · "))
        _, _, needs, leads_to, _, _ = row.split("|")
        linked = [int(number) for number in re.findall(r"\[(\d+)\]\(lessons/", needs)]
        assert tuple(linked) == lesson.needs
        builds_on_it = [one.number for one in lessons if lesson.number in one.needs]
        assert [int(number) for number in re.findall(r"\[(\d+)\]", leads_to)] == builds_on_it
        assert all(why in page for why in lesson.reasons.values())


def test_a_path_needs_nothing_that_is_not_on_it():
    lessons = all_lessons()
    numbers = tuple(lesson.number for lesson in lessons)
    assert paths.missing(numbers, lessons) == set()
    assert paths.missing(paths.WEEK, lessons) == set()
    assert paths.missing((1, 3), lessons) == {2}
    assert paths.missing((1, 3, 2), lessons) == {2}, "it comes too late"
    assert {*paths.WEEK, paths.EVENING} <= set(numbers)
    left_out = {one.number for one in paths.needed_by_no_other(lessons)}
    assert paths.missing(tuple(one for one in numbers if one not in left_out), lessons) == set()


def test_paths_are_made_of_the_lessons_that_are_there():
    lessons = all_lessons()
    for there in (lessons, lessons[:3], lessons[:1]):
        text = paths.section(there, lambda lesson: f"{lesson.name}.ipynb")
        linked = set(re.findall(r"\]\(([^)]+)\.ipynb\)", text))
        assert linked == {lesson.name for lesson in there}
        assert ("### An evening" in text) == (len(there) >= paths.EVENING)
    term = paths.section(lessons, lambda lesson: lesson.name).partition("### A week")[0]
    assert term.count("- Week ") == -(-len(lessons) // paths.A_WEEK)
    evening = text_of_evening(lessons)
    assert all(f"{why} (lesson {number})" in evening for number, why in lessons[paths.EVENING - 1].reasons.items())


def text_of_evening(lessons):
    return paths.section(lessons, lambda lesson: lesson.name).partition("### An evening")[2]


def test_no_arrow_of_the_map_goes_under_a_box():
    drawn = lessons_map.drawing(all_lessons())
    boxes = [tuple(map(float, box)) for box in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)"', drawn)]
    ways = [re.findall(r"([\d.]+) ([\d.]+)(?=C|$)", line) for line in re.findall(r'class="arrow" d="([^"]+)"', drawn)]
    assert len(boxes) == len(all_lessons()) <= len(ways)
    assert any(len(way) > 2 for way in ways), "some arrows pass a row"
    for way in ways:
        for x, y in [tuple(map(float, point)) for point in way[1:-1]]:
            under = [box for box in boxes if box[0] <= x <= box[0] + lessons_map.WIDE]
            assert not [box for box in under if box[1] <= y <= box[1] + lessons_map.HIGH]


def test_the_reference_has_every_command_and_every_option():
    page = command_reference.page()
    for name, command in typer.main.get_command(app).commands.items():
        section = page.split(f"## grader {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help":
                assert parameter.opts[0] in section, f"{name} {parameter.opts[0]}"


def test_every_page_of_docs_is_in_a_list_once(sources):
    index = (sources / "index.md").read_text(encoding="utf-8")
    for path in handbook.DOCS.glob("*.md"):
        assert index.count(f"handbook/{path.stem}\n") == 1, path.name
        assert (sources / "handbook" / path.name).is_file()


def test_links_of_docs_lead_to_pages_or_to_the_repository(tmp_path, monkeypatch):
    monkeypatch.setattr(handbook, "DOCS", handbook.ROOT / "docs")
    page = handbook.ROOT / "docs" / "results.md"
    text = handbook.with_links(page, WEB)
    assert "](../lessons/03_dense_ae.ipynb)" in text
    text = handbook.with_links(handbook.ROOT / "docs" / "building.md", WEB)
    assert "](https://github.com/someone/course/blob/main/CHANGELOG.md)" in text


def test_the_address_is_configured_once_and_a_fork_uses_its_own(monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    pages = [
        *filter(Path.is_file, handbook.ROOT.glob("*.*")),
        *handbook.DOCS.glob("*.md"),
        *handbook.ROOT.glob(".github/**/*.yml"),
    ]
    named = [path.name for path in pages if repository().name in path.read_text(encoding="utf-8", errors="replace")]
    assert named == ["pyproject.toml"]
    monkeypatch.setenv("GITHUB_REPOSITORY", "fork/course")
    machines = repository().machines("03_dense_ae")
    assert set(machines) == {"Binder", "Colab", "Codespaces"}
    assert all("fork/course" in address for address in machines.values())
    assert not repository().is_placeholder


def test_while_nobody_has_said_where_the_repository_lies_nothing_leads_there(tmp_path):
    nowhere = Repository("OWNER/course", "main")
    write_sources(tmp_path, all_lessons()[:1], nowhere)
    for path in [*tmp_path.rglob("*.md"), *tmp_path.rglob("*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        assert "OWNER/course" not in text, path.name
        assert "Codespaces](" not in text, path.name
    assert "Download the student version" in (tmp_path / "lessons" / all_lessons()[0].path.name).read_text()
    assert nowhere.living(f"see [the log]({nowhere.address}/x) and [me](a.md)") == "see the log and [me](a.md)"


def test_an_address_that_is_none_is_refused(tmp_path):
    (tmp_path / "p.toml").write_text('[project.urls]\nRepository = "somewhere"\n[tool.book]\nbranch = "main"\n')
    with pytest.raises(ValueError, match="write https"):
        repository(tmp_path / "p.toml")


def test_the_first_page_takes_its_words_from_the_readme(tmp_path):
    page = front_page.page(all_lessons(), tmp_path / "pictures", WEB)
    title = (handbook.ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert page.startswith(title)
    assert len(list((tmp_path / "pictures").glob("*.png"))) == len(all_lessons())
