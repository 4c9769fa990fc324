"""
Writes the eye of a checkpoint as an mmproj GGUF, which llama.cpp's mtmd reads beside the language model.

    python3 -m vision.export_mmproj runs/joint/last.pt runs/mmproj.gguf            Q8_0 matrices, what ships
    python3 -m vision.export_mmproj runs/joint/last.pt runs/mmproj-f32.gguf --f32  for comparing with PyTorch

The language half of the same checkpoint goes through ../export_gguf.py. Things llama.cpp does without saying:
- projector "mlp" skips the last layer unless feature_layer names it;
- positions and the convolution must stay F32 or F16; a missing mm.2 or position tensor is a crash, not an error.
"""

import argparse
import os
import struct

import numpy as np
import torch
from export_gguf import ALIGNMENT, F32, Q8_0, q8_0, string, value
from vision.vit import Eye, EyeShape, eye_from

TOP_NAMES = {'positions': 'v.position_embd.weight', 'patch_embd': 'v.patch_embd', 'post_ln': 'v.post_ln', 'mm_0': 'mm.0', 'mm_2': 'mm.2'}


def gguf_name(name: str) -> str:
    if name == 'positions':
        return TOP_NAMES[name]
    if name.startswith('blocks.'):
        _, block, rest = name.split('.', 2)
        return f'v.blk.{block}.{rest}'
    part, kind = name.split('.')
    return f'{TOP_NAMES[part]}.{kind}'


def settings(shape: EyeShape) -> dict:
    return {
        'general.architecture': 'clip', 'general.name': 'Ponder Demo Eye', 'general.license': 'mit', 'clip.has_vision_encoder': True,
        'clip.projector_type': 'mlp', 'clip.use_gelu': True, 'clip.vision.image_size': shape.side, 'clip.vision.patch_size': shape.patch,
        'clip.vision.embedding_length': shape.width, 'clip.vision.feed_forward_length': shape.hidden,
        'clip.vision.projection_dim': shape.language, 'clip.vision.block_count': shape.layers,
        'clip.vision.attention.head_count': shape.heads, 'clip.vision.attention.layer_norm_epsilon': shape.epsilon,
        'clip.vision.image_mean': [0.5, 0.5, 0.5], 'clip.vision.image_std': [0.5, 0.5, 0.5], 'clip.vision.feature_layer': [shape.layers],
    }  # fmt: skip


def pair(key: str, item) -> bytes:
    """As export_gguf.value, with lists of float32 (array 9 of type 6)."""
    if isinstance(item, list) and isinstance(item[0], float):
        return string(key) + struct.pack('<IIQ', 9, 6, len(item)) + struct.pack(f'<{len(item)}f', *item)
    return string(key) + value(item)


def tensors(eye: Eye) -> dict[str, np.ndarray]:
    """llama.cpp's names and shapes; the patch matrix becomes a convolution kernel (width, 3, patch, patch)."""
    found = {gguf_name(name): weight.numpy() for name, weight in eye.state_dict().items()}
    kernel = found['v.patch_embd.weight']
    found['v.patch_embd.weight'] = kernel.reshape(eye.shape.width, 3, eye.shape.patch, eye.shape.patch)
    return found


def export(checkpoint: str, path: str, quantised: bool) -> None:
    stored = torch.load(checkpoint, map_location='cpu')
    eye = eye_from(stored)
    infos, data, found = b'', b'', tensors(eye)
    for name, weight in found.items():
        kind = Q8_0 if quantised and weight.ndim == 2 and 'position' not in name else F32
        infos += string(name) + struct.pack(f'<I{weight.ndim}QIQ', weight.ndim, *reversed(weight.shape), kind, len(data))
        data += q8_0(weight) if kind == Q8_0 else np.ascontiguousarray(weight, dtype=np.float32).tobytes()
        data += bytes(-len(data) % ALIGNMENT)
    pairs = {**settings(eye.shape), 'general.file_type': 7 if quantised else 0}
    head = b'GGUF' + struct.pack('<IQQ', 3, len(found), len(pairs)) + b''.join(pair(key, item) for key, item in pairs.items()) + infos
    with open(path, 'wb') as file:
        file.write(head + bytes(-len(head) % ALIGNMENT) + data)
    print(path, os.path.getsize(path), 'bytes')


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('checkpoint')
    options.add_argument('path')
    options.add_argument('--f32', action='store_true')
    chosen = options.parse_args()
    export(chosen.checkpoint, chosen.path, quantised=not chosen.f32)
