"""Run the `workshop` command as `python -m cffi_workshop`."""

from cffi_workshop.cli.main import main

main()
