"""
Text, judging and images in one training from random weights, for a GPU; ten minutes of it made the shipped model.

    python3 together.py --minutes 8 --device cuda --workers 14          writes runs/together/last.pt, a file like vision/joint.py's
    python3 together.py --minutes 1 --tiny                              the same on a CPU, to see that it runs

What hft.py and vision/ do in stages happens at once: every step adds the loss of text, that of image questions and what
vision/goals.py asks the eye. For the first quarter of the time the projector is also asked to say the names of what is seen in
the language model's own embeddings (vision/align.py).
"""

import argparse
import functools
import json
import math
import os
import subprocess
import sys
import time
from dataclasses import dataclass

import torch
from hft import DECAY, MUON_RATE, ADAM_RATE
from model import Model, Shape
from muon import Muon
from packed import GOALS, LENGTH, image_chunks, layout, text_chunks
from pool import Pool, Workers
from torch.nn import functional as F
from vision.align import COUNT_PATCH, meanings
from vision.goals import CHARACTERS, Heads
from vision.joint import eye_optimizers
from vision.scenes import COLOURS, SHAPES
from vision.seeing import Seeing, load_seeing, save_seeing
from vision.vit import Eye, EyeShape

SEED = 71
WARM_UP = 120  # steps
COOL_DOWN = 0.6  # the last share of the time lowers the rate to nothing
EYE_RATE, PROJECTOR_RATE = 2.0, 1.0  # shares of vision/joint.py's, whose batches are a twentieth as large
EYE_WEIGHT = (0.3, 0.08)  # of the sum of what goals.py asks, first and last
ALIGN_WEIGHT, ALIGNED = 0.3, 0.25  # of saying the names, and the share of the time after which it is over
IMAGE_WEIGHT = 1.0  # of image questions against text
GUESS = 0.15  # weight of answers to hard questions without their thought
NOISE_SHARE, NOISE = 0.3, (1.0, 6.0)  # of images and its deviation, as in vision/drawing.py
SAVE_EVERY = 60  # seconds
HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Step:
    """What one step is made of. Images that no question is about only teach the eye."""

    text_chunks: int = 2
    text_rows: int = 64  # of a chunk
    image_chunks: int = 4
    image_rows: int = 16
    images: int = 224

    @property
    def rows_of_text(self) -> int:
        return self.text_chunks * self.text_rows

    @property
    def rows(self) -> int:
        return self.rows_of_text + self.image_chunks * self.image_rows


class Sight:
    """Who sees whom in packed rows: for flex_attention, for PyTorch's fused attention, or as a plain mask."""

    def __init__(self, rows: int, device: str, kind: str):
        self.segments = torch.zeros(rows, LENGTH, dtype=torch.int32, device=device)
        self.shared = torch.zeros(rows, LENGTH, dtype=torch.int32, device=device)
        self.kind, self.rows, self.device = kind, rows, device
        if kind == 'flex':
            from torch.nn.attention.flex_attention import create_block_mask

            self.create, self.sees = torch.compile(create_block_mask), who_sees(self.segments, self.shared)

    def look(self, segments, shared):
        """The mask of these rows, of whatever kind."""
        self.segments.copy_(segments)
        self.shared.copy_(shared)
        if self.kind == 'flex':
            return self.create(self.sees, self.rows, None, LENGTH, LENGTH, device=self.device)
        own, other = self.segments[:, :, None], self.segments[:, None, :]
        seen = ((own == other) | (other == self.shared[:, :, None])).tril()[:, None]
        return seen if self.kind == 'fused' else torch.zeros(seen.shape, device=self.device).masked_fill_(~seen, float('-inf'))


def who_sees(segments, shared):
    """One function for all steps, so that nothing is compiled anew; the rows change inside the tensors."""

    def sees(row, head, at, to):
        return (at >= to) & ((segments[row, at] == segments[row, to]) | (shared[row, at] == segments[row, to]))

    return sees


def names_of(seeing: Seeing, tokenizer) -> dict[str, torch.Tensor]:
    """The language model's own embeddings of what can be seen, as vision/align.py looks them up."""
    of = lambda words: meanings(seeing.language, tokenizer, words)
    return {
        'letters': of(list(CHARACTERS)), 'colours': of([f' {colour}' for colour in COLOURS]), 'shapes': of([f' {shape}' for shape in SHAPES]),
        'numbers': of(list('0123456')),
    }  # fmt: skip


