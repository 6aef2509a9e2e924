"""Notebooks made from files: what is wanted, what is current, how cells are run.

generate.py          which notebooks are wanted, and which are out of date
exercise_notebook.py the notebook of an exercise (readme_steps.py); demos.py of a demo,
                     start_page.py start.ipynb, lesson_notebooks.py the episodes (lesson.py)
cells.py             a notebook as JSON; kernel_names.py what it says of its kernel
markdown_parts.py    the parts of Markdown; code_in_markdown.py and code_in_text.py mark code in it
execute.py           run one in a copy of its folder: runner.py, forked_kernels.py,
                     plain_environment.py
"""
