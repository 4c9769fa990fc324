"""One question about images, and the split that keeps test questions out of training."""

import zlib
from dataclasses import dataclass

from tasks.item import Item, normalise
from vision.scenes import HELD_OUT_IN, Scene, is_held_out_text

MARKER = '<__media__>'  # stands in the text where an image stands, as llama.cpp reads it
NUMBERS = ('zero', 'one', 'two', 'three', 'four', 'five', 'six')


@dataclass(frozen=True)
class ImageItem(Item):
    images: tuple[Scene, ...] = ()  # in the order of their markers in `before` and `question`
    keys: tuple[str, ...] = ()  # held out if all of them are; never trained on if one is
    texts: tuple[str, ...] = ()  # words, numbers or made-up labels that decide instead


def scene_key(question: str, *scenes: Scene) -> str:
    return normalise(' | '.join([question, *(scene.description for scene in scenes)]))


def side(item: ImageItem) -> bool | None:
    """
    True: held out; False: for training; None: for neither.

    Example: a question about one image is held out if crc32 of "what is this red circle top left big" is a multiple of 20.
    """
    held = [zlib.crc32(key.encode()) % HELD_OUT_IN == 0 for key in item.keys]
    held += [is_held_out_text(text) for text in item.texts if len(text) > 1]
    if not held or not any(held):
        return False
    return True if all(held) else None
