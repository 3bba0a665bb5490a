"""Build the site of the course from the executed notebooks, without running them.

usage: python -m tools.book [--output FOLDER]        (default: build/book/site)
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from tools.book import command_reference, front_page, handbook, lessons_map
from tools.book.addresses import Repository, repository
from tools.book.downloads import write_download
from tools.book.lesson_page import write_page
from tools.book.lessons import Lesson, all_lessons
from tools.book.places import BUILD, ROOT, THEME


def write_sources(folder: Path, lessons: list[Lesson], web: Repository) -> None:
    """Write what Sphinx reads: a page for each lesson, the docs, the pages that are made from both."""
    for number, lesson in enumerate(lessons, 1):
        if sys.stdout.isatty():
            print(f"\r{lesson.name} ({number} of {len(lessons)})".ljust(50), end="", flush=True)
        write_download(lesson, folder / "lessons" / "downloads", web)
        write_page(lesson, folder / "lessons", web)
    if sys.stdout.isatty():
        print("\r".ljust(51), end="\r")
    handbook.write_docs(folder / "handbook", web)
    texts = {
        "index": front_page.page(lessons, folder / "pictures", web),
        "map": lessons_map.page(lessons),
        "command-line": command_reference.page(),
    }
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(web.living(text), encoding="utf-8")


def build(output: Path) -> int:
    """Make the site anew in `output`; return Sphinx's exit status, which is not 0 where anything is warned of."""
    from sphinx.cmd.build import main as sphinx

    source = output.parent / "source"
    for folder in (source, output):
        shutil.rmtree(folder, ignore_errors=True)
    web = repository()
    write_sources(source, all_lessons(), web)
    options = ["-q", "-b", "html", "-W", "--keep-going", "-c", str(THEME), "-d", str(output.parent / "trees")]
    status = sphinx([*options, str(source), str(output)])
    if not status and web.is_placeholder:
        print(
            f"Nobody has said yet where the repository lies ({web.address}), so the site has no buttons for Binder, "
            "Colab and Codespaces and no links to its files: write the address into [project.urls] of pyproject.toml."
        )
    return status


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=BUILD / "site", metavar="FOLDER", help="where to put the site")
    arguments = parser.parse_args()
    begin = time.monotonic()
    output = arguments.output.resolve()
    status = build(output)
    if status:
        print("The site is not whole: see the warnings above.", file=sys.stderr)
        return status
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file()) / 1e6
    where = output.relative_to(ROOT) if output.is_relative_to(ROOT) else output
    print(f"The site is in {where} ({size:.0f} MB, {time.monotonic() - begin:.0f} s). Open {where / 'index.html'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
