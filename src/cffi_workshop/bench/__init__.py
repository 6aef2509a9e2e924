"""Benchmarks: what is fast, shown as ratios on the reader's own machine.

calls.py, evolve.py, imports.py, threads.py, cohort.py, room.py    what `workshop bench` measures
verdict.py         how long a verdict takes (`make bench`)
interleaved.py     contenders take turns; results.py and plot.py write what was found, machine.py
                   what on
worker.py          a process that times, asked by remote.py: call_worker.py, evolve_worker.py,
                   thread_worker.py, room_server.py
routes.py          what is timed: kernels.py, pure_python.py, build_bindings.py, build_churn.py,
                   made_up_course.py; compiler.py builds it
"""
