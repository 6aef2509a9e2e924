"""Where hand-ins are graded: each engine takes the jobs that the book lacks.

outcome.py         one hand-in, graded in a folder of its own
run.py             on the cores of this machine
slurm.py           on the nodes of a cluster: slurm_worker.py is one of its tasks, and both meet in
                   a folder (slurm_exchange.py)
"""
