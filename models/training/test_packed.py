"""Packing changes nothing: every question in a full row is computed as if it stood alone."""

import random

import numpy as np
import packed
import tokenizer as tokenizers
import torch
from model import Model, Shape
from render import example
from tasks import draw
from together import Sight
from vision.drawing import pixels
from vision.goals import Heads
from vision.seeing import Seeing
from vision.shown import row_of
from vision.tasks import draw as draw_group
from vision.vit import Eye, EyeShape

BYTES_ONLY = tokenizers.Tokenizer([])
VOCABULARY = len(BYTES_ONLY.tokens)


def small_seeing() -> Seeing:
    torch.manual_seed(1)
    language = Model(Shape(vocabulary=VOCABULARY, width=64, layers=2, heads=2, kv_heads=1, hidden=96))
    return Seeing(language, Eye(EyeShape(width=64, layers=2, heads=2, hidden=96, projector=64, language=64)), Heads(64))


def empty_chunk(rows: int, images: int) -> dict[str, np.ndarray]:
    return {name: np.zeros(shape, kind) for name, (shape, kind) in packed.layout(rows, images).items()}


def learned_scores(seeing: Seeing, chunk: dict[str, np.ndarray], images) -> dict[tuple, float]:
    """log-probability of every learned token, found again by (target, position, weight), sorted."""
    rows = len(chunk['ids'])
    column = {name: torch.from_numpy(chunk[name].astype(np.int64 if name != 'weights' else np.float32)) for name in packed.FIELDS}
    sight = Sight(rows, 'cpu', 'plain')
    seeing.look(torch.from_numpy(np.stack(images)) if images else None)
    hidden = seeing.language.hidden(column['ids'], column['positions'], sight.look(column['segments'], column['shared']))
    scores = torch.log_softmax(seeing.language.logits(hidden), -1)
    wanted = column['targets'] >= 0
    found = scores[wanted].gather(1, column['targets'][wanted][:, None])[:, 0]
    return sorted(zip(column['targets'][wanted].tolist(), column['positions'][wanted].tolist(), found.tolist()))


def documents_of(source) -> list[packed.Document]:
    texts, groups = [], []
    while len(texts) < 3:
        document = packed.text_document(BYTES_ONLY, example(source, draw(source, held_out=False)))
        texts += [document] if len(document.columns['ids']) < 250 else []
    while len(groups) < 2:
        document = packed.image_document(row_of(source, BYTES_ONLY, draw_group(source, held_out=False)))
        groups += [document] if len(document.columns['ids']) < 350 and len(document.images) < 4 else []
    return [*texts, *groups]


@torch.no_grad()
def test_a_question_in_a_full_row_is_computed_as_if_it_stood_alone():
    seeing, source = small_seeing(), random.Random(4)
    documents = documents_of(source)
    together = empty_chunk(2, 12)
    left, scenes = packed.fill(together, documents, VOCABULARY, 12)
    assert not left
    drawn = {scene: pixels(scene, source)[0] for scene in scenes}
    packed_scores = learned_scores(seeing, together, [drawn[scene] for scene in scenes])
    alone = []
    for document in documents:
        chunk = empty_chunk(1, 12)
        _, own = packed.fill(chunk, [document], VOCABULARY, 12)
        alone += learned_scores(seeing, chunk, [drawn[scene] for scene in own])
    alone.sort()
    assert [key[:2] for key in packed_scores] == [key[:2] for key in alone] and len(alone) > 20
    assert np.allclose([key[2] for key in packed_scores], [key[2] for key in alone], atol=1e-4)


def test_what_has_no_place_waits_and_nothing_is_drawn_twice():
    source = random.Random(5)
    documents = [packed.text_document(BYTES_ONLY, example(source, draw(source, held_out=False))) for _ in range(60)]
    chunk = empty_chunk(2, 0)
    left, _ = packed.fill(chunk, documents, VOCABULARY, 0)
    tokens = lambda some: sum(len(one.columns['ids']) for one in some)
    assert left and (chunk['segments'] < 30_000).sum() == tokens(documents) - tokens(left)


def test_a_short_answer_weighs_more_per_token_than_a_long_thought():
    assert packed.weight_of(16) == 1 and packed.weight_of(4) == 2
    source = random.Random(6)
    item = draw(source, held_out=False)
    document = packed.text_document(BYTES_ONLY, example(source, item, 'auto'))
    learned = document.columns['targets'] >= 0
    assert np.isclose(document.columns['weights'].sum(), (packed.TYPICAL * learned.sum()) ** 0.5)
