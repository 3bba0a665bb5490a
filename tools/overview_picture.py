"""Put the README's picture together from what the browser tests saw: a lesson, a feedback page, the class report.

usage: python -m pytest tests/browser && python tools/overview_picture.py
"""

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SEEN = ROOT / "build" / "pictures"
TARGET = ROOT / "docs" / "pictures" / "overview.png"
HEIGHT, GAP, PAPER = 620, 16, "#d9dde2"


def scaled(name: str, height: int) -> Image.Image:
    """Return the upper part of a picture, as wide as a page is read, at a height in pixels."""
    image = Image.open(SEEN / f"{name}.png").convert("RGB")
    return image.resize((round(image.width * height / image.height), height), Image.Resampling.LANCZOS)


def main() -> None:
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
