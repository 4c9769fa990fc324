"""The mode that a coin decides, on worked examples and on a small model."""

import random
from math import log

import pytest
import tokenizer as tokenizers
import torch
from coin import answered, learn_modes, thinking_logits, undecided
from model import Model, Shape
from rollout import Rollout, token_log_probabilities
from tasks.item import Item

BYTES_ONLY = tokenizers.Tokenizer([])
END = 10


def small_model():
    torch.manual_seed(3)
    return Model(Shape(vocabulary=300, width=32, layers=1, heads=2, kv_heads=1, head_width=16, hidden=64))


@pytest.mark.parametrize('probability', [0.5, 0.9])
def test_the_loss_is_the_mean_over_both_sides_of_the_coin(probability):
    logits = torch.tensor([log(probability / (1 - probability))])
    tossed = [-log(probability), -log(1 - probability)]
    assert float(undecided(logits)) == pytest.approx(sum(tossed) / 2, abs=1e-6)


def test_the_logits_are_those_of_the_two_modes_whatever_the_padding():
    model, prompts = small_model(), [[5, 6], [7, 8, 9, 11, 12]]
    answers = [Rollout(Item('x', 'q', 'a', ''), 'quick', prompt, [END, 1], 1, 1.0) for prompt in prompts]
    _, _, think, quick = token_log_probabilities(model, answers, END)
    assert torch.allclose(thinking_logits(model, prompts, END), think - quick, atol=1e-4)


def test_a_sure_model_becomes_unsure():
    model, prompts = small_model(), [[5, 6], [7, 8, 9], [1, 2, 3, 4]]
    optimizer = torch.optim.AdamW(model.parameters(), 1e-2)
    rates = []
    for _ in range(60):
        rates = learn_modes(model, prompts, END)
        optimizer.step()
        optimizer.zero_grad()
    assert all(abs(one - 0.5) < 0.05 for one in rates)


def test_no_answer_beside_it_decides_a_mode():
    opened, line_end = BYTES_ONLY.id_of['<think>'], BYTES_ONLY.id_of['Ċ']
    decided = []
    for document in answered(BYTES_ONLY, random.Random(4)):
        ids, targets, forced = (document.columns[name].tolist() for name in ('ids', 'targets', 'forced'))
        places = [at for at in range(1, len(ids)) if ids[at - 1 : at + 1] == [opened, line_end]]
        decided += [targets[at] >= 0 and not forced[at] for at in places]
    assert len(decided) > 100 and not any(decided)
