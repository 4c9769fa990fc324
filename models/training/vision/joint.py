"""
The last stage: one language model for text, judging and images, trained on text batches and image batches together.

    nice -n 19 python3 -m vision.joint --from runs/phaseA/last.pt --vit runs/vit/aligned.pt --name joint --minutes 60 --processes 2
    nice -n 19 python3 -m vision.joint --from runs/joint/last.pt --name joint --minutes 20        goes on; the eye is in the file
    python3 -m vision.joint --from runs/phaseA/last.pt --vit runs/vit/aligned.pt --name aligned --minutes 10 --only-eye

    python3 -m vision.joint ... --device cuda --workers 14 --tokens 65536        on a GPU

Every step adds the mean loss of one text batch, of one image batch (both on learned tokens only) and of what goals.py asks
the eye about the same images. --only-eye keeps the
language model as it is and trains the eye and its projector to be understood by it; runs/<name>/last.pt is then a file
for --vit as well.
"""

import argparse
import copy
import functools
import json
import math
import os
import subprocess
import sys
import time
from dataclasses import dataclass

import torch
from batches import batches
from evaluate import held_out_accuracy
from hft import average_over_processes, optimizers, rate_at
from muon import Muon
from torch import distributed
from torch.nn import functional as F
from vision.batches import ImageBatch, endless, image_batches, mask_of
from vision.evaluate import image_accuracy
from vision.seeing import Seeing, load_seeing, save_seeing
from vision.vit import eye_matrices, eye_others

SEED = 51
TOKENS = 4500  # of one text batch and of one image batch
EYE_WEIGHT = 0.1  # of the sum of what goals.py asks
LONGEST_TEXT, LONGEST_IMAGE = 640, 900
EYE_MUON_RATE, EYE_ADAM_RATE = 4e-3, 6e-4
PROJECTOR_RATE = 2e-3
WARM = 45  # steps of hft.py's warm-up that a run which goes on leaves out
SAVE_EVERY = 180  # seconds
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def eye_optimizers(seeing: Seeing):
    eye = seeing.eye
    projector = [*eye.mm_0.parameters(), *eye.mm_2.parameters()]
    known = set(map(id, projector))
    others = [weight for weight in eye_others(eye) if id(weight) not in known]
    return [
        Muon(eye_matrices(eye), EYE_MUON_RATE, decay=0.02), torch.optim.Adam([*others, *seeing.heads.parameters()], EYE_ADAM_RATE, betas=(0.9, 0.98)),
        torch.optim.Adam(projector, PROJECTOR_RATE, betas=(0.9, 0.98)),
    ]  # fmt: skip


def loss_at(model, hidden, targets, forced, line_end: int):
    """As hft.loss_of: a forced thought's first token is learned with the line end left out."""
    wanted = targets >= 0
    logits = model.logits(hidden[wanted])
    closing = torch.zeros_like(logits, dtype=torch.bool)
    closing[forced[wanted], line_end] = True
    return F.cross_entropy(logits.masked_fill(closing, float('-inf')), targets[wanted])


def image_loss(seeing: Seeing, batch: ImageBatch, line_end: int) -> tuple[torch.Tensor, torch.Tensor]:
    features = seeing.look(batch.images)
    hidden = seeing.language.hidden(batch.ids, batch.positions, mask_of(batch.segments))
    seeing.look(None)
    asked = loss_at(seeing.language, hidden, batch.targets, batch.forced, line_end)
    return asked, sum(seeing.heads.losses(features, batch.goals).values())


@dataclass(frozen=True)
class Weights:
    """What average_over_processes asks of a model."""

    trained: list[torch.nn.Parameter]

    def parameters(self):
        return self.trained


def start_processes(count: int) -> None:
    """Starts the others with the same arguments; this one is rank 0."""
    os.environ.update(MASTER_ADDR='127.0.0.1', MASTER_PORT='29513', WORLD_SIZE=str(count))
    for rank in range(1, count):
        subprocess.Popen([sys.executable, '-m', 'vision.joint', *sys.argv[1:]], env={**os.environ, 'RANK': str(rank)})
    os.environ['RANK'] = '0'


