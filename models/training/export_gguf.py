"""
Writes a checkpoint as GGUF, which llama.cpp reads.

    python3 export_gguf.py runs/base/last.pt runs/candidate.gguf            Q8_0, what ships
    python3 export_gguf.py runs/base/last.pt runs/candidate-f32.gguf --f32  for comparing with PyTorch

File: header, settings, tensor infos (dimensions reversed), then the tensors, each from a multiple of 32 bytes on.
"""

import argparse
import os
import struct

import numpy as np
import tokenizer as tokenizers
from model import load_checkpoint

ALIGNMENT = 32
F32, Q8_0 = 0, 8  # GGML tensor types
HERE = os.path.dirname(os.path.abspath(__file__))

# our name of a weight inside a block: llama.cpp's
BLOCK_NAMES = {
    'attention_norm': 'attn_norm', 'attention.q': 'attn_q', 'attention.k': 'attn_k', 'attention.v': 'attn_v',
    'attention.output': 'attn_output', 'attention.q_norm': 'attn_q_norm', 'attention.k_norm': 'attn_k_norm',
    'hidden_norm': 'ffn_norm', 'gate': 'ffn_gate', 'up': 'ffn_up', 'down': 'ffn_down',
}  # fmt: skip
TOP_NAMES = {'embedding.weight': 'token_embd.weight', 'norm.weight': 'output_norm.weight'}


def gguf_name(name: str) -> str:
    if name in TOP_NAMES:
        return TOP_NAMES[name]
    _, block, rest = name.split('.', 2)
    return f'blk.{block}.{BLOCK_NAMES[rest.removesuffix(".weight")]}.weight'


def string(text: str) -> bytes:
    data = text.encode()
    return struct.pack('<Q', len(data)) + data


def value(item) -> bytes:
    """Type number and content: bool 7, float32 6, uint32 4, string 8, array 9 (of int32 5 or string)."""
    if isinstance(item, bool):
        return struct.pack('<IB', 7, item)
    if isinstance(item, float):
        return struct.pack('<If', 6, item)
    if isinstance(item, int):
        return struct.pack('<II', 4, item)
    if isinstance(item, str):
        return struct.pack('<I', 8) + string(item)
    if isinstance(item[0], str):
        return struct.pack('<IIQ', 9, 8, len(item)) + b''.join(map(string, item))
    return struct.pack('<IIQ', 9, 5, len(item)) + struct.pack(f'<{len(item)}i', *item)


def q8_0(matrix: np.ndarray) -> bytes:
    """Blocks of 32 numbers: one float16 scale, then 32 signed bytes."""
    blocks = matrix.reshape(-1, 32).astype(np.float32)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / 127
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    scaled = blocks * inverse
    whole = np.trunc(scaled + np.copysign(np.float32(0.5), scaled)).astype(np.int8)  # halves away from zero, as C's roundf
    return np.concatenate([scale.astype(np.float16).view(np.int8).reshape(-1, 2), whole], axis=1).tobytes()


def settings(shape, tokenizer, quantised: bool, parameters: int) -> dict:
    with open(os.path.join(HERE, 'chat_template.jinja')) as file:
        template = file.read()
    return {
        'general.architecture': 'qwen3', 'general.type': 'model', 'general.name': 'Ponder Demo',
        'general.size_label': f'{parameters / 1e6:.1f}M', 'general.license': 'mit',
        'general.file_type': 7 if quantised else 0, 'general.quantization_version': 2, 'qwen3.context_length': shape.context,
        'qwen3.embedding_length': shape.width, 'qwen3.block_count': shape.layers, 'qwen3.feed_forward_length': shape.hidden,
        'qwen3.attention.head_count': shape.heads, 'qwen3.attention.head_count_kv': shape.kv_heads,
        'qwen3.attention.key_length': shape.head_width, 'qwen3.attention.value_length': shape.head_width,
        'qwen3.attention.layer_norm_rms_epsilon': shape.epsilon, 'qwen3.rope.freq_base': shape.rope_base,
        'qwen3.vocab_size': shape.vocabulary, 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'qwen2',
        'tokenizer.ggml.tokens': tokenizer.tokens,
        'tokenizer.ggml.token_type': [tokenizers.SPECIALS.get(token, 1) for token in tokenizer.tokens],
        'tokenizer.ggml.merges': [' '.join(pair) for pair in tokenizer.merges],
        'tokenizer.ggml.bos_token_id': tokenizer.id_of['<|endoftext|>'], 'tokenizer.ggml.eos_token_id': tokenizer.id_of['<|im_end|>'],
        'tokenizer.ggml.padding_token_id': tokenizer.id_of['<|endoftext|>'], 'tokenizer.ggml.add_bos_token': False,
        'tokenizer.chat_template': template,
    }  # fmt: skip


def export(checkpoint: str, path: str, quantised: bool) -> None:
    model, _ = load_checkpoint(checkpoint)
    weights = {gguf_name(name): weight.numpy() for name, weight in model.state_dict().items()}
    pairs = settings(model.shape, tokenizers.load(), quantised, sum(weight.size for weight in weights.values()))
    infos, data = b'', b''
    for name, weight in weights.items():
        kind = Q8_0 if quantised and weight.ndim == 2 else F32  # norms stay exact
        infos += string(name) + struct.pack(f'<I{weight.ndim}QIQ', weight.ndim, *reversed(weight.shape), kind, len(data))
        data += q8_0(weight) if kind == Q8_0 else weight.astype(np.float32).tobytes()
        data += bytes(-len(data) % ALIGNMENT)
    head = b'GGUF' + struct.pack('<IQQ', 3, len(weights), len(pairs))
    head += b''.join(string(key) + value(item) for key, item in pairs.items()) + infos
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
