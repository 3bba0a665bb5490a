"""Every error that a person can mend, on one page; nothing is imported, so that any module may raise them."""

from __future__ import annotations


class GraderError(Exception):
    """Something that a person can mend; the message is one sentence that names it and says what to do.

    Everything else that is raised is a bug of the grader's and is logged as one.

    Parameters
    ----------
    message : str
    status : int
        Exit status of a command that ends with it.
    """

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


class CommandError(GraderError):
    """A command cannot go on; the message names the file or option, what is wrong and what to do."""


class CourseError(GraderError):
    """A course directory cannot be used; the message names what is wrong and what to do."""


class NoCourseError(CourseError):
    """A folder is no course: it has no sources."""


class ReachError(CourseError):
    """A course lies where the sessions of its own students may read; the message says what to move."""


class ArchiveError(GraderError):
    """The folder or zip as a whole cannot be read; the message names it and says what to do."""


class RosterError(GraderError):
    """The roster cannot be used; the message names the file, what is wrong and what to do."""


class SampleError(GraderError):
    """The samples cannot be used; the message names the file, what is wrong and what to do."""


class KernelUnavailable(GraderError):
    """The kernel that an assignment needs is not there or does not start; the message says what to do."""


class ForkServerError(GraderError):
    """The fork server does not start or does not fork; the message says why and what to do."""


class ReadingError(GraderError):
    """A notebook could not be read for a reason of this machine's, so nothing may be said of the notebook."""
