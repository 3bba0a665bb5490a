"""The first page: what this is, three ways in, and every lesson with its opening picture."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

from PIL import Image

from tools.book import handbook
from tools.book.addresses import Repository
from tools.book.lessons import Lesson
from tools.book.places import ROOT

SMALL = 480  # pixels across of a lesson's picture on this page


def page(lessons: list[Lesson], pictures: Path, repository: Repository) -> str:
    """Return the page in MyST Markdown; reduced opening pictures are written to the folder `pictures`."""
    title, claim = _from_readme()
    handbook_list = "\n".join(f"handbook/{name}" for name in handbook.handbook_pages())
    background = "\n".join(f"handbook/{name}" for name in handbook.background_pages())
    lesson_list = "\n".join(f"lessons/{lesson.name}" for lesson in lessons)
    return f"""# {title}

{claim}

- **You study alone**: read a lesson here, then download it or open it on the web (below the title of each), or clone
  [the repository]({repository.address}) and run `make lab`. The [map](map.md) shows which lesson needs which.
- **You take the course**: work in the notebook that your instructor gave you; the pages here show every exercise, every
  picture, and one answer where you open it.
- **You teach it**, or any other nbgrader course: begin with [the first class](handbook/{handbook.HANDBOOK[0]}.md).

## The lessons

:::::{{container}} cards
{"".join(_card(lesson, pictures) for lesson in lessons)}
:::::

```{{toctree}}
:hidden:
:caption: Lessons
map
{lesson_list}
handbook/{handbook.RESULTS}
```

```{{toctree}}
:hidden:
:caption: The grader's handbook
{handbook_list}
command-line
```

```{{toctree}}
:hidden:
:caption: For those who change it
{background}
```
"""


def _from_readme() -> tuple[str, str]:
    """Title and first paragraph of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.match(r"# ([^\n]+)\n\n(.+?)\n\n", text, re.S)
    if not found:
        raise ValueError("README.md does not begin with a title and a paragraph; the site's first page takes them.")
    return found.group(1), found.group(2)


def _card(lesson: Lesson, pictures: Path) -> str:
    address = f"lessons/{lesson.name}.ipynb"
    shown = ""
    if lesson.picture:
        alt, attached = lesson.picture
        (data,) = lesson.notebook.cells[0].attachments[attached].values()
        pictures.mkdir(parents=True, exist_ok=True)
        small = pictures / f"{lesson.name}.png"
        _reduced(data).save(small, optimize=True)
        shown = f"[![{alt}]({pictures.name}/{small.name})]({address})\n\n"
    title = f"**[{lesson.number} · {lesson.title}]({address})**"
    return f"\n::::{{container}} card\n{shown}{title}\n\n{lesson.promise}\n::::\n"


def _reduced(data: str) -> Image.Image:
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    image.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return image.quantize(128, dither=Image.Dither.NONE)
