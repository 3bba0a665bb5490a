"""Let nbgrader's own `generate_feedback`, and formgrader's button for it, write the pages of `grader feedback`.

nbgrader's page is the executed notebook, hidden tests included. One line in `nbgrader_config.py` changes that:

    c.GenerateFeedback.exporter_class = "grader.pages.nbgrader_exporter.FeedbackExporter"
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter

from grader.course.directory import Course
from grader.course.store import load
from grader.pages.feedback import FeedbackPages


class FeedbackExporter(HTMLExporter):
    """Writes a student's page from the stored outcome; without one, of work that nbgrader graded, nbgrader's own."""

    @cached_property
    def _course(self) -> Course:
        return Course.open(self.parent.coursedir.root)

    @cached_property
    def _pages(self) -> dict[str, FeedbackPages]:
        return {}

    def from_filename(self, filename: str, resources: dict | None = None, **kw: Any) -> tuple[str, dict]:
        """Return the page of an executed notebook of nbgrader's `autograded` step, and what nbconvert writes it by."""
        which = (resources or {}).get("nbgrader", {})
        assignment, student = which.get("assignment", ""), which.get("student", "")
        outcome = load(self._course, assignment, student) if assignment and student else None
        if outcome is None:
            return super().from_filename(filename, resources=resources, **kw)
        if assignment not in self._pages:
            self._pages[assignment] = FeedbackPages(self._course, assignment)
        html = self._pages[assignment].html(outcome, Path(filename).stem)
        return html, {**(resources or {}), "output_extension": self.file_extension, "outputs": {}}
