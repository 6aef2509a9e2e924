"""The loop that calls the learner's code, run in this process: each call has its own answer.

That holds whatever comes out of the call before it.
"""

import _thread
import os
import signal
import sys
from types import SimpleNamespace

import pytest

from cffi_workshop.worker.caller import LEFT, Caller

pytestmark = pytest.mark.quick


@pytest.fixture
def caller(monkeypatch):
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    return Caller()


def throw(error):
    raise error


def set_a_hook_and_throw():
    sys.unraisablehook = lambda _: None
    raise ValueError


@pytest.mark.parametrize(
    "kind", [ValueError, KeyError, SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration]
)
def test_what_is_raised_comes_back_and_the_next_call_is_answered(caller, kind):
    error = caller.call(throw, kind("why"))[1]
    assert type(error) is kind
    assert caller.call(len, "four") == (4, None)
    assert caller.unheard() == []


def test_who_sets_a_hook_of_their_own_has_left_without_a_word(caller):
    assert type(caller.call(set_a_hook_and_throw)[1]) is SystemExit
    assert caller.call(len, "four") == (4, None)


def test_all_calls_are_made_in_one_thread_with_no_frame_below(caller):
    threads = {caller.call(_thread.get_ident)[0]}
    caller.call(throw, ValueError())
    threads.add(caller.call(_thread.get_ident)[0])
    assert len(threads) == 1
    assert caller.call(lambda: sys._getframe().f_back) == (None, None)


def test_what_a_signal_handler_raises_between_two_calls_is_no_answer(caller):
    # As the loop says it: what was raised, and that it was left by that.
    caller.call(throw, TimeoutError())
    for said in (SimpleNamespace(exc_value=TimeoutError(), err_msg=None, object=None), LEFT):
        caller._done.put(said)
    assert caller.call(len, "four") == (4, None)
    assert [type(error) for error, _ in caller.unheard()] == [TimeoutError]


def test_a_late_result_is_not_the_next_ones(caller):
    caller._done.put((5,))
    assert caller.call(len, "four") == (4, None)


def test_a_fork_calls_from_the_main_thread_of_a_process_of_its_own(caller):
    def begin():
        caller.start(serve)

    def serve():
        error = caller.call(signal.signal, signal.SIGUSR1, signal.SIG_DFL)[1]
        os._exit(3 if error is None else 4)

    status = os.waitpid(caller.fork(begin), 0)[1]
    assert os.waitstatus_to_exitcode(status) == 3
    assert caller.call(len, "four") == (4, None)
