"""
The Qwen3 architecture, small: RMSNorm, per-head norm of queries and keys, rotary positions, SwiGLU, grouped
queries, tied embeddings. What llama.cpp computes for `general.architecture = qwen3`, and nothing else.

Every row of a matrix is a multiple of 32 numbers long, which Q8_0 needs.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F

try:
    from torch.nn.attention.flex_attention import flex_attention
except ImportError:  # Debian's PyTorch is older; only a GPU needs it
    flex_attention = None


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 1536
    width: int = 256
    layers: int = 8
    heads: int = 8
    kv_heads: int = 4
    head_width: int = 32
    hidden: int = 640
    context: int = 2048
    rope_base: float = 10_000.0
    epsilon: float = 1e-6


class Norm(nn.Module):
    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


def rotate(x, cos, sin):  # (B, heads, T, head_width); rotates the first half against the second (NEOX order)
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


class Attention(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.q = nn.Linear(shape.width, shape.heads * shape.head_width, bias=False)
        self.k = nn.Linear(shape.width, shape.kv_heads * shape.head_width, bias=False)
        self.v = nn.Linear(shape.width, shape.kv_heads * shape.head_width, bias=False)
        self.output = nn.Linear(shape.heads * shape.head_width, shape.width, bias=False)
        self.q_norm = Norm(shape.head_width, shape.epsilon)
        self.k_norm = Norm(shape.head_width, shape.epsilon)

    def forward(self, x, cos, sin, mask, cache):
        shape, (batch, length, _) = self.shape, x.shape
        split = lambda y, heads: y.view(batch, length, heads, shape.head_width).transpose(1, 2)
        q = rotate(self.q_norm(split(self.q(x), shape.heads)), cos, sin)
        k = rotate(self.k_norm(split(self.k(x), shape.kv_heads)), cos, sin)
        v = split(self.v(x), shape.kv_heads)
        if cache is not None:
            k, v = cache.extend(self, k, v)
        mixed = attend(q, k, v, mask)  # (B, heads, T, head_width)
        return self.output(mixed.transpose(1, 2).reshape(batch, length, -1))


def attend(q, k, v, mask):
    """`mask` is added to the scores. On a GPU it may also say who is seen (true or false), or be a block mask of flex_attention."""
    if not torch.is_tensor(mask):
        return flex_attention(q.to(v.dtype), k.to(v.dtype), v, block_mask=mask, enable_gqa=True)
    groups = q.shape[1] // k.shape[1]  # query head h reads key-value head h // groups
    k, v = k.repeat_interleave(groups, dim=1), v.repeat_interleave(groups, dim=1)
    if mask.dtype == torch.bool:
        return F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, attn_mask=mask)
    scores = (q @ k.transpose(-1, -2)) * (1 / math.sqrt(q.shape[-1])) + mask
    return torch.softmax(scores, dim=-1) @ v


class Block(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention_norm = Norm(shape.width, shape.epsilon)
        self.attention = Attention(shape)
        self.hidden_norm = Norm(shape.width, shape.epsilon)
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x, cos, sin, mask, cache):
        x = x + self.attention(self.attention_norm(x), cos, sin, mask, cache)
        h = self.hidden_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Model(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)  # also the output matrix
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, shape.epsilon)
        steps = shape.rope_base ** (-torch.arange(0, shape.head_width, 2).float() / shape.head_width)
        angles = torch.outer(torch.arange(shape.context).float(), steps)
        self.register_buffer('cos', angles.cos(), persistent=False)
        self.register_buffer('sin', angles.sin(), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                residual = name.endswith(('output.weight', 'down.weight'))
                nn.init.normal_(weight, std=0.02 if 'embedding' in name else weight.shape[1] ** -0.5 * (0.2 if residual else 0.8))

    def hidden(self, ids, positions=None, mask=None, cache=None):
        """The last layer's normed states (B, T, width). Positions (B, T) and mask are for left-padded generation."""
        length = ids.shape[1]
        if positions is None:
            cos, sin = self.cos[:length], self.sin[:length]
        else:
            cos, sin = self.cos[positions].unsqueeze(1), self.sin[positions].unsqueeze(1)
        if mask is None:
            mask = torch.full((length, length), float('-inf'), device=ids.device).triu(1)
        return self.through(self.embedding(ids), cos, sin, mask, cache)

    def through(self, x, cos, sin, mask, cache=None):
        """Embedded tokens (B, T, width) through all layers."""
        for block in self.blocks:
            x = block(x, cos, sin, mask, cache)
        return self.norm(x)

    def logits(self, hidden):
        return hidden @ self.embedding.weight.T


def use_device(name: str) -> None:
    """Everything made from here on is made there, so that the scripts say nothing of devices."""
    torch.set_num_threads(1)
    torch.set_float32_matmul_precision('high')
    if name != 'cpu':
        torch.set_default_device(name)


def save_checkpoint(path: str, model: Model, **more) -> None:
    weights = {name: weight.cpu() for name, weight in model.state_dict().items()}
    torch.save({'shape': asdict(model.shape), 'weights': weights, **more}, path)


def load_checkpoint(path: str) -> tuple[Model, dict]:
    stored = torch.load(path, map_location='cpu')
    model = Model(Shape(**stored['shape']))
    model.load_state_dict(stored['weights'])
    return model, stored
