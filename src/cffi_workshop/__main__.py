"""The `workshop` command, also as `python -m cffi_workshop`."""

import gc
import signal

__all__ = ["main"]

# Nearly all that is imported and read stays. To look for garbage after each 700 objects, as Python
# does, takes a twelfth of what `workshop explain` does.
OBJECTS_BETWEEN_LOOKS = 50_000


def main() -> None:
    """Run the command. Until all is imported, Ctrl-C ends the process without a word."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cffi_workshop.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
