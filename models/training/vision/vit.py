"""
The eye: a small vision transformer and the projector that turns its 36 patches into 36 tokens of the language model.

What llama.cpp computes for clip.projector_type "mlp" (LLaVA 1.5, https://arxiv.org/abs/2310.03744) and nothing else:
    x = patches + positions;  x += attention(ln1 x);  x += down(gelu(up(ln2 x)));  tokens = mm.2 gelu(mm.0 post_ln(x))
No class token; GELU in its tanh form. The hidden width must not equal the width: a converter's old fix-up would then
take `down` for `up`.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class EyeShape:
    side: int = 72  # pixels
    patch: int = 12
    width: int = 192
    layers: int = 5
    heads: int = 6
    hidden: int = 576
    projector: int = 384
    language: int = 256  # width of the language model
    epsilon: float = 1e-6

    @property
    def tokens(self) -> int:
        return (self.side // self.patch) ** 2


def gelu(x):
    """PyTorch's own tanh form is not in 1.13's fast path; this one is what ggml computes."""
    return F.gelu(x, approximate='tanh')


class EyeBlock(nn.Module):
    def __init__(self, shape: EyeShape):
        super().__init__()
        self.heads = shape.heads
        self.ln1, self.ln2 = nn.LayerNorm(shape.width, shape.epsilon), nn.LayerNorm(shape.width, shape.epsilon)
        self.attn_q, self.attn_k, self.attn_v = (nn.Linear(shape.width, shape.width) for _ in range(3))
        self.attn_out = nn.Linear(shape.width, shape.width)
        self.ffn_up, self.ffn_down = nn.Linear(shape.width, shape.hidden), nn.Linear(shape.hidden, shape.width)

    def forward(self, x):  # (B, tokens, width)
        batch, length, width = x.shape
        h = self.ln1(x)
        q, k, v = (part(h).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.attn_q, self.attn_k, self.attn_v))
        mixed = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // self.heads), -1) @ v
        x = x + self.attn_out(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.ffn_down(gelu(self.ffn_up(self.ln2(x))))


class Eye(nn.Module):
    def __init__(self, shape: EyeShape):
        super().__init__()
        self.shape = shape
        self.patch_embd = nn.Linear(3 * shape.patch**2, shape.width)  # a convolution whose steps do not overlap
        self.positions = nn.Parameter(torch.randn(shape.tokens, shape.width) * 0.7)
        self.blocks = nn.ModuleList(EyeBlock(shape) for _ in range(shape.layers))
        self.post_ln = nn.LayerNorm(shape.width, shape.epsilon)
        self.mm_0, self.mm_2 = nn.Linear(shape.width, shape.projector), nn.Linear(shape.projector, shape.language)
        for block in self.blocks:
            nn.init.normal_(block.attn_out.weight, std=0.02)
            nn.init.normal_(block.ffn_down.weight, std=0.02)
        nn.init.normal_(self.mm_2.weight, std=0.02)  # a language model's embeddings are small too

    def patches(self, images):
        """uint8 images (B, 72, 72, 3) -> (B, 36, 3 * patch * patch), colour first as in a convolution. Pixels become -1 to 1."""
        side, patch = self.shape.side // self.shape.patch, self.shape.patch
        x = images.float() / 127.5 - 1
        return x.view(-1, side, patch, side, patch, 3).permute(0, 1, 3, 5, 2, 4).reshape(-1, side * side, 3 * patch * patch)

    def features(self, images):
        """uint8 images (B, 72, 72, 3) -> (B, 36, width) after post_ln."""
        x = self.patch_embd(self.patches(images)) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.post_ln(x)

    def whiten(self, images, epsilon: float = 3e-4) -> None:
        """
        Begins the patch matrix as the main directions of these images' patches, each scaled to variance 1: thin strokes
        count as much as the ground they stand on. (Nearly all of a patch's variance is its mean colour.)
        """
        patches = self.patches(images).flatten(0, 1)
        centre = patches.mean(0)
        values, directions = torch.linalg.eigh((patches - centre).T @ (patches - centre) / len(patches))
        rows = directions[:, -self.shape.width :] * (values[-self.shape.width :].clamp(min=0) + epsilon).rsqrt()
        with torch.no_grad():
            self.patch_embd.weight.copy_(rows.T)
            self.patch_embd.bias.copy_(-rows.T @ centre)

    def project(self, features):
        return self.mm_2(gelu(self.mm_0(features)))

    def forward(self, images):
        """uint8 images (B, 72, 72, 3) -> tokens of the language model (B, 36, language)."""
        return self.project(self.features(images))


def eye_matrices(eye: Eye) -> list[nn.Parameter]:
    """What Muon trains: the matrices inside the blocks."""
    return [weight for name, weight in eye.named_parameters() if name.startswith('blocks') and weight.dim() == 2]


def eye_others(eye: Eye) -> list[nn.Parameter]:
    inside = set(map(id, eye_matrices(eye)))
    return [weight for weight in eye.parameters() if id(weight) not in inside]


def save_eye(path: str, eye: Eye, **more) -> None:
    weights = {name: weight.cpu() for name, weight in eye.state_dict().items()}
    torch.save({'eye_shape': asdict(eye.shape), 'eye': weights, **more}, path)


def load_eye(path: str) -> tuple[Eye, dict]:
    stored = torch.load(path, map_location='cpu')
    return eye_from(stored), stored


def eye_from(stored: dict, language: int | None = None) -> Eye:
    """For a language model of another width the projector's last layer begins anew."""
    eye = Eye(EyeShape(**{**stored['eye_shape'], 'language': language or stored['eye_shape']['language']}))
    weights = stored['eye']
    if eye.shape.language != stored['eye_shape']['language']:
        weights = {name: weight for name, weight in weights.items() if not name.startswith('mm_2')} | {
            f'mm_2.{name}': weight for name, weight in eye.mm_2.state_dict().items()
        }
    eye.load_state_dict(weights)
    return eye