def said_names(names: dict[str, torch.Tensor], goals: dict[str, torch.Tensor]):
    """vision/align.py's wanted_tokens, from tables."""
    wanted = names['colours'][goals['tints']] + names['shapes'][goals['covers'] * (goals['covers'] <= len(SHAPES))]
    letters = names['letters'][goals['letters'].clamp(min=0)]
    wanted = wanted + F.pad(letters, (0, 0, 0, wanted.shape[1] - letters.shape[1]))
    count = names['numbers'][1 + goals['counts'][:, -1]]
    return wanted + F.pad(count[:, None], (0, 0, COUNT_PATCH, wanted.shape[1] - COUNT_PATCH - 1))


def asked(hidden, embedding, batch: dict, rows_of_text: int, line_end: int, guess: float):
    """(loss of text, loss of image questions), weighted means over learned tokens."""
    scores = (hidden @ embedding.T).float()
    closing = batch['forced'][..., None] & (torch.arange(scores.shape[-1], device=scores.device) == line_end)
    each = F.cross_entropy(scores.masked_fill(closing, float('-inf')).flatten(0, 1), batch['targets'].flatten(), ignore_index=-1, reduction='none')
    weights = torch.where(batch['weights'] < 0, -guess * batch['weights'], batch['weights'])
    weighted = each.view_as(weights) * weights
    text, image = (weighted[part].sum() / weights[part].sum() for part in (slice(None, rows_of_text), slice(rows_of_text, None)))
    return text, image


def losses(seeing: Seeing, mask, batch: dict, images, goals: dict, names: dict, rows_of_text: int, line_end: int, ask):
    """(text, image questions, eye, names said) of one step."""
    language = seeing.language
    features = seeing.eye.features(images)
    patches = seeing.eye.project(features)
    table = torch.cat((language.embedding.weight, patches.flatten(0, 1).float()))
    positions = batch['positions']
    cos, sin = language.cos[positions].unsqueeze(1), language.sin[positions].unsqueeze(1)
    hidden = language.through(F.embedding(batch['ids'], table), cos, sin, mask)
    text, image = ask(hidden, language.embedding.weight, batch, rows_of_text, line_end, GUESS)
    eye = sum(seeing.heads.losses(features.float(), goals).values())
    wanted = said_names(names, goals)
    said = F.mse_loss(patches.float(), wanted) / wanted.var().clamp(min=1e-8)
    return text, image, eye, said


def batch_of(size: Step, texts: Pool, pictures: Pool, vocabulary: int):
    """Two pools' chunks as one batch; patches count through the images of the whole batch."""
    text, image = texts.take(size.text_chunks), pictures.take(size.image_chunks)
    joined = {}
    for name in ('ids', 'targets', 'weights', 'forced', 'positions', 'segments', 'shared'):
        joined[name] = torch.cat((text[name].flatten(0, 1), image[name].flatten(0, 1)))
    ids = joined['ids'].long()
    chunk = torch.arange(size.image_chunks, device=ids.device).repeat_interleave(size.image_rows)[:, None]
    of_images = ids[size.rows_of_text :]
    of_images += (of_images >= vocabulary) * chunk * size.images * 36
    batch = {'ids': ids, 'targets': joined['targets'].long(), 'weights': joined['weights'].float(), 'forced': joined['forced'].bool(), 'positions': joined['positions'].long()}
    goals = {name: image[name].flatten(0, 1).long() for name in GOALS}
    return batch, joined['segments'], joined['shared'], with_noise(image['images'].flatten(0, 1)), goals


def with_noise(images):
    """As vision/drawing.py adds it, on the device."""
    shape = (len(images), 1, 1, 1)
    low, high = NOISE
    deviation = (low + (high - low) * torch.rand(shape, device=images.device)) * (torch.rand(shape, device=images.device) < NOISE_SHARE)
    return (images + deviation * torch.randn(images.shape, device=images.device)).clamp(0, 255).floor()


def all_optimizers(seeing: Seeing, share: float):
    language = seeing.language
    matrices = [weight for name, weight in language.named_parameters() if weight.dim() == 2 and 'embedding' not in name]
    others = [weight for name, weight in language.named_parameters() if weight.dim() != 2 or 'embedding' in name]
    found = [Muon(matrices, MUON_RATE * share, decay=DECAY), torch.optim.Adam(others, ADAM_RATE * share, betas=(0.9, 0.98), eps=1e-10)]
    for optimizer, own in zip(eye_optimizers(seeing), (EYE_RATE, EYE_RATE, PROJECTOR_RATE)):
        for group in optimizer.param_groups:
            group['lr'] *= own * share
        found.append(optimizer)
    for optimizer in found:
        for group in optimizer.param_groups:
            group['full'] = group['lr']
    return found


