"""formgrader: *Autograde* runs this grader, and its pages say in which state a submission ended, and why.

The pages are nbgrader's own; a script is added to them that asks for the states.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader import handlers
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, check_notebook_dir, check_xsrf
from tornado import web

from grader.course import store
from grader.course.directory import Course
from grader.errors import CourseError
from grader.jupyter.running import Answer, run_grader
from grader.text import points


class AutogradeHandler(BaseApiHandler):
    """Grades one submission, isolated, as `grader grade` does."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    async def post(self, assignment: str, student: str) -> None:
        root = Path(self.coursedir.root)
        answer = await run_grader(
            "grade", f"--student={student}", "--force", f"--course={root}", "--", assignment, folder=root
        )
        self.settings["nbgrader_gradebook"] = _closed(self.settings.get("nbgrader_gradebook"))
        self.write(json.dumps(result(answer)))


class StatesHandler(BaseApiHandler):
    """State and reason of every submission of an assignment, by student and by what formgrader calls a submission."""

    @web.authenticated
    @check_notebook_dir
    def get(self, assignment: str) -> None:
        by_student = states(Path(self.coursedir.root), assignment)
        submissions = {
            notebook.id: by_student[submission.student.id]
            for submission in self.gradebook.assignment_submissions(assignment)
            if submission.student.id in by_student
            for notebook in submission.notebooks
        }
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps({"students": by_student, "submissions": submissions}))


class _WithStates:
    """Adds the script to a page of formgrader."""

    def assignment(self) -> str:
        """The assignment that the page is about, from its address."""
        return self.path_args[0]  # type: ignore[attr-defined]

    def write(self, chunk: Any) -> None:
        if isinstance(chunk, str) and "</head>" in chunk:
            address = url_path_join(self.base_url or "/", "grader/static/states.js")  # type: ignore[attr-defined]
            about = f'data-assignment="{escape(self.assignment())}"'
            chunk = chunk.replace("</head>", f'<script src="{address}" {about} defer></script></head>', 1)
        super().write(chunk)  # type: ignore[misc]


class SubmissionsPage(_WithStates, handlers.ManageSubmissionsHandler):
    """The submissions of an assignment."""


class NotebookPage(_WithStates, handlers.GradebookNotebookSubmissionsHandler):
    """The submissions of a notebook, to be graded by hand."""


class SubmissionPage(_WithStates, handlers.SubmissionHandler):
    """One submission, to be graded by hand."""

    def assignment(self) -> str:
        return self.gradebook.find_submission_notebook_by_id(self.path_args[0]).assignment.assignment.name


def states(root: Path, assignment: str) -> dict[str, dict[str, Any]]:
    """Return by student how each submission of an assignment ended, as far as this grader graded it."""
    try:
        outcomes = store.load_all(Course.open(root), assignment)
    except CourseError:
        return {}
    return {
        outcome.student: {"state": str(outcome.state), "reason": outcome.reason, "mended": outcome.repairs}
        for outcome in outcomes
    }


def result(answer: Answer) -> dict[str, Any]:
    """Return what formgrader shows after *Autograde*: an error where a person has to look, with the reason."""
    outcome = answer.outcome
    if outcome is None:
        return {"success": False, "log": answer.why, "error": ""}
    lines = [f"{outcome['state']}: {points(outcome['score'])} of {points(outcome['max_score'])} points by the tests"]
    lines += [text for text in [outcome["reason"], *(f"mended: {repair}" for repair in outcome["repairs"])] if text]
    if answer.status and outcome["state"] == "graded":  # the tests themselves need a person
        lines.append(answer.said.strip())
    return {"success": not answer.status, "log": "\n".join(lines), "error": ""}


def _closed(gradebook: Any) -> None:
    """Close formgrader's gradebook: it holds what it read before another process wrote the new grades."""
    if gradebook is not None:
        gradebook.close()
