"""Sphinx."""

from importlib.metadata import version as installed

project = "BeHeard"
author = "The BeHeard developers"
copyright = "2026, The BeHeard developers"
release = version = installed("beheard")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.intersphinx"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"BeHeard {release}"
