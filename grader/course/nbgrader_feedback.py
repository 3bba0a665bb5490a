"""Whether nbgrader's own `generate_feedback` writes our pages in a course, and the line that makes it."""

from __future__ import annotations

from grader.course.directory import Course

EXPORTER = "grader.pages.nbgrader_exporter.FeedbackExporter"
LINE = f'c.GenerateFeedback.exporter_class = "{EXPORTER}"'


def writes_our_pages(course: Course) -> bool:
    """Whether a course's configuration has nbgrader write these pages."""
    chosen = course.config.get("GenerateFeedback", {}).get("exporter_class", "")
    return EXPORTER in (chosen, f"{getattr(chosen, '__module__', '')}.{getattr(chosen, '__name__', '')}")
