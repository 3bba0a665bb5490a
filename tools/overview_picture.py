"""Make the README's picture anew from today's pages: a lesson, a feedback page, the class report.

usage: python tools/overview_picture.py [--seen]

The browser tests that look at these three are run first, which needs Chromium and takes some minutes; `--seen` takes
what they saw the last time. Look at the picture before you commit it.
"""

import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SEEN = ROOT / "build" / "pictures"
TARGET = ROOT / "docs" / "pictures" / "overview.png"
# By the name under which each is saved, the test that saves it.
TESTS = {
    "lesson_head": "tests/browser/test_jupyterlab.py::"
    "test_a_student_sees_the_lesson_and_what_an_unwritten_answer_is_told",
    "feedback": "tests/browser/test_pages.py::test_feedback_page_names_what_is_wrong",
    "report": "tests/browser/test_pages.py::test_class_report_shows_scores_checks_and_who_needs_a_person",
}
HEIGHT, GAP, PAPER = 620, 16, "#d9dde2"


def scaled(name: str, height: int) -> Image.Image:
    """Return the upper part of a picture, as wide as a page is read, at a height in pixels."""
    image = Image.open(SEEN / f"{name}.png").convert("RGB")
    return image.resize((round(image.width * height / image.height), height), Image.Resampling.LANCZOS)


def look() -> None:
    """Run the tests that save the pictures; what they saw before is not taken for today's."""
    for name in TESTS:
        (SEEN / f"{name}.png").unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", *TESTS.values()], cwd=ROOT, check=True)


def main() -> None:
    if sys.argv[1:] != ["--seen"]:
        look()
    lesson = scaled("lesson_head", HEIGHT)
    pages = [scaled(name, (HEIGHT - GAP) // 2) for name in ("feedback", "report")]
    width = lesson.width + GAP + max(page.width for page in pages)
    sheet = Image.new("RGB", (width + 2 * GAP, HEIGHT + 2 * GAP), PAPER)
    sheet.paste(lesson, (GAP, GAP))
    for row, page in enumerate(pages):
        sheet.paste(page, (lesson.width + 2 * GAP, GAP + row * (page.height + GAP)))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    print(f"{TARGET.relative_to(ROOT)}: {sheet.width} x {sheet.height}, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
