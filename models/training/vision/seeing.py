"""
The language model with its eye: an image is 36 more rows of the embedding table for as long as a batch lasts.

Token ids from the vocabulary's size on mean patches: id = vocabulary + 36 * image + patch. So everything written for
text (hidden states, the key-value cache, generation) works with images in the middle.
"""

from dataclasses import asdict

import torch
from model import Model, load_checkpoint, save_checkpoint
from torch import nn
from torch.nn import functional as F
from vision.vit import Eye, EyeShape, load_eye


class EmbeddingWithImages(nn.Module):
    """Has the same single weight as nn.Embedding, so checkpoints of the text model fit."""

    def __init__(self, weight: nn.Parameter):
        super().__init__()
        self.weight = weight
        self.patches = None  # (images * 36, width), set for every batch

    def forward(self, ids):
        table = self.weight if self.patches is None else torch.cat((self.weight, self.patches))
        return F.embedding(ids, table)


class Seeing(nn.Module):
    def __init__(self, language: Model, eye: Eye):
        super().__init__()
        self.language, self.eye = language, eye
        self.language.embedding = EmbeddingWithImages(language.embedding.weight)

    def look(self, images) -> None:
        """uint8 images (n, 72, 72, 3) become the ids from the vocabulary's size on; None forgets them."""
        self.language.embedding.patches = None if images is None else self.eye(images).flatten(0, 1)


def save_seeing(path: str, seeing: Seeing, **more) -> None:
    """One file that both export scripts and further training read."""
    save_checkpoint(path, seeing.language, eye_shape=asdict(seeing.eye.shape), eye=seeing.eye.state_dict(), **more)


def load_seeing(path: str, eye_path: str | None = None) -> tuple[Seeing, dict]:
    """A checkpoint of both, or of the text model with the eye from a file of its own."""
    language, stored = load_checkpoint(path)
    if eye_path:
        return Seeing(language, load_eye(eye_path)[0]), stored
    eye = Eye(EyeShape(**stored['eye_shape']))
    eye.load_state_dict(stored['eye'])
    return Seeing(language, eye), stored
