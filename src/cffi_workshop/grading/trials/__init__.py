"""A mistake is found by trial: which small change makes the check pass that failed.

Code in a style of one's own cannot be held against the solution line by line. But it can be run:
where one comparison more or less, another name, or a line that was left out mends the check, there
the mistake is. Whatever is tried runs in the sandbox, as the hand-in does.

placed.py       the place of a finding, by search.py: which text mends it, in how much time;
                trial.py is the check made once more (again.py: by whom), plans.py what is tried
                for a cause, chosen.py which of those that mend is told, said_once.py the value
                behind its line; kept_traces.py where a callback raised
steps.py        all texts that are tried, the likeliest first; step.py is one, statement.py what a
                line is, words.py and own_words.py what names there are, names.py whether all of
                them are known
together.py     many texts in one run (shared_run.py); libraries.py, one_unit.py: in one run of the
                compiler, fortran.py without those that are none; replayed.py: what was asked before
                is answered from memory

One line, in any language:
changes.py      other_names.py (c_types.py: none of another sort), numbers.py, widths.py,
                siblings.py, stepping.py, regrouped.py, offsets.py
Two lines:      alike.py, moved.py, in_blocks.py, c_statements.py, copied_line.py,
                read_before.py
A script:       asked.py, guards.py, refusals.py, raised.py (what it refuses), lifetimes.py,
                ended.py (what it keeps and frees), kept_between.py (from call to call),
                values.py, arguments.py, expressions.py, operands.py, keywords.py,
                as_solved.py, as_in_twin.py, in_role.py, in_stead.py (values), results.py,
                left_out.py, given_away.py, once_more.py, neighbours.py, transplanted.py,
                uncalled.py (what it forgets)
C and Fortran:  c_expressions.py, guards_in_c.py, freed_in_c.py, set_in_c.py, in_c.py, forgotten.py,
                sums.py, below_zero.py
told/           in a sentence, what the change that mends says of the hand-in; put_right.py: in code
                that is nearly the solution's

From elsewhere: from_elsewhere.py (conditions, functions, statements); relearnt.py (what others got
                wrong before); whole_functions.py (a function of the solution's, which is tried
                before all else: where it mends, its lines are the likelier ones)
"""

from .again import Which
from .placed import placed

__all__ = ["Which", "placed"]
