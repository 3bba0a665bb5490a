"""Where the repository lies on the web: one configured address, and every link that is made from it."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools.book.places import ROOT

PLACEHOLDER = "OWNER/"
# A branch on which the workflow keeps the student versions, because Colab opens files of a repository only.
STUDENT_BRANCH = "student-versions"


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub: its name as `owner/name`, and the branch that the site is made of."""

    name: str
    branch: str

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody has said yet where the repository lies."""
        return self.name.startswith(PLACEHOLDER)

    @property
    def address(self) -> str:
        return f"https://github.com/{self.name}"

    def living(self, text: str) -> str:
        """Return Markdown in which links to a repository that nobody has named yet are plain words."""
        if not self.is_placeholder:
            return text
        return re.sub(rf"(?<!!)\[([^\[\]]+)\]\({re.escape(self.address)}[^)\s]*\)", r"\1", text)

    def file(self, path: str) -> str:
        """The page of a file or folder, given from the root of the repository."""
        kind = "tree" if (ROOT / path).is_dir() else "blob"
        return f"{self.address}/{kind}/{self.branch}/{quote(path)}"

    def package(self) -> str:
        """What pip installs for a lesson on a machine without the course."""
        return f"autoencoder-course[course] @ git+{self.address}@{self.branch}"

    def machines(self, lesson: str) -> dict[str, str]:
        """Address by name of each place on the web where a lesson's student version runs; none for a placeholder."""
        if self.is_placeholder:
            return {}
        notebook = f"{lesson}.ipynb"
        binder = f"https://mybinder.org/v2/gh/{self.name}/{self.branch}?labpath={quote(f'study/{notebook}', safe='')}"
        return {
            "Binder": binder,
            "Colab": f"https://colab.research.google.com/github/{self.name}/blob/{STUDENT_BRANCH}/{notebook}",
            "Codespaces": f"https://github.com/codespaces/new/{self.name}/tree/{self.branch}",
        }


def repository(project: Path = ROOT / "pyproject.toml") -> Repository:
    """Return the address that `[project.urls]` of the project file gives, the one place where it is written.

    GitHub Actions sets `GITHUB_REPOSITORY`; there it comes first, so that a fork's site links to the fork.

    Raises
    ------
    ValueError
        Where it is no address on GitHub.
    """
    plain = tomllib.loads(project.read_text(encoding="utf-8"))
    written = plain["project"]["urls"]["Repository"]
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", written)
    if not found:
        raise ValueError(f"[project.urls] Repository is {written!r}: write https://github.com/OWNER/NAME.")
    return Repository(os.environ.get("GITHUB_REPOSITORY") or found.group(1), plain["tool"]["book"]["branch"])
