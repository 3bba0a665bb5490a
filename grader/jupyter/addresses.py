"""Which addresses of nbgrader's extensions are answered here; all others are left to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import StaticFileHandler

from grader.jupyter import formgrader, validation

STATIC = Path(__file__).resolve().parent / "static"
HANDLERS: list[tuple] = [
    (r"/assignments/validate", validation.ValidateHandler),
    (r"/grader/page/([\w-]+)", validation.PageHandler),
    (r"/formgrader/api/submission/([^/]+)/([^/]+)/autograde", formgrader.AutogradeHandler),
    (r"/grader/states/([^/]+)", formgrader.StatesHandler),
    (r"/formgrader/manage_submissions/([^/]+)/?", formgrader.SubmissionsPage),
    (r"/formgrader/gradebook/([^/]+)/([^/]+)/?", formgrader.NotebookPage),
    # What follows a slash is a file or a way to the next submission, which stay with nbgrader.
    (r"/formgrader/submissions/(?!components/)([^/]+)/?", formgrader.SubmissionPage),
    (r"/grader/static/(.*)", StaticFileHandler, {"path": str(STATIC)}),
]


def take_over(server: Any) -> None:
    """Answer these addresses before nbgrader's extensions do, whichever was loaded first."""
    application = server.web_app
    base = application.settings["base_url"]
    rewritten = [(url_path_join(base, pattern), *rest) for pattern, *rest in HANDLERS]
    application.settings["grader_root"] = server.root_dir
    application.settings["grader_config"] = server.config.get("Grader", {})
    application.add_handlers(".*$", rewritten)
    rules = application.default_router.rules
    rules.insert(0, rules.pop(-2))  # the last but one: the last holds what the server itself answers
    server.log.info("Validate and formgrader's Autograde are answered by grader.")
