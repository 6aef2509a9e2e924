"""Single changes of each solution, judged: what passes shows a promise that no check holds.

    python -m tests.mutants fibonacci
    python -m tests.mutants evolve --file evolve_abi.py
    python -m tests.mutants pi --sample 20 --seed 7

Only lines that learners write are changed, and only changes that compile, and to something else,
are judged. The ones that pass for a reason stand in survivors/NAME.toml, each with the reason. The
mutators are small and our own: one knows Python by its syntax tree, one C, C++ and Fortran by their
tokens, and one what a package has beside its code; mutmut wants tests that import the code, and universalmutator makes mostly text that
does not compile.
"""
