"""Python of a learner's is parsed by one thread at a time: CPython counts depths for all together."""

import ast
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cffi_workshop.grading import python_code

from .surroundings import REPOSITORY

PARSE = ast.parse
GRADING = REPOSITORY / "src/cffi_workshop/grading"


@pytest.mark.parametrize("parsed", [python_code.parsed, python_code.parsed_expression])
def test_two_threads_never_parse_at_the_same_time(parsed, monkeypatch):
    inside, most = [], []

    def slow(*arguments, **options):
        inside.append(threading.get_ident())
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()
        return PARSE(*arguments, **options)

    monkeypatch.setattr(ast, "parse", slow)
    with ThreadPoolExecutor(4) as pool:
        trees = list(pool.map(parsed, ["1 + 2"] * 20))
    assert len(trees) == 20
    assert max(most) == 1


@pytest.mark.parametrize("parsed", [python_code.parsed, python_code.parsed_expression])
def test_where_somebody_else_parses_meanwhile_it_is_tried_again(parsed, monkeypatch):
    failures = [SystemError("AST constructor recursion depth mismatch")] * 2

    def unlucky(*arguments, **options):
        if failures:
            raise failures.pop()
        return PARSE(*arguments, **options)

    monkeypatch.setattr(ast, "parse", unlucky)
    assert ast.dump(parsed("1")).count("Constant") == 1


def test_what_is_no_python_is_told_as_that():
    for parsed in (python_code.parsed, python_code.parsed_expression):
        with pytest.raises(SyntaxError):
            parsed("def (")


def test_nothing_of_the_grader_parses_past_it():
    others = [path.name for path in GRADING.rglob("*.py") if "ast.parse(" in path.read_text()]
    assert others == ["python_code.py"]
