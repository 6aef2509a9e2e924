"""What a session with the installed package looks like: right calls, and wrong types."""

import mycffi  # noqa: F401 - the calls below are evaluated

CALLS = [
    "mycffi.mybasic(20.0)",
    "mycffi.mybasic(20)",
    "mycffi.mybasic('20')",
    "mycffi.mybasic(20j)",
    "mycffi.myadd(2, 3)",
    "mycffi.myadd(2.0, 3)",
    "mycffi.myadd(2**31, 3)",
    "mycffi.myprint('Zürich')",
    "mycffi.myprint(b'Bern')",
    "mycffi.myprint('Zürich\\0Genf')",
    "mycffi.myprint(7)",
]

for call in CALLS:
    print(">>>", call, flush=True)
    try:
        print(eval(call))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
