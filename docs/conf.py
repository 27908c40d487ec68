"""Sphinx."""

from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

from beheard_core.mediation.diagram import as_text

project = "BeHeard"
author = "The BeHeard developers"
copyright = "2026, The BeHeard developers"
release = version = installed("beheard")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "_generated"]
html_theme = "furo"
html_title = f"BeHeard {release}"
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
autodoc_default_options = {"members": True, "undoc-members": True, "member-order": "bysource"}
maximum_signature_line_length = 80


def setup(app: Sphinx) -> None:
    """Write what the pages include before they are read."""
    app.connect("builder-inited", draw_stages)


def draw_stages(app: Sphinx) -> None:
    """Draw the stages and the life of a session from the tables that run them."""
    stages, life = as_text().split("\n\n")
    folder = Path(app.srcdir) / "_generated"
    folder.mkdir(exist_ok=True)
    for name, text in (("stages.txt", stages), ("life.txt", life)):
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
