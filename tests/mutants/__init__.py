"""Single changes of each solution, judged: what passes shows a promise that no check holds.

    python -m tests.mutants fibonacci
    python -m tests.mutants evolve --file evolve_abi.py
    python -m tests.mutants pi --sample 20 --seed 7
    python -m tests.mutants pi --of solution --sample 20
    python -m tests.mutants pi --of accepted --sample 20 --lines

Only lines that learners write are changed, and only changes that compile, and to something else,
are judged. The ones that pass for a reason stand in survivors/NAME.toml, each with the reason. With
`--of`, accepted answers are changed: wrong ones in styles of their own, whose lines are known.
`--lines` says of which the told line is within two lines of the change; the judge has not read the
answer then. With `--of`, changes are made as well that learners' hands slip to, of which nobody has read all
survivors. The mutators are small and our own: one knows Python by its syntax tree, one C, C++ and
Fortran by their tokens, one a cdef, and one what a package has beside its code; mutmut wants tests
that import the code, and universalmutator makes mostly text that does not compile.
"""
