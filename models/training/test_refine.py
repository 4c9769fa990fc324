"""What the second training shows: no hard question with an answer and no thought, and rows of similar lengths."""

import random

import tokenizer as tokenizers
from refine import in_groups, text_batches

BYTES_ONLY = tokenizers.Tokenizer([])


def test_groups_hold_similar_lengths_and_no_more_than_fits():
    found = in_groups([5, 1, 4, 1, 2, 3], lambda one: one, 6, random.Random(1))
    assert sorted(found) == [[1, 1, 2], [3], [4], [5]]


def test_nothing_is_learned_outside_the_weights():
    ids, targets, weights, forced = next(text_batches(BYTES_ONLY, 1))
    assert ids.shape == targets.shape == weights.shape == forced.shape
    assert ((targets < 0) == (weights == 0)).all() and (weights >= 0).all()
