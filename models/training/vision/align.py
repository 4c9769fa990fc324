"""
Begins the projector with what the language model already understands: its own embeddings of what is seen.

    python3 -m vision.align --from runs/base/last.pt --vit runs/vit/last.pt --to runs/vit/aligned.pt        two minutes

Every patch that shows a thing is fitted to the embeddings of its shape and colour, patch 0 to 4 to the letters of a word
in order, patch 31 to the number of things (see goals.py). LLaVA 1.5 aligns its projector with captions instead; here the
names of all that can be seen are known, and this takes minutes where captions took hours.
"""

import argparse
import random

import torch
from model import load_checkpoint
from torch.nn import functional as F
from vision.goals import CHARACTERS, any_scene
from vision.pretrain import batch_of
from vision.scenes import COLOURS, SHAPES
from vision.vit import load_eye, save_eye

IMAGES, BATCH, STEPS, RATE = 2400, 2048, 800, 3e-3
COUNT_PATCH = 31


def meanings(language, tokenizer, words: list[str]) -> torch.Tensor:
    """(1 + words, width): a zero row for nothing, then the mean embedding of each word's tokens."""
    weight = language.embedding.weight.detach()
    rows = [weight[torch.tensor(tokenizer.encode(word))].mean(0) for word in words]
    return torch.stack([torch.zeros_like(rows[0]), *rows])


def wanted_tokens(language, tokenizer, goals: dict[str, torch.Tensor]) -> torch.Tensor:
    """What each of the 36 tokens (B, 36, width) should say."""
    letters = meanings(language, tokenizer, list(CHARACTERS))
    colours = meanings(language, tokenizer, [f' {colour}' for colour in COLOURS])
    shapes = meanings(language, tokenizer, [f' {shape}' for shape in SHAPES])
    numbers = meanings(language, tokenizer, list('0123456'))
    is_shape = goals['covers'] <= len(SHAPES)
    wanted = colours[goals['tints']] + shapes[goals['covers'] * is_shape]
    wanted[:, : goals['letters'].shape[1]] += letters[goals['letters'].clamp(min=0)]
    wanted[:, COUNT_PATCH] += numbers[1 + goals['counts'][:, -1]]
    return wanted


def align(start: str, vit: str, to: str, seed: int) -> None:
    import tokenizer as tokenizers

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    tokenizer, source = tokenizers.load(), random.Random(seed)
    language, (eye, stored) = load_checkpoint(start)[0], load_eye(vit)
    features, wanted = [], []
    with torch.no_grad():
        while len(features) * 64 < IMAGES:
            scenes = [scene for scene in (any_scene(source) for _ in range(96)) if '\n' not in scene.text][:64]
            images, goals = batch_of(source, scenes)
            features.append(eye.features(images).flatten(0, 1))
            wanted.append(wanted_tokens(language, tokenizer, goals).flatten(0, 1))
    features, wanted = torch.cat(features), torch.cat(wanted)
    weights = [*eye.mm_0.parameters(), *eye.mm_2.parameters()]
    optimizer = torch.optim.Adam(weights, RATE)
    for step in range(STEPS):
        rows = torch.randint(len(features), (BATCH,))
        loss = F.mse_loss(eye.project(features[rows]), wanted[rows]) / wanted.var()
        loss.backward()
        for group in optimizer.param_groups:
            group['lr'] = RATE * (1 - step / STEPS)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    print(f'{loss.item():.3f} of the variance is left')
    save_eye(to, eye, heads=stored['heads'])


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True)
    options.add_argument('--vit', required=True)
    options.add_argument('--to', required=True)
    options.add_argument('--seed', type=int, default=3)
    chosen = options.parse_args()
    align(chosen.start, chosen.vit, chosen.to, chosen.seed)
