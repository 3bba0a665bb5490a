"""A safe, fast autograder for any nbgrader course."""

import logging
import sys

logging.getLogger("grader").addHandler(logging.NullHandler())  # silent by default; `grader --debug` shows it

# jsonschema, which checks notebooks, compiles a grammar for international web addresses when it is imported: 0.9 s in
# every process, and no notebook needs it. Here it takes that package for not installed.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
