"""The part that runs inside the sandbox, next to the learner's code.

Nothing here knows an expected value, and nothing here is believed: the judge compares exact types,
and what does not arrive whole counts as a failure. It imports from the standard library, cffi and
NumPy alone, because nothing else of the workshop is there.

fork_server.py   what a sandbox starts; it forks a monitor a run
monitor.py       limits, watches and ends a run: namespaces.py, usage.py, folder.py,
                 process_table.py, process_tree.py
child.py         becomes the learner's process: audit_hook.py, private.py; copies.py answer in its
                 place; build_frontend.py builds
handler.py       what it is asked to do: library.py (substitute.py, overwritten.py, loaded.py),
                 program.py, caller.py, again.py, scenes.py, cdef_model.py, leaks.py,
                 kept.py
outcome.py       what came of a call; exceptions.py what was raised; wire.py and words.py carry it
ending.py        what Python waits for when a program ends
guarded.py       memory between pages that nobody may touch; python_memory.py Python's own
"""
