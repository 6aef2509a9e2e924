"""Words by which people look for a page that does not use them, by the page's name.

They count as much as a title. A word that the lesson itself is about, such as `print` or `pointer`,
does not belong here: it leads to the sections that treat it.
"""

__all__ = ["WORDS"]

WORDS = {
    "index": "schedule timetable agenda prerequisites requirements progress",
    "setup": "install installing installation windows wsl mac macos macbook linux ubuntu debian "
    "fedora docker conda codespaces binder jupyterlab download",
    "errors": "error errors troubleshooting",
    "exercises": "tasks assignments homework practice solutions answers reset undo restart",
    "aio": "pdf printout printable",
    "handout": "pdf printout printable paper worksheet",
    "instructor-notes": "instructor teacher trainer presenting slides projector beamer",
    "grading": "grades marks deadline submit submission upload",
    "room": "dashboard live",
    "glossary": "dictionary vocabulary terminology",
    "cite": "reference bibtex doi",
    "05-choosing-a-mode": "difference",
    "07-numpy-arrays": "matrix matrices 2d grid slicing ndarray",
    "09-who-owns-the-memory": "garbage collection lifetime",
    "11-measuring-the-call": "performance speed fast benchmark timing profiling overhead",
    "12-other-routes": "ctypes alternatives comparison versus vs",
    "14-testing-and-shipping": "pypi publishing distribution",
    "17-when-it-crashes": "debugging debug",
    "18-threads-and-asyncio": "concurrency parallel parallelism multithreading multiprocessing",
    "19-shipping-to-everybody": "publishing release releases",
}
