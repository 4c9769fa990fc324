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
from vision.goals import Heads
from vision.vit import Eye, eye_from


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
    def __init__(self, language: Model, eye: Eye, heads: Heads):
        super().__init__()
        self.language, self.eye, self.heads = language, eye, heads
        self.language.embedding = EmbeddingWithImages(language.embedding.weight)

    def look(self, images):
        """uint8 images (n, 72, 72, 3) become the ids from the vocabulary's size on; None forgets them. Returns the features."""
        features = None if images is None else self.eye.features(images.to(self.eye.positions.device))
        self.language.embedding.patches = None if features is None else self.eye.project(features).flatten(0, 1)
        return features


def save_seeing(path: str, seeing: Seeing, **more) -> None:
    """One file that both export scripts and further training read."""
    weights = lambda part: {name: weight.cpu() for name, weight in part.state_dict().items()}
    parts = {'eye_shape': asdict(seeing.eye.shape), 'eye': weights(seeing.eye), 'heads': weights(seeing.heads)}
    save_checkpoint(path, seeing.language, **parts, **more)


def load_seeing(path: str, eye_path: str | None = None) -> Seeing:
    """A checkpoint of both, or of the text model with the eye from a file of its own."""
    language, stored = load_checkpoint(path)
    if eye_path:
        stored = torch.load(eye_path, map_location='cpu')
    eye = eye_from(stored, language.shape.width)
    heads = Heads(eye.shape.width)
    heads.load_state_dict(stored['heads'])
    return Seeing(language, eye, heads)
