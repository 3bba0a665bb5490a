"""What a grade depends on, part by part: whether a stored one still holds, and if not, what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from grader.contents import StoredFile
from grader.model import Limits, Master, Submission, Tests

# In the order in which a change is named: what follows from another part comes after it.
SUBMISSION = "the submission"
MASTER = "the source of the assignment"
RELEASED = "the released version"
LIMITS = "the limits"
HOW = "where tests run"
ENVIRONMENT = "the environment (Python, packages, the grader or data)"
CALIBRATION = "what the reference answers tell of the tests"


@dataclass(frozen=True)
class GradeKey:
    """A digest of each part.

    Attributes
    ----------
    assignment : str
    parts : dict of str to str
        Hexadecimal SHA-256 by what the part is, in words.
    """

    assignment: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """One digest of all."""
        return _digest([self.assignment, *(text for part in sorted(self.parts.items()) for text in part)])

    def with_submission(self, submission: Submission) -> GradeKey:
        """Return the key of one submission's grade."""
        files = submission.files
        content = (part for name in sorted(files) for part in (name, files[name].held, files[name].problem))
        return GradeKey(self.assignment, {SUBMISSION: _digest(content), **self.parts})


def class_key(
    master: Master, limits: Limits, tests: Tests, environment: str, *, isolated: bool = True, calibration: str = ""
) -> GradeKey:
    """Return a key of everything that scores can depend on but the submissions.

    Parameters
    ----------
    master : Master
    limits : Limits
    tests : Tests
        Where test cells run.
    environment : str
        See `grader.course.fingerprint.environment_key`.
    isolated : bool
        Whether submissions run isolated.
    calibration : str
        Key of the verdicts by which tests are placed.
    """
    source = [*_of_files(master.notebooks), *_of_files(master.files), *sorted(master.editable)]
    parts = {
        MASTER: _digest([*source, json.dumps(master.conventions, sort_keys=True)]),
        RELEASED: _digest(_of_files(master.released)),
        LIMITS: _digest([json.dumps(asdict(limits), sort_keys=True)]),
        HOW: _digest([str(tests), "isolated" if isolated else "trusted"]),
        ENVIRONMENT: _digest([environment]),
        CALIBRATION: _digest([calibration]),
    }
    return GradeKey(master.assignment, parts)


def _of_files(files: dict[str, bytes]) -> list[str | bytes]:
    return [str(len(files)), *(part for name in sorted(files) for part in (name, files[name]))]


def _digest(parts: Iterable[str | bytes | StoredFile | None]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, StoredFile):
            digest.update(b"%d:" % part.size)
            try:
                for piece in part.pieces():
                    digest.update(piece)
            except OSError:  # changed in this moment: then nothing that is stored holds
                digest.update(b"-")
            continue
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"-" if data is None else b"%d:" % len(data))
        digest.update(data or b"")
    return digest.hexdigest()
