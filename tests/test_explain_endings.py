"""The number with which a program ended is read wherever shells, logs and services put it."""

import pytest

from cffi_workshop.explain import explaining

BY_NUMBER = {
    "segmentation-fault": (139, -11, 11),
    "aborted": (134, -6, 6),
    "divided-by-zero": (136, -8, 8),
    "bus-error": (135, -7, 7),
    "illegal-instruction": (132, -4, 4),
    "killed": (137, -9, 9),
}
STATUSES = (
    "exit code {}",
    "Error: Process completed with exit code {}.",
    "    Exit Code:    {}",
    "##[error]Bash exited with code '{}'.",
    'The command "pytest" exited with {}.',
    "Container called exit({}).",
    "ERROR: Job failed: exit status {}",
    "Command '['python', 'x.py']' returned non-zero exit status {}.",
    "web-1 exited with code {}",
    '"exitCode": {},',
    "CompletedProcess(args=['python', 'x.py'], returncode={})",
    "Task exited with return code {}",
    "py312: exit {} (3.42 seconds) /srv/rain> pytest -q pid=2214",
    "  py312: FAIL code {} (12.31=setup[8.89]+cmd[3.42] seconds)",
)
SIGNALS = (
    "Container terminated on signal {}.",
    "DAMN ! worker 1 (pid: 3271) died, killed by signal {} :(",
    "Worker exited prematurely: signal {} Job: 3.",
    "Process finished with exit code 1 (interrupted by signal {})",
    "Command exited with signal {}",
    "ended by signal: {}",
)


@pytest.mark.parametrize("slug", BY_NUMBER)
def test_an_exit_status_says_how_the_program_ended(slug):
    high, negative, _signal = BY_NUMBER[slug]
    told = [form.format(number) for form in STATUSES for number in (high, negative)]
    assert [one for one in told if [entry.slug for entry in explaining(one)][:1] != [slug]] == []


@pytest.mark.parametrize("slug", BY_NUMBER)
def test_a_signal_says_how_the_program_ended(slug):
    told = [form.format(BY_NUMBER[slug][2]) for form in SIGNALS]
    assert [one for one in told if [entry.slug for entry in explaining(one)][:1] != [slug]] == []


@pytest.mark.parametrize(
    "text",
    [
        "exit code 1: 139 tests passed",
        "exited with code 1391",
        "exit code 13",
        "pa_open returned -11",
        "the function returned 139",
        "exit status 1, line 134",
        "unit.service: exited with signal 110",
        "no exit: -6 degrees in Tromso",
    ],
)
def test_another_number_says_nothing(text):
    assert not explaining(text)
