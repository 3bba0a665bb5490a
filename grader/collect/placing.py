"""Write the files of one attempt into a folder, whole or not at all, with the time nbgrader reads where it is known."""

from __future__ import annotations

import errno
import shutil
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.course.handed_in_at import TIMESTAMP, is_timestamp
from grader.errors import ArchiveError
from grader.files import made_folder, walked

# nbgrader.utils.parse_utc reads this, and nbgrader writes it when it collects.
TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"
_PIECE = 2**20
# What a file's own name can be the reason of; anything else (a full disk) is no fault of one file.
_OWN_FAULT = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EINVAL, errno.EILSEQ)


def place(files: dict[PurePosixPath, Path], folder: Path, when: datetime | None) -> list[str]:
    """Write `files` and their time as `folder`, which must not exist.

    Parameters
    ----------
    files : dict
        Where the content lies, by path relative to the folder.
    folder : Path
    when : datetime, optional
        When the work was handed in; without it there is no `timestamp.txt`, and nothing counts as late.

    Returns
    -------
    list of str
        Files that cannot lie there under their names.

    Raises
    ------
    ArchiveError
        Where the folder cannot be written at all.
    """
    try:
        with made_folder(folder) as building:
            # A folder of the name that the time is written under is in its way, a file is taken for the time.
            failed = [str(path) for path in files if is_timestamp(path.parts[0]) and str(path) != TIMESTAMP]
            failed += [str(path) for path, stored in _own(files).items() if not _write(building, path, stored)]
            if when is not None:
                (building / TIMESTAMP).write_text(when.astimezone(UTC).strftime(TIME_FORMAT), encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"{folder} cannot be written ({error.strerror}). Make room, then collect again.") from error
    return failed


def _write(building: Path, path: PurePosixPath, stored: Path) -> bool:
    file = building / path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stored, file)
    except OSError as error:
        if error.errno in _OWN_FAULT:
            return False
        raise
    return True


def keep_earlier(files: dict[PurePosixPath, Path], earlier: Path, when: datetime | None) -> Path:
    """Keep an earlier attempt under the next number in `earlier`; what lies there already is not kept twice."""
    seen = kept_before(files, earlier)
    if seen is not None:
        return seen
    folder = next_folder(earlier)
    place(files, folder, when)
    return folder


def kept_before(files: dict[PurePosixPath, Path], earlier: Path) -> Path | None:
    """Return the folder of `earlier` that holds exactly these files, None if there is none."""
    folders = [folder for folder in sorted(earlier.glob("*")) if folder.is_dir()]
    return next((folder for folder in folders if same_files(folder, files)), None)


def next_folder(earlier: Path) -> Path:
    """Return the first folder of a number that is free."""
    number = 1 + sum(1 for _ in earlier.glob("*"))
    while (earlier / str(number)).exists():
        number += 1
    return earlier / str(number)


def same_files(folder: Path, files: dict[PurePosixPath, Path]) -> bool:
    """Whether a folder holds exactly these files, its timestamp aside."""
    own = _own(files)
    # A folder nobody can look into is none of them.
    found = {path for path, problem in walked(folder) if problem or path.is_file()}
    there = {path.relative_to(folder).as_posix() for path in found} - {TIMESTAMP}
    return there == {path.as_posix() for path in own} and all(_alike(folder / path, own[path]) for path in own)


def _own(files: dict[PurePosixPath, Path]) -> dict[PurePosixPath, Path]:
    """Return the files that may be placed: whatever has the name of the time stamp is none of a student's."""
    return {path: stored for path, stored in files.items() if not is_timestamp(path.parts[0])}


def _alike(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while piece := first.read(_PIECE):
            if piece != second.read(_PIECE):
                return False
    return True
