"""What the change that mends a check says about the hand-in, in one sentence.

The sentence is made of two texts, the hand-in and the one over which the check passed, whatever
found the change. It names the learner's own code and the kind of the change. No word stands in it
that the learner has not written or been given to read, but for the signs and types of the language.

agreed.py       of several changes that mend, what all of them say, or less
kinds.py        the kinds of changes, and the sentence of each: edits.py in a line, exchanged.py
                what changes places there, put_in.py what was missing, kept.py what was gone
                too early
hunks.py        where two texts differ; quoted.py code in a sentence
"""

from .agreed import agreed, is_vague
from .kinds import in_words
from .put_in import has_word

__all__ = ["agreed", "has_word", "in_words", "is_vague"]
