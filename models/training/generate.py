"""Writes answers for many prompts at once, with a key-value cache. Prompts are padded on the left."""

import torch

END = '<|im_end|>'


class Cache:
    """Keys and values by layer, in buffers that already have their final length."""

    def __init__(self, batch: int, length: int):
        self.batch, self.length, self.filled, self.held = batch, length, 0, {}

    def extend(self, layer, k, v):
        if layer not in self.held:
            empty = lambda like: torch.empty(self.batch, like.shape[1], self.length, like.shape[3])
            self.held[layer] = (empty(k), empty(v))
        keys, values = self.held[layer]
        until = self.filled + k.shape[2]
        keys[:, :, self.filled : until], values[:, :, self.filled : until] = k, v
        return keys[:, :, :until], values[:, :, :until]

    def keep(self, rows):
        self.batch = len(rows)
        self.held = {layer: (k[rows], v[rows]) for layer, (k, v) in self.held.items()}


def at_once_on(model) -> int:
    """Prompts of one batch: a GPU takes many in the time of one."""
    return 64 if model.embedding.weight.device.type == 'cpu' else 1024


@torch.no_grad()
def generate(model, tokenizer, prompts: list[list[int]], most: int, temperature: float = 0.0, seed: int = 0, not_first: int | None = None):
    """
    One list of new token ids per prompt, without the end token. Greedy at temperature 0.

    `not_first`: a token that may not come first; forbidding the line end forces a thought.
    """
    device = model.embedding.weight.device  # everything else is made there too: model.use_device
    chooser = torch.Generator(device).manual_seed(seed)
    end = tokenizer.id_of[END]
    longest = max(map(len, prompts))
    pad = torch.tensor([longest - len(prompt) for prompt in prompts])
    ids = torch.tensor([[end] * (longest - len(prompt)) + prompt for prompt in prompts])
    columns = torch.arange(longest + most)
    hidden_columns = torch.where(columns[None] < pad[:, None], float('-inf'), 0.0)[:, None, None]  # (B, 1, 1, longest + most)
    causal = torch.full((longest, longest), float('-inf')).triu(1)
    mask = hidden_columns[..., :longest] + causal
    mask.diagonal(dim1=-2, dim2=-1).fill_(0)  # a padding row looks at itself, so that its softmax is defined
    positions = (columns[None, :longest] - pad[:, None]).clamp(min=0)
    cache, rows, written = Cache(len(prompts), longest + most), list(range(len(prompts))), [[] for _ in prompts]
    for step in range(most):
        state = model.hidden(ids, positions, mask, cache)[:, -1]
        cache.filled += ids.shape[1]
        scores = model.logits(state)
        if step == 0 and not_first is not None:
            scores[:, not_first] = float('-inf')
        if temperature == 0:
            chosen = scores.argmax(-1)
        else:
            chosen = torch.multinomial(torch.softmax(scores / temperature, -1), 1, generator=chooser)[:, 0]
        going = [at for at, token in enumerate(chosen.tolist()) if token != end]
        for at in going:
            written[rows[at]].append(int(chosen[at]))
        if not going:
            break
        if len(going) < len(rows):
            kept = torch.tensor(going)
            cache.keep(kept)
            rows, pad, hidden_columns, chosen = [rows[at] for at in going], pad[kept], hidden_columns[kept], chosen[kept]
        ids = chosen[:, None]
        positions = (longest + step - pad)[:, None]
        mask = hidden_columns[..., : longest + step + 1]
    return written
