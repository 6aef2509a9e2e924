"""The `workshop` command, also as `python -m cffi_workshop`."""

import signal

__all__ = ["main"]


def main() -> None:
    """Run the command. Until all is imported, Ctrl-C ends the process without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cffi_workshop.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
