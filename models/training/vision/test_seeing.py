"""The eye and the language model together: sharing images changes nothing, and the files hold what llama.cpp asks for."""

import random

import numpy as np
import pytest
import tokenizer as tokenizers
import torch
from export_gguf import F32
from model import Model, Shape
from vision.batches import image_batches, mask_of, to_batch
from vision.drawing import pixels
from vision.export_mmproj import gguf_name, settings, tensors
from vision.goals import Heads
from vision.joint import image_loss
from vision.seeing import Seeing, load_seeing, save_seeing
from vision.shown import row_of
from vision.tasks import draw, one_image, puzzles, shots
from vision.vit import Eye, EyeShape

BYTES_ONLY = tokenizers.Tokenizer([])


def small_seeing() -> Seeing:
    torch.manual_seed(1)
    language = Model(Shape(vocabulary=len(BYTES_ONLY.tokens), width=64, layers=2, heads=2, kv_heads=1, hidden=96))
    return Seeing(language, Eye(EyeShape(width=64, layers=2, heads=2, hidden=96, projector=64, language=64)), Heads(64))



def losses_of(seeing: Seeing, rows, images) -> list[float]:
    batch = to_batch(rows, len(BYTES_ONLY.tokens), random.Random(1), 0)
    seeing.look(images)
    hidden = seeing.language.hidden(batch.ids, batch.positions, mask_of(batch.segments))
    scores = torch.log_softmax(seeing.language.logits(hidden), -1)
    wanted = batch.targets >= 0
    return scores[wanted].gather(1, batch.targets[wanted][:, None])[:, 0].tolist()


@pytest.mark.parametrize('maker', [one_image, shots, puzzles])
def test_questions_that_share_images_are_computed_as_if_each_stood_alone(maker):
    seeing, source = small_seeing(), random.Random(9)
    group = next(group for group in (draw(source, held_out=False, maker=maker) for _ in range(50)) if len(group) > 2)
    together = row_of(random.Random(1), BYTES_ONLY, group, 'quick')
    assert max(together.segments) == len(group) and together.segments.count(0) > 36
    pictures = {scene: torch.from_numpy(pixels(scene, source)[0]) for scene in together.images}
    with torch.no_grad():
        shared = losses_of(seeing, [together], torch.stack([pictures[scene] for scene in together.images]))
        alone = []
        for item in group:
            row = row_of(random.Random(1), BYTES_ONLY, [item], 'quick')
            alone += losses_of(seeing, [row], torch.stack([pictures[scene] for scene in row.images]))
    assert np.allclose(shared, alone, atol=1e-4)


def test_every_part_learns_from_one_batch():
    seeing = small_seeing()
    batch = next(image_batches(BYTES_ONLY, 1500, 900, seed=3))
    asked, eye = image_loss(seeing, batch, BYTES_ONLY.id_of['Ċ'])
    (asked + eye).backward()
    assert all(weight.grad is not None and weight.grad.abs().sum() > 0 for name, weight in seeing.named_parameters() if 'attn_k.bias' not in name)


def test_only_answers_are_learned():
    source = random.Random(10)
    for _ in range(60):
        row = row_of(source, BYTES_ONLY, draw(source, held_out=False))
        text = BYTES_ONLY.decode([target for target in row.targets if target >= 0])
        assert '<|im_start|>' not in text and text.endswith('<|im_end|>') and max(row.targets) < len(BYTES_ONLY.tokens)


def test_an_image_with_a_colour_of_its_own_gives_tokens_of_its_own():
    eye = small_seeing().eye
    images = torch.zeros(2, 72, 72, 3, dtype=torch.uint8)
    images[1, 12:24, 24:36] = 255
    features = eye.patches(images)
    different = (features[0] != features[1]).any(-1).nonzero()[:, 0].tolist()
    assert eye(images).shape == (2, 36, 64) and different == [6 * 1 + 2]


def test_a_checkpoint_of_both_is_read_again(tmp_path):
    seeing, path = small_seeing(), str(tmp_path / 'both.pt')
    save_seeing(path, seeing, step=3)
    again = load_seeing(path)
    assert all((one == other).all() for one, other in zip(seeing.state_dict().values(), again.state_dict().values()))


def test_the_mmproj_file_names_what_llama_cpp_asks_for():
    eye = Eye(EyeShape())
    found, said = tensors(eye), settings(eye.shape)
    assert {'v.patch_embd.weight', 'v.patch_embd.bias', 'v.position_embd.weight', 'v.post_ln.weight', 'mm.0.weight', 'mm.2.bias'} <= set(found)
    assert {f'v.blk.3.{part}.{kind}' for part in ('ln1', 'ln2', 'attn_q', 'attn_k', 'attn_v', 'attn_out', 'ffn_up', 'ffn_down') for kind in ('weight', 'bias')} <= set(found)
    assert found['v.patch_embd.weight'].shape == (EyeShape().width, 3, 12, 12) and found['mm.2.weight'].shape[0] == said['clip.vision.projection_dim']
    assert said['clip.vision.feature_layer'] == [said['clip.vision.block_count']]
    assert said['clip.vision.feed_forward_length'] != said['clip.vision.embedding_length']
    assert gguf_name('blocks.2.ffn_up.bias') == 'v.blk.2.ffn_up.bias' and F32 == 0


def test_whitened_patches_vary_equally_in_every_direction():
    eye, source = Eye(EyeShape()), random.Random(11)
    from vision.goals import any_scene

    images = torch.from_numpy(np.stack([pixels(any_scene(source), source)[0] for _ in range(200)]))
    eye.whiten(images)
    with torch.no_grad():
        deviation = eye.patch_embd(eye.patches(images)).flatten(0, 1).std(0)
    assert deviation.max() < 1.1 and deviation.median() > 0.5
