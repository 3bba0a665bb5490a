"""Write the files of one attempt into a folder, whole or not at all, with the time nbgrader reads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.files import made_folder

TIMESTAMP = "timestamp.txt"
# nbgrader.utils.parse_utc reads this, and nbgrader writes it when it collects.
TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"


def place(files: dict[PurePosixPath, bytes], folder: Path, when: datetime, *, exact: bool = False) -> Path:
    """Write `files` and their time.

    Parameters
    ----------
    files : dict
        Content by path relative to the folder.
    folder : Path
        Where; unless `exact`, a folder inside it named after `when`.
    when : datetime
        When the attempt was handed in.
    exact : bool
        Whether `folder` itself is the place; it must not exist.

    Returns
    -------
    Path
        The folder that holds the files now.
    """
    target = folder if exact else folder / f"{when.astimezone(UTC):%Y%m%dT%H%M%S}"
    if target.is_dir() and same_files(target, files):
        return target
    while target.exists():
        target = target.with_name(target.name + "_")
    with made_folder(target) as building:
        for path, content in files.items():
            if path.name == TIMESTAMP:
                continue
            file = building / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        (building / TIMESTAMP).write_text(when.astimezone(UTC).strftime(TIME_FORMAT), encoding="utf-8")
    return target


def same_files(folder: Path, files: dict[PurePosixPath, bytes]) -> bool:
    """Whether a folder holds exactly these files, its timestamp aside."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {TIMESTAMP}
    if there != {path.as_posix() for path in files} - {TIMESTAMP}:
        return False
    return all((folder / path).read_bytes() == content for path, content in files.items() if path.name != TIMESTAMP)


def timestamp(folder: Path) -> datetime | None:
    """Return the time in a folder's timestamp.txt, or None where there is none that can be read."""
    from nbgrader.utils import parse_utc

    try:
        parsed = parse_utc((folder / TIMESTAMP).read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
