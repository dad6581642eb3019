"""Every bound on a score that decides what an answer shows, in one place.

Each was chosen on the development sets; what some of them buy is told in docs/measurements.md.
Sizes of lists are not here: they stand with their layout.
"""

# A passage is shown while its best unit keeps this share of the best score of all.
SHOWN_SHARE = 0.07
# And while that score is no less than this probability of belonging in the answer.
SHOWN_SCORE = 0.012
# Of a shown passage, units with this share of its own best score stand beside it.
BESIDE_SHARE = 0.3
# Where all of something is asked for, what ranks lower is still shown.
SHOWN_SHARE_OF_ALL = 0.04
# Other passages of the best one's example come along from this share of its score on.
NEIGHBOUR_SHARE = 0.02
# What one sentence of a long turn finds counts a little less than what the whole turn finds.
SENTENCE_WEIGHT = 0.7
# From this probability on, a whole collection is asked for.
COLLECTION = 0.6
# From this probability on, a turn is read within what the turn before it showed.
LEANING = 0.5
# A courtesy, or a question about the assistant, is one only where nothing else is as likely.
NOTHING_TO_LOOK_UP = 0.5
# The share of the best units' score that makes them "mostly" of one decision or example.
MOSTLY = 0.5
# The share that has to be of one example before it is told whole.
WHOLE_EXAMPLE = 0.6
# A collection of one kind of passage is listed only if its own have this share of the score.
COLLECTION_AGREES = 0.3
# One side is meant where this share of the decision's score is on it, and the decision itself
# has that share of all.
ONE_SIDE, OF_THE_DECISION = 0.8, 0.7
# Words that are this much somebody's are told to be theirs.
SPOKEN = 0.5
# "About 100 schools" means sizes that differ by no more than this share.
ABOUT_THE_SIZE = 0.5
