"""Make this folder an nbgrader course: the lessons in `notebooks/` are its source assignments."""

c = get_config()  # noqa: F821  (nbgrader defines it when it reads this file)

c.CourseDirectory.course_id = "autoencoders"
c.CourseDirectory.source_directory = "notebooks"
# The headers of this course come with the lessons themselves.
c.IncludeHeaderFooter.header = ""
c.IncludeHeaderFooter.footer = ""
# What submissions contain is shown in formgrader without anything that could act there.
c.HTMLExporter.sanitize_html = True
# `nbgrader generate_feedback` and formgrader's button write the pages of `grader feedback`, without hidden tests.
c.GenerateFeedback.exporter_class = "grader.pages.nbgrader_exporter.FeedbackExporter"
