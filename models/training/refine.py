"""
A second, short training of what together.py made, on a CPU: which questions need a thought, and reading.

    nice -n 10 python3 refine.py --from runs/together/last.pt --name refined --minutes 25        writes runs/refined/{last.pt,log.jsonl}

Everything goes on being asked, but more often what the first training left wanting (MORE, READING, SMALL_SHARE), and two
things change: no hard question is shown with an answer and no thought, and the rates are a small share of together.py's.
"""

import argparse
import json
import math
import os
import random
import time

import numpy as np
import torch
from hft import optimizers
from packed import Document, text_document
from render import choose_way, example
from tasks import MIX, draw, hard, judge, reading
from torch.nn import functional as F
from vision.batches import ImageBatch, to_batch
from vision.joint import eye_optimizers, image_loss
from vision.seeing import load_seeing, save_seeing
from vision.shown import row_of
from vision.tasks import draw as draw_group
from vision.tasks import one_image

SEED = 81
TEXT_TOKENS, IMAGE_TOKENS = 2400, 1800  # of a step
LONGEST_TEXT, LONGEST_IMAGE = 400, 450
POOL = 500  # questions, and rows of image questions, sorted together by length
MORE = {hard.days_later: 3, hard.sorting: 1.6, hard.addition: 1.3, hard.letter_counts: 1.3, reading.rules: 1.5, judge.judgements: 0.7}  # times as often as in MIX
READING = 0.55  # of image groups are about one text
SMALL_SHARE = 0.4  # of those texts are in small letters
GUESS = 0.15  # weight of answers to hard questions after /no_think or a cut thought
TEXT_RATE, EYE_RATE, PROJECTOR_RATE = 0.06, 0.25, 0.1 # shares of hft.py's and vision/joint.py's
EYE_WEIGHT = 0.1
UNASKED = 8  # drawings of a step that only teach the eye
WARM_UP = 10  # steps
SAVE_EVERY = 150  # seconds
HERE = os.path.dirname(os.path.abspath(__file__))


def text_documents(tokenizer, source) -> list[Document]:
    makers, shares = list(MIX), [share * MORE.get(maker, 1) for maker, share in MIX.items()]
    found: list[Document] = []
    while len(found) < POOL:
        item = draw(source, held_out=False, maker=source.choices(makers, shares)[0])
        way = choose_way(source, item)
        if item.hard and way == 'quick':
            continue
        document = text_document(tokenizer, example(source, item, way))
        if len(document.columns['ids']) <= LONGEST_TEXT:
            found.append(document)
    return found


def text_batches(tokenizer, seed: int, most: int = TEXT_TOKENS, documents=text_documents):
    """Yields ids, targets, weights and forced of similar lengths, padded on the right."""
    source = random.Random(seed)
    while True:
        for group in in_groups(documents(tokenizer, source), lambda one: len(one.columns['ids']), most, source):
            longest = max(len(one.columns['ids']) for one in group)
            fill = {'ids': 0, 'targets': -1, 'weights': 0, 'forced': 0}
            pad = lambda one, name: np.pad(one.columns[name], (0, longest - len(one.columns['ids'])), constant_values=fill[name])
            ids, targets, weights, forced = (np.stack([pad(one, name) for one in group]) for name in fill)
            weights = np.where(weights < 0, -GUESS * weights, weights)
            yield torch.from_numpy(ids).long(), torch.from_numpy(targets).long(), torch.from_numpy(weights).float(), torch.from_numpy(forced).bool()


def picture_batches(tokenizer, seed: int, most: int, small_share: float):
    source = random.Random(seed)
    while True:
        rows = []
        while len(rows) < POOL:
            about_text = source.random() < READING
            group = draw_group(source, False, one_image, ability='read', most=1) if about_text else draw_group(source, held_out=False)
            row = row_of(source, tokenizer, group)
            if len(row.ids) <= LONGEST_IMAGE:
                rows.append(row)
        for group in in_groups(rows, lambda row: len(row.ids), most, source):
            yield to_batch(group, len(tokenizer.tokens), source, UNASKED, small_share)


