"""Sphinx's settings for the site. Nothing is loaded from another host: formulas, search and fonts work offline."""

import importlib.util
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent

project = "The autoencoder course"
author = "The authors of the course"
copyright = "the authors; lessons CC BY 4.0, code BSD-3-Clause"
extensions = ["myst_nb", "sphinx.ext.mathjax"]
language = "en"

exclude_patterns = ["lessons/downloads/*"]

nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "myst"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_mime_priority_overrides = [
    ("html", "text/html", 0),
    ("html", "text/markdown", 1),
    ("html", "text/plain", 90),
]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist"]
myst_heading_anchors = 4
myst_dmath_double_inline = True
suppress_warnings = ["myst.header"]  # a lesson's *Further* sections may lie deeper than their neighbours

html_theme = "furo"
html_title = project
html_static_path = ["static"]
templates_path = ["templates"]
html_use_index = False
html_css_files = ["book.css"]
html_js_files = ["access.js"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
# Summaries are fetched from the pages, which a browser refuses where no server runs.
html_show_search_summary = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0a5c94", "color-brand-content": "#0a5c94"},
    "dark_css_variables": {"color-brand-primary": "#7cc0f4", "color-brand-content": "#7cc0f4"},
}

# One file that draws formulas as SVG and so needs no fonts; sphinx-mathjax-offline carries it.
MATHJAX = "tex-svg-full.js"
mathjax_path = MATHJAX


def copy_mathjax(app, error):
    """Put MathJax beside the site's other scripts."""
    if error is None and app.builder.format == "html":
        package = importlib.util.find_spec("sphinx-mathjax-offline")
        source = Path(package.origin).parent / "static" / "mathjax" / MATHJAX
        shutil.copyfile(source, Path(app.outdir) / "_static" / MATHJAX)


def setup(app):
    app.connect("build-finished", copy_mathjax)
