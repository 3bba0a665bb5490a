"""Pages of `docs/` on the site: the same files, with their links led to where things are there."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from tools.book.addresses import Repository
from tools.book.places import ROOT

DOCS = ROOT / "docs"
# The handbook for those who teach, in the order in which it is read. What is not named here follows as background.
HANDBOOK = (
    "first-class",
    "other-courses",
    "writing-tests",
    "semester",
    "platforms",
    "scale",
    "threat-model",
)
RESULTS = "results"
LINK = re.compile(r"(?<!`)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^(```.*?^```)", re.M | re.S)


def handbook_pages() -> list[str]:
    """Names of the handbook's pages, without suffix.

    Raises
    ------
    FileNotFoundError
        Where a page of the handbook is not in `docs/`.
    """
    for name in HANDBOOK:
        if not (DOCS / f"{name}.md").is_file():
            raise FileNotFoundError(f"docs/{name}.md belongs to the handbook and is not there.")
    return list(HANDBOOK)


def background_pages() -> list[str]:
    """Names of all other pages of `docs/`."""
    return [path.stem for path in sorted(DOCS.glob("*.md")) if path.stem not in (*HANDBOOK, RESULTS)]


def write_docs(folder: Path, repository: Repository) -> None:
    """Write every page of `docs/` into `folder`, a sister of the folder `lessons`, with the pictures that they show."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(DOCS.glob("*.md")):
        (folder / path.name).write_text(repository.living(with_links(path, repository)), encoding="utf-8")
    if (DOCS / "pictures").is_dir():
        shutil.copytree(DOCS / "pictures", folder / "pictures", dirs_exist_ok=True)


def with_links(path: Path, repository: Repository) -> str:
    """Return a page of `docs/` with its links as the site needs them.

    A page of `docs/` and a lesson are pages of the site; the README is its first page; any other file of the repository
    is shown by the repository on the web. Code is left as it is.
    """

    def led(found: re.Match[str]) -> str:
        target, place = found.group(1), found.group(2) or ""
        inside = Path(os.path.normpath(path.parent / target))
        if not inside.exists() or not inside.is_relative_to(ROOT):
            raise FileNotFoundError(f"{path.relative_to(ROOT)} links to {target}, which is not there.")
        if inside.parent == DOCS or inside.is_relative_to(DOCS / "pictures"):
            return found.group(0)
        if inside.suffix == ".ipynb" and inside.parent.parent == ROOT / "notebooks":
            return f"](../lessons/{inside.name})"
        if inside == ROOT / "README.md":
            return "](../index.md)"
        return f"]({repository.file(inside.relative_to(ROOT).as_posix())}{place})"

    pieces = FENCE.split(path.read_text(encoding="utf-8"))
    return "".join(piece if piece.startswith("```") else LINK.sub(led, piece) for piece in pieces)
