"""Write all figures: `python fig/draw.py`. To another folder: `python fig/draw.py FOLDER`.

A figure is a module beside this one, with a function draw() that returns the text of its SVG.
"""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = ("draw", "drawing")


def main(folder: Path) -> None:
    for path in sorted(HERE.glob("*.py")):
        if path.stem not in SHARED:
            file = folder / f"{path.stem.replace('_', '-')}.svg"
            file.write_text(import_module(path.stem).draw(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