def in_groups(found: list, length, most: int, source) -> list[list]:
    groups: list[list] = []
    for one in sorted(found, key=length):
        if not groups or (len(groups[-1]) + 1) * length(one) > most:
            groups.append([])
        groups[-1].append(one)
    source.shuffle(groups)
    return groups


def text_loss(model, ids, targets, weights, forced, line_end: int):
    """A weighted mean over learned tokens; a forced thought's first token is learned with the line end left out."""
    wanted = targets >= 0
    scores = model.logits(model.hidden(ids)[wanted])
    closing = torch.zeros_like(scores, dtype=torch.bool)
    closing[forced[wanted], line_end] = True
    each = F.cross_entropy(scores.masked_fill(closing, float('-inf')), targets[wanted], reduction='none')
    return (each * weights[wanted]).sum() / weights[wanted].sum()


def all_optimizers(seeing, rate: float):
    shares = (EYE_RATE, EYE_RATE, PROJECTOR_RATE, TEXT_RATE, TEXT_RATE)
    both = [*eye_optimizers(seeing), *optimizers(seeing.language)]
    for optimizer, share in zip(both, shares):
        for group in optimizer.param_groups:
            group['full'] = group['lr'] * share * rate
    return both


def train(chosen) -> None:
    import tokenizer as tokenizers

    torch.set_num_threads(1)
    torch.manual_seed(chosen.seed)
    tokenizer = tokenizers.load()
    line_end = tokenizer.id_of['Ċ']
    folder = os.path.join(HERE, 'runs', chosen.name)
    os.makedirs(folder, exist_ok=True)
    seeing = load_seeing(chosen.start)
    both, trained = all_optimizers(seeing, chosen.rate), list(seeing.parameters())
    texts = text_batches(tokenizer, chosen.seed, chosen.text_tokens)
    pictures = picture_batches(tokenizer, chosen.seed + 1, chosen.image_tokens, chosen.small_share)
    log = open(os.path.join(folder, 'log.jsonl'), 'a')
    began = saved = time.time()
    step, marks = 0, []
    while (done := (time.time() - began) / (60 * chosen.minutes)) < 1:
        batch: ImageBatch = next(pictures)
        image, eye = image_loss(seeing, batch, line_end)
        (image + EYE_WEIGHT * eye).backward()
        text = text_loss(seeing.language, *next(texts), line_end)
        text.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.5)
        for optimizer in both:
            for group in optimizer.param_groups:
                group['lr'] = group['full'] * min(1.0, (step + 1) / WARM_UP) * (1 - done)
            optimizer.step()
        seeing.zero_grad(set_to_none=True)
        step += 1
        marks.append((text.item(), image.item(), eye.item()))
        if step % 10 == 0:
            row = {'step': step, 'seconds': round(time.time() - began)} | dict(zip(('text', 'image', 'eye'), (round(float(value), 4) for value in np.mean(marks, 0))))
            marks = []
            if not all(map(math.isfinite, row.values())):
                raise SystemExit('The loss is not a number: lower the learning rate.')
            log.write(json.dumps(row) + '\n')
            log.flush()
            print(json.dumps(row), flush=True)
        if time.time() - saved > SAVE_EVERY:
            saved = time.time()
            save_seeing(os.path.join(folder, 'last.pt'), seeing, step=step)
    save_seeing(os.path.join(folder, 'last.pt'), seeing, step=step)
    print('saved', folder, step, 'steps', flush=True)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True, help='a file of together.py, of vision/joint.py or of this script')
    options.add_argument('--name', default='refined')
    options.add_argument('--minutes', type=float, default=25)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--rate', type=float, default=1.0, help='share of all learning rates')
    options.add_argument('--text-tokens', type=int, default=TEXT_TOKENS, help='of a step')
    options.add_argument('--image-tokens', type=int, default=IMAGE_TOKENS)
    options.add_argument('--small-share', type=float, default=SMALL_SHARE)
    train(options.parse_args())
