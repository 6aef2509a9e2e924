"""The checker of cffi-workshop: it tries C and Python of learners, and names a mistake's cause."""

__version__ = "0.1.0"


def load_ipython_extension(shell) -> None:
    """Give a notebook %check, %hint, %solution, %restart_exercise, %terminal, %lesson and %show."""
    from cffi_workshop.jupyter.magics import load

    load(shell)


def unload_ipython_extension(shell) -> None:
    """Take away what guards a notebook against old libraries."""
    from cffi_workshop.jupyter.magics import unload

    unload(shell)
