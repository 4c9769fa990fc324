"""
Chunks drawn by other processes and kept on the GPU: each is used once when it is fresh and again when nothing fresh waits.

Arrays travel through memory shared since the fork, so that the training process only copies them to the GPU.
"""

import mmap
import multiprocessing
import random
from collections import deque
from contextlib import nullcontext
from typing import Callable

import numpy as np
import torch

Layout = dict[str, tuple[tuple[int, ...], type]]
START = multiprocessing.get_context('fork')


class Workers:
    """`make(seed)` gives a function that fills a chunk; every worker has a seed of its own. Start them before CUDA is touched."""

    def __init__(self, layout: Layout, make: Callable, seed: int, workers: int, slots: int):
        self.slots = [shared_arrays(layout) for _ in range(slots)]
        self.free, self.full = START.SimpleQueue(), START.SimpleQueue()
        for slot in range(slots):
            self.free.put(slot)
        self.processes = [START.Process(target=self.draw, args=(make, seed + 100 * number), daemon=True) for number in range(workers)]
        for one in self.processes:
            one.start()

    def draw(self, make: Callable, seed: int) -> None:
        torch.set_num_threads(1)
        draw_into = make(seed)
        while True:
            slot = self.free.get()
            draw_into(self.slots[slot])
            self.full.put(slot)

    def stop(self) -> None:
        for one in self.processes:
            one.terminate()


def shared_arrays(layout: Layout) -> dict[str, np.ndarray]:
    arrays = {}
    for name, (shape, kind) in layout.items():
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        arrays[name] = np.frombuffer(mmap.mmap(-1, size), dtype=kind).reshape(shape)
    return arrays


class Pool:
    """The last `capacity` chunks, on the device."""

    def __init__(self, layout: Layout, workers: Workers, capacity: int, device: str, seed: int):
        kinds = {np.int8: torch.int8, np.uint8: torch.uint8, np.int16: torch.int16, np.float16: torch.float16}
        self.arrays = {name: torch.empty((capacity, *shape), dtype=kinds[kind], device=device) for name, (shape, kind) in layout.items()}
        self.workers, self.capacity, self.drawn, self.fresh = workers, capacity, 0, deque()
        self.source = random.Random(seed)
        # a copy of its own beside the work on the GPU; in the same stream it would wait for all of it
        self.beside = torch.cuda.Stream() if 'cuda' in device else None

    def receive(self, most: int) -> None:
        """Takes what is ready, at most so many chunks; waits for the very first ones."""
        for _ in range(most):
            if self.drawn >= most and self.workers.full.empty():
                return
            slot, place = self.workers.full.get(), self.drawn % self.capacity
            with torch.cuda.stream(self.beside) if self.beside else nullcontext():
                for name, array in self.workers.slots[slot].items():
                    self.arrays[name][place].copy_(torch.from_numpy(array))
            self.workers.free.put(slot)
            self.fresh.append(place)
            self.drawn += 1

    def take(self, count: int) -> dict[str, torch.Tensor]:
        """So many chunks, (count, ...): fresh ones first."""
        if self.beside:
            torch.cuda.current_stream().wait_stream(self.beside)
        places = [self.fresh.popleft() for _ in range(min(count, len(self.fresh)))]
        held = min(self.drawn, self.capacity)
        places += [self.source.randrange(held) for _ in range(count - len(places))]
        index = torch.tensor(places, device=next(iter(self.arrays.values())).device)
        return {name: array[index] for name, array in self.arrays.items()}
