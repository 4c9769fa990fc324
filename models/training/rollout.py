"""Answers sampled from the model in a forced mode, and the log-probabilities of what it wrote."""

from dataclasses import dataclass

import torch
from evaluate import split_thought
from generate import END, at_once_on, generate
from render import CLOSED, OPENED, prompt_of
from tasks.item import Item, is_right


@dataclass(frozen=True)
class Rollout:
    item: Item
    mode: str  # think or quick
    prompt: list[int]  # ends where the mode is decided: <think>\n
    written: list[int]  # everything after that, the mode's own tokens and the end token included
    given: int  # how many tokens of `written` the app put there: the closed block of quick
    reward: float  # 1 right, 0 wrong

    @property
    def length(self) -> int:
        return len(self.written) - self.given


def line_end(tokenizer) -> int:
    return tokenizer.id_of['Ċ']


def roll_out(model, tokenizer, items: list[Item], mode: str, answers: int, source, temperature: float = 1.0, most: int = 220) -> list[list[Rollout]]:
    """For every item, `answers` samples in one mode."""
    opened = [tokenizer.encode(prompt_of(source, item, mode, typos=False) + OPENED) for item in items]
    given = tokenizer.encode(CLOSED.removeprefix(OPENED)) if mode == 'quick' else []
    prompts = [prompt + given for prompt in opened for _ in range(answers)]
    forbidden = line_end(tokenizer) if mode == 'think' else None
    order = sorted(range(len(prompts)), key=lambda at: len(prompts[at]))
    written: list[list[int]] = [[] for _ in prompts]
    at_once = at_once_on(model)
    for first in range(0, len(order), at_once):  # similar lengths together: less padding
        group = order[first : first + at_once]
        results = generate(model, tokenizer, [prompts[at] for at in group], most, temperature, source.randrange(1 << 30), forbidden)
        for at, ids in zip(group, results):
            written[at] = ids
    return [
        [rollout(tokenizer, item, mode, opened[place], given, written[place * answers + answer], most) for answer in range(answers)]
        for place, item in enumerate(items)
    ]


def rollout(tokenizer, item: Item, mode: str, prompt, given, ids, most: int) -> Rollout:
    text = tokenizer.decode(ids)
    answer = split_thought(text)[1] if mode == 'think' else text
    ended = [tokenizer.id_of[END]] if len(ids) < most else []
    return Rollout(item, mode, prompt, given + ids + ended, len(given), float(is_right(item, answer.strip())))


def token_log_probabilities(model, rollouts: list[Rollout], not_first: int):
    """
    (log π of every written token (B, T), mask of those the model chose (B, T), log P(think) (B), log P(quick) (B)).

    The first token of a forced thought could not be the line end, so its probability is taken without it.
    """
    rows = [one.prompt + one.written for one in rollouts]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    logits = model.logits(model.hidden(ids[:, :-1]))
    starts = torch.tensor([len(one.prompt) for one in rollouts])
    each = torch.arange(len(rows))
    places = torch.arange(longest - 1)[None]
    ends = torch.tensor(list(map(len, rows)))[:, None] - 1
    begins = (starts + torch.tensor([one.given for one in rollouts]))[:, None] - 1
    chosen = (places >= begins) & (places < ends)
    at_decision = torch.log_softmax(logits[each, starts - 1], dim=-1)
    quick = at_decision[:, not_first]
    think = torch.log1p(-quick.exp().clamp(max=1 - 1e-6))
    log_p = torch.log_softmax(logits, dim=-1).gather(-1, ids[:, 1:, None])[..., 0]
    forced = torch.tensor([one.mode == 'think' for one in rollouts])
    correction = torch.zeros_like(log_p)
    correction[each, starts - 1] = torch.where(forced, think, torch.zeros_like(think))
    return log_p - correction, chosen, think, quick