def rate_at(done: float, step: int) -> float:
    return min(1.0, (step + 1) / WARM_UP) * min(1.0, max(0.0, (1 - done) / COOL_DOWN))


def begin(chosen, tokenizer) -> Seeing:
    if chosen.start:
        return load_seeing(chosen.start)
    small = {'width': 64, 'layers': 2, 'heads': 2, 'kv_heads': 1, 'hidden': 96} if chosen.tiny else {}
    language = Model(Shape(vocabulary=len(tokenizer.tokens), **small))
    eye = Eye(EyeShape(language=language.shape.width, **({'width': 64, 'layers': 1, 'heads': 2, 'hidden': 96, 'projector': 64} if chosen.tiny else {})))
    return Seeing(language, eye, Heads(eye.shape.width))


def train(chosen) -> None:
    import tokenizer as tokenizers

    torch.set_num_threads(1)
    torch.manual_seed(chosen.seed)
    torch.set_float32_matmul_precision('high')
    tokenizer, cuda = tokenizers.load(), chosen.device != 'cpu'
    vocabulary, line_end = len(tokenizer.tokens), tokenizer.id_of['Ċ']
    folder = os.path.join(chosen.runs, chosen.name)
    os.makedirs(folder, exist_ok=True)
    size = Step(1, 3, 2, 2, 28) if chosen.tiny else Step()
    kinds = layout(size.text_rows, 0), layout(size.image_rows, size.images)
    for_text = max(1, chosen.workers // 3)
    texts = Workers(kinds[0], functools.partial(text_chunks, tokenizer), chosen.seed, for_text, 8 if chosen.tiny else 64)
    pictures = Workers(kinds[1], functools.partial(image_chunks, tokenizer), chosen.seed + 50_000, max(1, chosen.workers - for_text), 8 if chosen.tiny else 96)
    try:
        learn(chosen, size, tokenizer, vocabulary, line_end, folder, cuda, kinds, texts, pictures)
    finally:
        texts.stop()
        pictures.stop()


def learn(chosen, size: Step, tokenizer, vocabulary, line_end, folder, cuda, kinds, texts, pictures) -> None:
    text_pool = Pool(kinds[0], texts, chosen.text_pool, chosen.device, chosen.seed)
    image_pool = Pool(kinds[1], pictures, chosen.image_pool, chosen.device, chosen.seed + 1)
    seeing = begin(chosen, tokenizer)
    print(sum(weight.numel() for weight in seeing.language.parameters()), 'parameters and an eye of', sum(weight.numel() for weight in seeing.eye.parameters()), flush=True)
    image_pool.receive(2 * size.image_chunks)
    text_pool.receive(2 * size.text_chunks)
    if not chosen.start:
        seeing.eye.whiten(image_pool.arrays['images'][: 2 * size.image_chunks].flatten(0, 1)[:1500].cpu())
    seeing = seeing.to(chosen.device)
    sight = Sight(size.rows, chosen.device, chosen.attention if cuda else 'plain')
    both = all_optimizers(seeing, chosen.rate)
    trained = list(seeing.parameters())
    ask = asked
    if cuda and not chosen.eager:  # layer by layer: all layers of a kind are compiled once
        ask = torch.compile(asked, dynamic=False)
        for block in [*seeing.language.blocks, *seeing.eye.blocks]:
            block.compile(dynamic=False)
    log = open(os.path.join(folder, 'log.jsonl'), 'a')
    began, saved, step, looks = None, time.time(), 0, list(chosen.look)
    names, marks, kept = None, [], (0, {name: weight.clone() for name, weight in seeing.state_dict().items()})
    while True:
        image_pool.receive(3 * size.image_chunks)
        text_pool.receive(3 * size.text_chunks)
        batch, segments, shared, images, goals = batch_of(size, text_pool, image_pool, vocabulary)
        if names is None or (step % 50 == 0 and step > 0):
            with torch.no_grad():
                names = names_of(seeing, tokenizer)
        done = 0.0 if began is None else (time.time() - began) / (60 * chosen.minutes)
        if done >= 1:
            break
        mask = sight.look(segments, shared)
        with torch.autocast('cuda' if cuda else 'cpu', dtype=torch.bfloat16, enabled=cuda):
            found = losses(seeing, mask, batch, images, goals, names, size.rows_of_text, line_end, ask)
        text, image, eye, said = found
        first, last = EYE_WEIGHT
        eye_weight = first + (last - first) * min(1.0, 2 * done)
        align = ALIGN_WEIGHT * max(0.0, 1 - done / ALIGNED) if not chosen.start else 0.0
        (text + IMAGE_WEIGHT * image + eye_weight * eye + align * said).backward()
        norm = torch.nn.utils.clip_grad_norm_(trained, 2.0)
        rate = rate_at(done, step)
        marks.append(torch.stack([*(one.detach() for one in found), norm]))
        if step % 20 == 19:  # one look at numbers in twenty steps: each waits for the GPU
            means = torch.stack(marks).mean(0).tolist()
            marks = []
            if not all(map(math.isfinite, means)):
                print('the loss is not a number: back to step', kept[0], 'at two thirds of the rate', flush=True)
                seeing.load_state_dict(kept[1])
                chosen.rate *= 2 / 3
                both = all_optimizers(seeing, chosen.rate)
            elif step % 200 == 199:
                kept = step, {name: weight.clone() for name, weight in seeing.state_dict().items()}
        for optimizer in both:
            for group in optimizer.param_groups:
                group['lr'] = group['full'] * rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        if began is None:
            if cuda:
                torch.cuda.synchronize()
            began = saved = time.time()  # the first step compiles
            print('the first step is done', flush=True)
        if step % (20 if chosen.tiny else 200) == 0:
            line = {
                'step': step, 'seconds': round(time.time() - began), 'text': means[0], 'image': means[1], 'eye': means[2], 'said': means[3], 'norm': means[4],
                'drawn': [text_pool.drawn, image_pool.drawn], 'used': [step * size.text_chunks, step * size.image_chunks],
                'tokens_a_second': round(step * size.rows * LENGTH / (time.time() - began)),
            }  # fmt: skip
            log.write(json.dumps(line) + '\n')
            log.flush()
            print(json.dumps({key: round(value, 4) if isinstance(value, float) else value for key, value in line.items()}), flush=True)
        if step == chosen.young:
            save_seeing(os.path.join(folder, 'young.pt'), seeing, step=step)
        if time.time() - saved > SAVE_EVERY:
            saved = time.time()
            save_seeing(os.path.join(folder, 'last.pt'), seeing, step=step)
        if looks and done > looks[0]:
            looks.pop(0)
            save_seeing(os.path.join(folder, f'at{step}.pt'), seeing, step=step)
            look(os.path.join(folder, f'at{step}.pt'), chosen.device)
    save_seeing(os.path.join(folder, 'last.pt'), seeing, step=step)
    print('saved', folder, step, 'steps', step * size.rows * LENGTH, 'tokens', flush=True)


def look(path: str, device: str) -> None:
    """Held-out accuracy in a process of its own, while the training goes on."""
    for script in (['evaluate.py', path, '--per-ability', '12'], ['-m', 'vision.evaluate', path, '--per-ability', '60', '--puzzles', '40']):
        subprocess.Popen([sys.executable, *script, '--device', device], cwd=HERE)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--name', default='together')
    options.add_argument('--runs', default=os.path.join(HERE, 'runs'))
    options.add_argument('--minutes', type=float, default=8)
    options.add_argument('--from', dest='start', help='a file of this script; its projector is not aligned again')
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--rate', type=float, default=1.0, help='share of all learning rates')
    options.add_argument('--device', default='cpu')
    options.add_argument('--workers', type=int, default=2, help='processes that draw; a third of them text')
    options.add_argument('--text-pool', type=int, default=12_000, help='chunks of 64 rows kept on the device')
    options.add_argument('--image-pool', type=int, default=8_000, help='chunks of 224 images kept on the device, 3.6 MB each')
    options.add_argument('--young', type=int, default=300, help='the step whose weights are kept for opo.py --measure')
    options.add_argument('--look', type=float, nargs='*', default=[], help='shares of the time at which held-out questions are asked')
    options.add_argument('--attention', choices=('flex', 'fused', 'plain'), default='flex', help='on a GPU')
    options.add_argument('--eager', action='store_true', help='not compiled')
    options.add_argument('--tiny', action='store_true', help='a toy model, to see that everything runs')
    train(options.parse_args())
