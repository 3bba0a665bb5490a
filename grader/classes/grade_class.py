"""Grade a whole class: the one function that the commands call."""

from __future__ import annotations

import logging
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy.exc import SQLAlchemyError

from grader.classes.engine import Engine, choose
from grader.classes.grades import Grades
from grader.contents import Contents
from grader.course import calibrations, store
from grader.course.directory import Course
from grader.course.fingerprint import environment_key
from grader.course.grade_key import GradeKey, class_key
from grader.course.gradebook import Answers, GradebookWriter
from grader.course.which_python import python_of
from grader.course.written import Written, written_before, written_in
from grader.errors import CourseError
from grader.grading.calibration.verdicts import Calibration
from grader.grading.merge.merging import merge
from grader.grading.merge.reading import StudentNotebook
from grader.machine import cores
from grader.model import Limits, Master, Outcome, State, Submission, Tests
from grader.sandbox import imports_of

logger = logging.getLogger(__name__)

# What may lie beside a graded notebook, where formgrader serves it from its own address: nothing that a browser runs.
BESIDE = frozenset(
    ".png .jpg .jpeg .gif .webp .bmp .csv .tsv .txt .json .npy .npz .dat .log .py .md .toml .yaml .yml".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Event:
    """What happened while a class is graded.

    Attributes
    ----------
    kind : {"start", "calibrating", "calibrated", "begin", "done", "note"}
        "start" once, with `total`; "begin" when a submission's turn comes; "done" when its outcome is written;
        "note" for a sentence that an instructor should read.
    student : str
    outcome : Outcome or None
        With "done".
    reused : bool
        With "done": the outcome of an earlier run still holds, nothing was run.
    done, total : int
        Submissions finished so far, and all of them.
    text : str
        With "note", and with "calibrating": what is run before the first submission.
    calibration : Calibration or None
        With "calibrated": what the reference answers tell about the tests; comes before the first submission.
    """

    kind: str
    student: str = ""
    outcome: Outcome | None = None
    reused: bool = False
    done: int = 0
    total: int = 0
    text: str = ""
    calibration: Calibration | None = None


def grade_class(
    course: Course,
    assignment: str,
    *,
    students: Iterable[str] | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
    tests: Tests = Tests.AUTO,
    trust: bool = False,
    force: bool = False,
    scheduler: str | None = None,
    engine: Grades | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> list[Outcome]:
    """Grade the submissions of one assignment and write them into the course.

    Every outcome is written (gradebook, executed notebook, JSON) before the next event, so an interrupted run keeps
    what it has and goes on where it stopped when it is called again.

    Parameters
    ----------
    course : Course
    assignment : str
    students : iterable of str, optional
        Only these; default: everybody known to the gradebook or with a folder. Who handed nothing in is `missing`.
    jobs : int, optional
        Submissions graded at once; default: the number of cores, on a cluster that of all its workers' threads.
    limits : Limits, optional
    tests : Tests
        Where test cells run.
    trust : bool
        Where this machine lacks a layer of isolation, grade without any, with the tests in the student's process.
    force : bool
        Grade again what an earlier run has graded already.
    scheduler : str, optional
        Address of a Dask scheduler, on whose workers submissions are graded.
    engine : Grades, optional
        What grades; default: this machine, or the scheduler's workers, as `tests` and `trust` say.
    on_event : callable, optional
        Called with an `Event`, in the calling thread.

    Returns
    -------
    list of Outcome
        One a student, in the order of the student ids; executed notebooks are on disk and no longer in them.

    Raises
    ------
    CourseError
        If nothing can be graded: no such assignment or student, a broken master, a gradebook that cannot be opened, a
        machine that cannot isolate submissions which are not trusted, a cluster that cannot be reached or is lost.
    KeyboardInterrupt
        As pressed; everything finished until then is written.
    """
    limits = limits or Limits()
    master = course.master(assignment)
    _check_master(master)
    tell = on_event or (lambda event: None)
    with ExitStack() as opened:
        here = None
        if engine is None and not scheduler:
            here = opened.enter_context(choose(course, master, tests, trust=trust))
            if force or _something_new(course, assignment):
                here.begin()  # the gradebook is opened meanwhile
        chosen = _chosen(course, assignment, students)
        tell(Event("start", total=len(chosen)))
        if here is not None:
            here = here.with_threads(max(1, cores() // max(1, min(jobs or cores(), len(chosen)))))
            engine = here.calibrated(calibrated(course, master, here, limits, _step(tell)))
        engine = opened.enter_context(
            engine or _cluster(course, master, tests, limits, scheduler or "", tell, trust=trust)
        )
        if engine.calibration is not None:
            tell(Event("calibrated", calibration=engine.calibration))
        gradebook = opened.enter_context(GradebookWriter(course, master))
        if engine.note:
            tell(Event("note", text=engine.note))
        run = _Run(course, master, limits, engine, gradebook, tell, total=len(chosen))
        waiting = chosen if force else [student for student in chosen if not run.reuse(student)]
        for text in run.why_again():
            tell(Event("note", text=text))
        with closing(run.grade(waiting, jobs)) as outcomes:
            for outcome in outcomes:
                run.finish(outcome)
    return sorted(run.outcomes, key=lambda outcome: outcome.student)


class _Run:
    """One call of `grade_class`: reads submissions when their turn comes and writes outcomes as they come."""

    def __init__(
        self,
        course: Course,
        master: Master,
        limits: Limits,
        engine: Grades,
        gradebook: GradebookWriter,
        tell: Callable[[Event], None],
        *,
        total: int,
    ) -> None:
        self.course, self.master, self.limits, self.engine = course, master, limits, engine
        self.gradebook, self.tell, self.total = gradebook, tell, total
        verdicts = engine.calibration.key() if engine.calibration else ""
        environment = environment_of(course, master)
        how = {"isolated": engine.isolated, "calibration": verdicts}
        self.key = class_key(master, limits, engine.tests, environment, **how)
        self.outcomes: list[Outcome] = []
        self.again: dict[str, list[str]] = defaultdict(list)  # students by why they are graded again
        self._submissions: dict[str, tuple[Submission, GradeKey]] = {}

    def grade(self, students: list[str], jobs: int | None) -> Iterator[Outcome]:
        """Grade submissions; yield outcomes as they come."""
        if students:
            self.engine.start()
        return self.engine.grade_all(
            self.master,
            students,
            self.read,
            self.limits,
            jobs=jobs,
            on_begin=lambda student: self.tell(Event("begin", student, done=len(self.outcomes), total=self.total)),
            on_note=lambda text: self.tell(Event("note", text=text)),
        )

    def read(self, student: str) -> Submission:
        """Read a submission and remember it until its outcome is written."""
        submission = self.course.submission(self.master.assignment, student, self.limits)
        key = self.key.with_submission(submission)
        self._submissions[student] = submission, key
        return submission

    def reuse(self, student: str) -> bool:
        """Take the stored outcome if nothing it depends on has changed."""
        submission = self.course.submission(self.master.assignment, student, self.limits)
        key = self.key.with_submission(submission)
        outcome = store.load_if_current(self.course, student, key)
        if outcome is None:
            why = store.why_again(self.course, student, key)
            if why and submission.files:
                self.again[why].append(student)
            return False
        written = written_before(self.course, self.master, student)
        self._record(outcome, Answers(written, written or Written()))
        self._done(outcome, reused=True)
        return True

    def why_again(self) -> list[str]:
        """Say why submissions that were graded before are graded again, a sentence each reason."""
        few = 5
        return [
            f"Graded again, because {why}: {', '.join(students[:few])}"
            f"{f' and {len(students) - few} more' if len(students) > few else ''}."
            for why, students in self.again.items()
        ]

    def finish(self, outcome: Outcome) -> None:
        """Write an outcome: the gradebook first, as what it keeps depends on the notebooks that are still there."""
        submission, key = self._submissions.pop(outcome.student)
        try:
            before = written_before(self.course, self.master, outcome.student)
            files = self._files(outcome, submission)
            recorded = self._record(outcome, Answers(before, written_in(outcome.executed, files.there)))
            store.save(self.course, outcome, key if recorded else None, files)
        except Exception as error:  # whatever it is, the others are graded
            logger.exception("the outcome of %s cannot be written", outcome.student)
            self._trouble(outcome, f"its folder cannot be written ({error or type(error).__name__})")
        outcome.executed = {}  # a class of a thousand shall need no more memory than one of ten
        self._done(outcome)

    def _record(self, outcome: Outcome, answers: Answers) -> bool:
        time, problem = self.course.handed_in_at(self.master.assignment, outcome.student)
        if problem and self.gradebook.has_due_date and outcome.state is not State.MISSING:
            outcome.worsen(State.PARTIAL, f"nobody knows whether it is late: {problem}")
        try:
            self.gradebook.record(outcome, answers, time)
        except (SQLAlchemyError, ValueError) as error:  # ValueError: a driver cannot write this text
            first = (str(error).splitlines() or [type(error).__name__])[0]
            self._trouble(outcome, f"the gradebook cannot be written ({first}); run `grader grade` again")
            return False
        return True

    def _trouble(self, outcome: Outcome, words: str) -> None:
        outcome.state, outcome.reason = State.CRASHED, f"{outcome.reason}; {words}" if outcome.reason else words
        self.tell(Event("note", outcome.student, text=f"{outcome.student}: {words}"))

    def _files(self, outcome: Outcome, submission: Submission) -> Contents:
        """Return what lies beside the executed notebooks: what they show, and when they were handed in."""
        if outcome.state is State.MISSING:
            return Contents({})
        own = {
            name: file.held
            for name, file in submission.files.items()
            if file.held is not None and PurePosixPath(name).suffix.lower() in BESIDE
        }
        kept = {name: data for name, data in self.master.files.items() if name not in self.master.editable}
        return Contents({**self.master.files, **own, **kept})

    def _done(self, outcome: Outcome, *, reused: bool = False) -> None:
        self.outcomes.append(outcome)
        for text in self.gradebook.notes:
            self.tell(Event("note", outcome.student, text=text))
        self.gradebook.notes.clear()
        self.tell(Event("done", outcome.student, outcome, reused, done=len(self.outcomes), total=self.total))


def _something_new(course: Course, assignment: str) -> bool:
    """Whether somebody has handed in who was never graded: then something has to be run."""
    handed_in = course.submitted_students(assignment)
    return any(not store.outcome_path(course, assignment, student).exists() for student in handed_in)


def _step(tell: Callable[[Event], None]) -> Callable[[str], None]:
    return lambda text: tell(Event("calibrating", text=text))


def _cluster(
    course: Course, master: Master, tests: Tests, limits: Limits, scheduler: str, tell: Callable[[Event], None],
    *, trust: bool,
) -> Grades:  # fmt: skip
    try:
        from grader.classes.cluster.connection import Cluster  # Dask takes a second to import
    except ModuleNotFoundError as error:
        raise CourseError(
            f"--scheduler needs {error.name}, which is not installed: {sys.executable} -m pip install dask distributed"
        ) from error
    python = python_of(course, master)
    if not python.is_own:
        raise CourseError(f"On a cluster notebooks run under the grader's own Python, not {python.program}.")

    try:
        with choose(course, master, tests, trust=trust, threads=cores()) as engine:
            verdicts = calibrated(course, master, engine, limits, _step(tell))
    except CourseError as error:
        why = f"The tests were not tried on the reference answers, because nothing can be run here: {error}"
        tell(Event("note", text=why))
        verdicts = None
    return Cluster(course, master, tests, scheduler, trust=trust, calibration=verdicts)


def calibrated(
    course: Course, master: Master, engine: Engine, limits: Limits, on_step: Callable[[str], None] | None = None
) -> Calibration:
    """Return the verdicts on an assignment's tests: those that are kept, else found now and kept.

    Parameters
    ----------
    course : Course
    master : Master
    engine : Engine
        Runs what has to be run.
    limits : Limits
    on_step : callable, optional
        Told in words what is run.
    """
    key = _calibration_key(course, master, engine, limits)
    found = calibrations.load(course, master.assignment, key)
    if found is None:
        engine.start()
        found = engine.calibrate(master, limits, on_step)
        calibrations.save(course, master.assignment, key, found)
    return found


def keep_calibration(course: Course, master: Master, engine: Engine, limits: Limits, found: Calibration) -> None:
    """Keep other verdicts than `calibrated` has found, so that grading goes by them."""
    calibrations.save(course, master.assignment, _calibration_key(course, master, engine, limits), found)


def mutation_key(course: Course, master: Master, engine: Engine, limits: Limits, calibration: Calibration) -> str:
    """Return a key of everything that a wrong answer's score can depend on."""
    environment = environment_of(course, master)
    how = {"isolated": engine.isolated, "calibration": f"mutation {calibration.key()}"}
    return class_key(master, limits, Tests.AUTO, environment, **how).digest


def _calibration_key(course: Course, master: Master, engine: Engine, limits: Limits) -> str:
    how = Tests.IN_SESSION if engine.tests is Tests.IN_SESSION else Tests.AUTO
    environment = environment_of(course, master)
    return class_key(master, limits, how, environment, isolated=engine.isolated, calibration="calibration").digest


def kept_calibration(course: Course, master: Master, limits: Limits | None = None) -> Calibration | None:
    """Return the verdicts on an assignment's tests that an earlier run has kept, None where there are none."""
    key = class_key(master, limits or Limits(), Tests.AUTO, environment_of(course, master), calibration="calibration")
    return calibrations.load(course, master.assignment, key.digest)


def environment_of(course: Course, master: Master) -> str:
    """Return a key of everything here that a score of an assignment can depend on."""
    python = python_of(course, master)
    return environment_key(imports_of(master.notebooks.values(), master.files, python=python).modules, python)


def _check_master(master: Master) -> None:
    """Find out before a class is graded whether its master can be used at all."""
    for name, content in master.notebooks.items():
        try:
            merge(content, master.released.get(name), StudentNotebook(), master.conventions)
        except Exception as error:  # nbformat and nbgrader raise many kinds
            logger.info("not usable", exc_info=True)
            raise CourseError(f"The source notebook {name}.ipynb cannot be used for grading: {error}") from error


def _chosen(course: Course, assignment: str, students: Iterable[str] | None) -> list[str]:
    everybody = course.students(assignment)
    if students is None:
        if not everybody:
            where = course.folder("submitted", assignment, "STUDENT")
            raise CourseError(
                f"Nobody has handed in {assignment!r}: no folder like {where}, no student in the gradebook"
                f"{_beside(course, assignment)}."
            )
        return everybody
    chosen = sorted(set(students))
    unknown = [student for student in chosen if student not in everybody]
    if unknown:
        raise CourseError(
            f"No such student: {', '.join(unknown)} (neither in the gradebook nor with a folder)"
            f"{_beside(course, assignment)}."
        )
    return chosen


def _beside(course: Course, assignment: str) -> str:
    unusable = course.unusable_students(assignment)
    why = "not counted, as their ids would act in formgrader or cannot be written down"
    return f"; {why}: {', '.join(unusable)}" if unusable else ""