def train(chosen) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(chosen.seed)
    rank = int(os.environ.get('RANK', 0))
    if 'WORLD_SIZE' in os.environ:
        distributed.init_process_group('gloo')
    import tokenizer as tokenizers

    tokenizer = tokenizers.load()
    line_end = tokenizer.id_of['Ċ']
    folder = os.path.join(HERE, 'runs', chosen.name)
    os.makedirs(folder, exist_ok=True)
    torch.set_float32_matmul_precision('high')
    seeing = load_seeing(chosen.start, chosen.vit).to(chosen.device)
    both = eye_optimizers(seeing)
    if chosen.only_eye:
        seeing.language.requires_grad_(False)
    else:
        both += optimizers(seeing.language)
    for optimizer, share in zip(both, (chosen.eye_rate, chosen.eye_rate, 1.0, chosen.rate, chosen.rate)):
        for group in optimizer.param_groups:
            group['full'] = group['lr'] * share
    trained = [weight for weight in seeing.parameters() if weight.requires_grad]
    texts = iter(batches(tokenizer, chosen.text_tokens or chosen.tokens, chosen.seed + 5000 * rank, LONGEST_TEXT, chosen.workers // 3))
    drawings = functools.partial(image_batches, tokenizer, chosen.tokens, LONGEST_IMAGE)
    pictures = endless(drawings, chosen.seed + 2500 + 5000 * rank, chosen.workers - chosen.workers // 3)
    log = open(os.path.join(folder, 'log.jsonl'), 'a')
    began = saved = tested = time.time()
    step, shown, running = 0, [0, 0], {}
    while True:
        batch = next(pictures).to(chosen.device)
        image, eye = image_loss(seeing, batch, line_end)
        losses = {'image': image, 'eye': eye}
        (image + EYE_WEIGHT * eye).backward()
        if not chosen.only_eye:
            ids, targets, forced = (tensor.to(chosen.device) for tensor in next(texts))
            losses['text'] = loss_at(seeing.language, seeing.language.hidden(ids), targets, forced, line_end)
            losses['text'].backward()
            shown[0] += ids.numel()
        shown[1] += batch.ids.numel()
        done = average_over_processes(Weights(trained), (time.time() - began) / (60 * chosen.minutes))
        if done >= 1:
            break
        torch.nn.utils.clip_grad_norm_(trained, 1.5)
        for optimizer in both:
            for group in optimizer.param_groups:
                group['lr'] = group['full'] * rate_at(done, step + (0 if chosen.vit else WARM), chosen.cool)
            optimizer.step()
        seeing.zero_grad(set_to_none=True)
        step += 1
        for name, loss in losses.items():
            running[name] = loss.item() if name not in running else 0.95 * running[name] + 0.05 * loss.item()
        if math.isnan(sum(running.values())):
            raise SystemExit('The loss is not a number: lower the learning rate.')
        if rank > 0:
            continue
        if step % 25 == 0:
            means = ', '.join(f'{name} {value:.4f}' for name, value in running.items())
            print(f'{step} steps, {time.time() - began:.0f} s, text and image tokens a process {shown}, loss {means}', flush=True)
        if time.time() - saved > SAVE_EVERY:
            saved = time.time()
            save_seeing(os.path.join(folder, 'last.pt'), seeing, step=step)
        if time.time() - tested > chosen.test * 60:
            tested = time.time()
            look(seeing, tokenizer, log, {'step': step, 'tokens': shown, 'seconds': time.time() - began, 'loss': running}, chosen.only_eye)
    if rank == 0:
        save_seeing(os.path.join(folder, 'last.pt'), seeing, step=step)
        look(seeing, tokenizer, log, {'step': step, 'tokens': shown, 'seconds': time.time() - began, 'loss': running}, chosen.only_eye)
        print('saved', folder, step, 'steps', shown, 'tokens', flush=True)


def look(seeing: Seeing, tokenizer, log, line: dict, only_images: bool) -> None:
    """Held-out accuracy into log.jsonl; takes about a minute."""
    seeing = copy.deepcopy(seeing).cpu()
    rows = image_accuracy(seeing, tokenizer, per_ability=30, puzzles_asked=20, seed=line['step'])
    print(line['step'], json.dumps(rows), flush=True)
    if not only_images:
        line['text'] = held_out_accuracy(seeing.language, tokenizer, per_ability=6, seed=line['step'])
    log.write(json.dumps({**line, 'image': rows}) + '\n')
    log.flush()


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True, help='a text checkpoint, or one of this script')
    options.add_argument('--vit', help='the eye, when --from is a text checkpoint')
    options.add_argument('--name', default='joint')
    options.add_argument('--minutes', type=float, default=60)
    options.add_argument('--processes', type=int, default=1)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--rate', type=float, default=0.3, help="share of hft.py's learning rates")
    options.add_argument('--eye-rate', type=float, default=0.4, help='share of the eye rates at the top of this file')
    options.add_argument('--cool', type=float, default=0.6, help='share of the time over which the rate falls')
    options.add_argument('--test', type=float, default=12, help='minutes between looks at held-out questions')
    options.add_argument('--only-eye', action='store_true')
    options.add_argument('--tokens', type=int, default=TOKENS, help='of a batch')
    options.add_argument('--text-tokens', type=int, help='of a text batch, if not the same')
    options.add_argument('--device', default='cpu')
    options.add_argument('--workers', type=int, default=0, help='processes that draw the data')
    picked = options.parse_args()
    if picked.processes > 1 and 'RANK' not in os.environ:
        start_processes(picked.processes)
    train(picked)
