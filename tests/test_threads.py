"""The solutions give each thread its own answer, though cffi lets two into C at the same time."""

import subprocess
import sys
from collections import Counter

import pytest

from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise

from .surroundings import REPOSITORY

SECONDS = 0.5

LOOKS_UP_TWO_USERS = """
users = [script.user_by_id(0), script.user_by_id(1)]
def wrong(number):
    user = users[number]
    return user != script.user_by_id(number) or user != script.user_by_name(user["name"])
"""
RAISES_IN_TWO_RANKINGS = """
def refuse(entry):
    raise ValueError(entry)
def wrong(number):
    ranking = script.Ranking(lambda entry: refuse(entry) if entry[1] else 0)
    ranking.add((number, 0))
    try:
        ranking.add((number, 1))
    except ValueError as error:
        return error.args[0][0] != number
    return True
"""
FROM_TWO_THREADS = """
import importlib, sys, time
from concurrent.futures import ThreadPoolExecutor
sys.setswitchinterval(1e-6)
script = importlib.import_module(sys.argv[1])
ends = time.monotonic() + float(sys.argv[2])
{wrong}
def count(number):
    found = []
    while time.monotonic() < ends:
        found.append(bool(wrong(number)))
    return found
with ThreadPoolExecutor(2) as pool:
    for found in pool.map(count, [0, 1]):
        print(*found)
"""
PROGRAMS = {"passwd": LOOKS_UP_TWO_USERS, "callbacks": RAISES_IN_TWO_RANKINGS}


@pytest.fixture(scope="module", params=PROGRAMS)
def solution(request, tmp_path_factory):
    """Return the name of an exercise, and a folder with its solution, built."""
    exercise, folder = (
        load_exercise(REPOSITORY, request.param),
        tmp_path_factory.mktemp(request.param),
    )
    for name in (*exercise.editable, *exercise.locked):
        (folder / name).write_text(solution_text(exercise, name), encoding="utf-8")
    for command in (["make"], [sys.executable, f"{request.param}_build.py"]):
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return request.param, folder


@pytest.mark.parametrize("mode", ["abi", "api"])
def test_two_threads_get_their_own_answers(solution, mode):
    name, folder = solution
    program = FROM_TWO_THREADS.format(wrong=PROGRAMS[name])
    command = [sys.executable, "-c", program, f"{name}_{mode}", str(SECONDS)]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert Counter(ran.stdout.split()).keys() == {"False"}
