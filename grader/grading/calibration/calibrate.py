"""Run the reference answers and the untouched student version, and decide for each test cell where it is judged right.

A cell stays apart where the reference earns its points there and the untouched version none. Only what is in doubt runs
a second time, beside the student's code, so an assignment whose tests stand alone costs one run of each.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from grader.grading.calibration.claims import with_claims
from grader.grading.calibration.needs import Need, needs_of
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.grading.merge.merging import merge
from grader.grading.merge.reading import StudentNotebook
from grader.grading.test_inputs.master import of_cells
from grader.grading.test_inputs.plan import CellInputs
from grader.model import CellOutcome, Master, Outcome, State, Submission, SubmittedFile, Tests
from grader.notebook.nbgrader_cells import Role, normal

logger = logging.getLogger(__name__)
POINTS_TOLERANCE = 1e-6
# How a judge refuses to use an object of the session, see `grader.sandbox.judge.proxies`.
_REFUSED = re.compile(r"(?:^|\n|: )([^:\n]{1,200}) belongs to your notebook and is no plain value: ([^.\n]{1,200})\.")

Where = tuple[str, str]
Run = Callable[[Tests, Calibration, Submission], Outcome]


@dataclass
class Trial:
    """One run of the reference and of the untouched version; `apart` where all tests ran apart."""

    reference: Outcome
    blank: Outcome
    apart: bool = False
    cells: dict[Where, tuple[CellOutcome, CellOutcome]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with_claims(self.reference)
        blank = {(cell.notebook, cell.id): cell for cell in self.blank.cells}
        for cell in self.reference.cells:
            where = cell.notebook, cell.id
            if not cell.manual:
                self.cells[where] = cell, blank.get(where, replace(cell, score=0.0))

    def lost(self, where: Where) -> float:
        """Return how many points the reference lost in a cell."""
        cell = self.cells[where][0]
        return cell.max_score - (cell.score or 0.0)

    def free(self, where: Where) -> float:
        """Return how many points the untouched version earned in a cell."""
        return self.cells[where][1].score or 0.0

    def right(self, where: Where) -> bool:
        """Whether the reference earned every point of a cell, and the untouched version none."""
        return self.lost(where) <= POINTS_TOLERANCE and self.free(where) <= POINTS_TOLERANCE

    def better(self, other: Trial, where: Where) -> bool:
        """Whether a cell was judged better than in another trial: more for the reference, or less for nothing."""
        gained = other.lost(where) - self.lost(where)
        if abs(gained) > POINTS_TOLERANCE:
            return gained > 0
        return self.free(where) < other.free(where) - POINTS_TOLERANCE


def calibrate(
    master: Master, run: Run, tests: Tests = Tests.AUTO, *, on_step: Callable[[str], None] | None = None
) -> Calibration:
    """Return where each test cell of an assignment is judged right.

    Parameters
    ----------
    master : Master
    run : callable
        `run(tests, calibration, submission) -> Outcome`; may be called in two threads at once.
    tests : Tests
        `in-session` runs everything there and only tells what is broken; `auto` and `apart` ask the same questions.
    on_step : callable, optional
        Told in words what is run next.

    Returns
    -------
    Calibration
    """
    return _Calibrating(master, run, on_step or (lambda text: None)).result(tests)


class _Calibrating:
    def __init__(self, master: Master, run: Run, tell: Callable[[str], None]) -> None:
        self._master, self._run, self._tell = master, run, tell
        self._uncalibrated, self._needs, self._follows = _read(master)
        # Where a cell ran beside the answers last: what fails there fails in nbgrader too.
        self._inside: dict[Where, Trial] = {}
        self._bereft: set[Where] = set()

    def result(self, tests: Tests) -> Calibration:
        if tests is Tests.IN_SESSION:
            trial = self._try(tests, Calibration(), "in the session")
            return self._told({}, dict.fromkeys(trial.cells, trial), Calibration(), trial)
        apart = self._try(Tests.APART, Calibration(), "apart")
        doubtful = self._with_followers(self._doubtful(apart), apart)
        best: dict[Where, Trial] = dict.fromkeys(apart.cells, apart)
        if not doubtful:
            return self._told({}, best, Calibration(), apart)
        whys = {where: self._why(where, apart) for where in doubtful}
        inside = tuple(CellVerdict(*where, Tests.IN_SESSION, why) for where, why in whys.items())
        plan = Calibration(inside)
        beside = self._try(Tests.AUTO, plan, f"{len(doubtful)} test cell(s) beside the answers")
        self._take(best, beside, doubtful)
        plan = self._with_bereft(best, beside, doubtful, whys, plan)
        plan = self._with_visible_tests(best, doubtful, plan)
        self._apart_after_all(best, doubtful, plan)
        plan = self._all_together(best, plan, whys)
        chosen = {where: whys[where] for where, trial in best.items() if not trial.apart and where in whys}
        return self._told(chosen, best, plan, apart)

    def _try(self, tests: Tests, plan: Calibration, how: str) -> Trial:
        self._tell(f"Running the reference answers and the untouched version, {how} ...")
        master = self._master
        submissions = [
            Submission(name, {f"{each}.ipynb": SubmittedFile(content) for each, content in notebooks.items()})
            for name, notebooks in (("reference", master.notebooks), ("blank", master.released))
        ]
        with ThreadPoolExecutor(2) as pool:
            runs = pool.map(lambda submission: self._run(tests, plan, submission), submissions)
            return Trial(*runs, apart=tests is Tests.APART)

    def _doubtful(self, apart: Trial) -> list[Where]:
        """Return the cells that are judged wrong apart, or whose tests look at what cannot be seen from there."""
        known = [where for where in apart.cells if where[0] not in self._uncalibrated]
        return [where for where in known if not apart.right(where) or self._unseen(where, apart)]

    def _with_followers(self, doubtful: list[Where], apart: Trial) -> list[Where]:
        """Add the tests that go on with what a test has made which may have to run beside the answer."""
        found = set(doubtful)
        for where in apart.cells:
            if self._follows.get(where, {}).keys() & found:
                found.add(where)
        return [where for where in apart.cells if where in found]

    def _goes_on(self, where: Where, best: dict[Where, Trial]) -> bool:
        """Whether a test needs names of an earlier one that does not run apart."""
        return any(not best[each].apart for each in self._follows.get(where, {}) if each in best)

    def _with_bereft(
        self, best: dict[Where, Trial], beside: Trial, doubtful: list[Where], whys: dict[Where, str], plan: Calibration
    ) -> Calibration:
        """Let also those tests run in the session that were right apart only while others ran apart as well."""
        # A cell that was stopped tells of a busy machine, not of other tests.
        bereft = [where for where in best if where not in whys and where[0] not in self._uncalibrated
                  and beside.cells[where][0].state is State.GRADED
                  and beside.lost(where) > best[where].lost(where) + POINTS_TOLERANCE]  # fmt: skip
        self._bereft |= set(bereft)
        for where in bereft:
            best[where], whys[where] = beside, "it needs what a test before it changes, which runs there too"
        doubtful[:] = [where for where in best if where in whys]
        inside = tuple(CellVerdict(*where, Tests.IN_SESSION, whys[where]) for where in doubtful)
        return replace(plan, cells=inside)

    def _unseen(self, where: Where, apart: Trial) -> bool:
        """Whether it means nothing that the reference earns its points apart."""
        return bool(apart.cells[where][0].refused) or (self._need(where) or Need("")).unseen

    def _take(self, best: dict[Where, Trial], trial: Trial, doubtful: list[Where]) -> None:
        self._inside |= dict.fromkeys(doubtful, trial)
        for where in doubtful:
            need, before = self._need(where) or Need(""), best[where]
            if before.apart and self._goes_on(where, best):
                taken = True
            elif before.apart and self._unseen(where, before):
                # What such a test finds apart means nothing.
                taken = not (need.timed and trial.lost(where) > before.lost(where) + POINTS_TOLERANCE)
            else:
                taken = trial.better(before, where)
            if taken:
                best[where] = trial

    def _with_visible_tests(self, best: dict[Where, Trial], doubtful: list[Where], plan: Calibration) -> Calibration:
        """Let the visible part of tests run in the session too, where answers need what it leaves behind."""
        lost = self._lost(best)
        if not lost:
            return plan
        wider = replace(plan, shown=tuple(sorted({notebook for notebook, _ in lost})))
        trial = self._try(Tests.AUTO, wider, "after the visible tests")
        helped = {notebook for notebook, name in lost if trial.better(best[notebook, name], (notebook, name))}
        # Whoever mends a broken test finds those that go on with its names judged right.
        helped |= {where[0] for where in best if not best[where].apart and self._goes_on(where, best)}
        self._take(best, trial, [where for where in doubtful if where[0] in helped])
        return replace(plan, shown=tuple(sorted(helped)))

    def _apart_after_all(self, best: dict[Where, Trial], doubtful: list[Where], plan: Calibration) -> None:
        """Judge apart what lacked nothing but the answers that need what visible tests leave behind."""
        beside = [
            where
            for where in doubtful
            if where[0] in plan.shown and not best[where].apart and where not in self._bereft
        ]
        if not beside:
            return
        trial = self._try(Tests.AUTO, Calibration(shown=plan.shown), "apart, after the visible tests")
        trial.apart = True
        for where in beside:
            if trial.right(where) and not self._unseen(where, trial) and not self._goes_on(where, best):
                best[where] = trial

    def _all_together(self, best: dict[Where, Trial], plan: Calibration, whys: dict[Where, str]) -> Calibration:
        """Run all tests of a notebook in the session where some of them need what others leave behind."""
        lost = self._lost(best)
        if not lost:
            return plan
        trial = self._try(Tests.IN_SESSION, Calibration(), "all tests in the session")
        self._inside |= dict.fromkeys(best, trial)
        helped = {where[0] for where in lost if trial.better(best[where], where)}
        for where in best:
            if where[0] in helped:
                best[where] = trial
                own = whys.get(where) if where in lost else None
                whys[where] = own or "tests of this notebook need what earlier ones leave behind"
        return replace(plan, together=tuple(sorted(helped)))

    def _lost(self, best: dict[Where, Trial]) -> list[Where]:
        return [
            where
            for where, trial in best.items()
            if where[0] not in self._uncalibrated and trial.lost(where) > POINTS_TOLERANCE
        ]

    def _told(self, inside: dict[Where, str], best: dict[Where, Trial], plan: Calibration, apart: Trial) -> Calibration:
        lost, cells = set(self._lost(best)), []
        for where, trial in best.items():
            verdict = CellVerdict(
                *where,
                Tests.IN_SESSION if where in inside else Tests.APART,
                inside.get(where, ""),
                self._broken(where, trial) if where in lost else "",
                trial.free(where) if where[0] not in self._uncalibrated else 0.0,
            )
            if verdict != CellVerdict(*where):
                cells.append(verdict)
        reference, blank = (
            _composed(run, {where: trial.cells[where][index] for where, trial in best.items()})
            for index, run in enumerate((apart.reference, apart.blank))
        )
        found = Calibration(tuple(cells), plan.shown, plan.together, self._uncalibrated, reference, blank)
        logger.info("calibrated %s: %s", self._master.assignment, found.to_json(runs=False))
        return found

    def _broken(self, where: Where, trial: Trial) -> str:
        """Return why the reference loses points in a cell, as its author sees it in the notebook."""
        inside = self._inside.get(where, trial)
        return _failure((inside if inside.lost(where) > POINTS_TOLERANCE else trial).cells[where][0])

    def _need(self, where: Where) -> Need | None:
        return self._needs.get(where)

    def _why(self, where: Where, apart: Trial) -> str:
        need, refused = self._need(where), apart.cells[where][0].refused
        name = next(iter(self._follows.get(where, {}).values()), "")
        if name and apart.right(where) and not self._unseen(where, apart):
            return f"it uses `{name}` of a test before it, which runs there too"
        if need is not None:
            return need.why
        if refused:
            return _in_words(refused[0])
        if apart.lost(where) > POINTS_TOLERANCE:
            return _in_words(_failure(apart.cells[where][0]))
        return "apart, the untouched version would be given what the answer has to provide"


def _read(master: Master) -> tuple[tuple[str, ...], dict[Where, Need], dict[Where, dict[Where, str]]]:
    """Return the notebooks without reference answers, and what the text of test cells tells.

    That is, for each cell: its needs; and the earlier tests that bind names which it uses, with one such name.
    """
    bare, needs, follows = [], {}, {}
    for name, notebook in sorted(master.notebooks.items()):
        merged = merge(notebook, master.released.get(name), StudentNotebook(), master.conventions)
        answers = [cell for cell in merged.cells if cell.role.written_by_student and cell.type == "code"]
        if answers and all(normal(cell.source) == normal(cell.stub) for cell in answers):
            bare.append(name)
        given = of_cells(merged.cells, merged.ids)
        tests = {n: (name, cell.grade_id) for cell, n in zip(merged.cells, merged.ids, strict=True)}
        for cell, number in zip(merged.cells, merged.ids, strict=True):
            inputs = given.get(number, CellInputs())
            if cell.role is Role.TEST and (need := needs_of(cell.source, inputs.asked, inputs.watched)):
                needs[name, cell.grade_id] = need
            follows[name, cell.grade_id] = {tests[each]: what for each, what in inputs.follows.items()}
    return tuple(bare), needs, follows


def _composed(run: Outcome, cells: dict[Where, CellOutcome]) -> Outcome:
    """Return an outcome with each cell as it came out where it has to run."""
    taken = [cells.get((cell.notebook, cell.id), cell) for cell in run.cells]
    automatic = [cell for cell in taken if not cell.manual]
    return replace(
        run, cells=taken, tests=Tests.AUTO, executed={},
        score=round(sum(cell.score or 0.0 for cell in automatic), 9),
        max_score=round(sum(cell.max_score for cell in automatic), 9),
    )  # fmt: skip


def _failure(cell: CellOutcome) -> str:
    failed = [f"{check.name}: {check.message}" for check in cell.checks if not check.passed]
    return "; ".join(failed) or cell.message or f"{cell.score or 0:g} of {cell.max_score:g} points"


def _in_words(failure: str) -> str:
    """Return why a test works beside the answer only, from how it failed apart."""
    refused = _REFUSED.search(failure)
    if refused is not None:
        return f"it needs {refused[1]} of the answer itself: apart, {refused[2]}"
    if "FileNotFoundError" in failure:
        return "it looks at a file that the answer reads or writes"
    if failure.startswith(("AttributeError", "TypeError")) and "Proxy" in failure:
        return "it looks into an object or class of the answer itself"
    if failure.startswith("NameError"):
        return f"it needs something that only the notebook's own process has ({failure[:120]})"
    if failure.startswith("AssertionError"):
        return "a value that it compares, or what a call changes, is not the same after it has been handed over"
    return f"it needs the answer's own objects ({failure[:160]})"
