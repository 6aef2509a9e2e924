"""The button below a verdict by which somebody in a room asks for help."""

from __future__ import annotations

from collections.abc import Callable

from IPython.display import display

__all__ = ["show_help_button"]


def show_help_button(ask: Callable[[], str]) -> None:
    """Show the button; what `ask` returns when it is clicked is shown beside it."""
    try:
        from ipywidgets import Button, HBox, Label
    except ImportError:  # a notebook that was set up by hand
        print("Stuck? `!workshop help-me` calls your instructor.")
        return
    button, answer = Button(description="Ask for help"), Label()

    def clicked(_: object) -> None:
        button.disabled = True
        answer.value = ask()
        button.disabled = False

    button.on_click(clicked)
    display(HBox([button, answer]))
