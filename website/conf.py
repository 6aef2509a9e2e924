"""What Sphinx has to know beside _config.yml, which says what the lesson is."""

import gc
import os
import sys
from pathlib import Path

# What a build makes, it needs to its end: to look for garbage again and again takes a tenth of it.
gc.disable()
# jsonschema takes this along where JupyterLab brought it, and it needs most of a second to start.
sys.modules.setdefault("rfc3987_syntax", None)
sys.path.insert(0, str(Path(__file__).parent))

extensions = ["lesson_site"]
copyright = "The cffi-workshop authors"
smartquotes = False  # a quotation mark on these pages may be part of a program
root_doc = "website/pages/index"
include_patterns = ["episodes/[0-9]*.md", "website/pages/*.md", "solutions/*/README.md"]
# What need not be walked through for these.
exclude_patterns = ["[!esw]*", "exercises", "src", "start*", "solutions/*/[!R]*"]
suppress_warnings = ["toc.not_included"]  # the frame of the page leads everywhere

# The cells are run by lesson_site.execution, which sees when the C of a demo changes; MyST-NB
# renders.
nb_custom_formats = {".md": ["nbformat.reads", {"as_version": 4}, False]}
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js = {}
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_dmath_allow_space = False
myst_dmath_allow_digits = False
myst_heading_anchors = 3
myst_title_to_header = True

html_theme = "theme"
html_theme_path = [str(Path(__file__).parent)]
html_math_renderer = "mathml"
html_copy_source = False
html_use_index = False
html_domain_indices = False
html_baseurl = os.environ.get("SITE_URL", "")  # known where the site is published
