"""
Muon (https://kellerjordan.github.io/posts/muon): momentum whose matrix is made orthogonal before it is applied,
so that every direction of a weight learns at the same pace. For the matrices inside the blocks only.
"""

import torch


def orthogonal(matrices, steps: int = 5):
    """Nearest matrices with all singular values near 1, by five Newton-Schulz steps on a stack (n, rows, columns)."""
    a, b, c = 3.4445, -4.7750, 2.0315  # the quintic of the Muon post, tuned for speed over exactness
    x = matrices.transpose(-1, -2) if matrices.shape[-2] > matrices.shape[-1] else matrices
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(steps):
        square = x @ x.transpose(-1, -2)
        x = a * x + (b * square + c * square @ square) @ x
    return x.transpose(-1, -2) if matrices.shape[-2] > matrices.shape[-1] else x


class Muon(torch.optim.Optimizer):
    def __init__(self, matrices, lr: float, momentum: float = 0.95, decay: float = 0.0):
        super().__init__(matrices, {'lr': lr, 'momentum': momentum, 'decay': decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            by_shape: dict[tuple[int, ...], list] = {}
            for weight in group['params']:
                by_shape.setdefault(tuple(weight.shape), []).append(weight)
            for shape, weights in by_shape.items():  # one batched product per shape is far cheaper than one per matrix
                updates = []
                for weight in weights:
                    held = self.state[weight].setdefault('momentum', torch.zeros_like(weight))
                    held.lerp_(weight.grad, 1 - group['momentum'])
                    updates.append(weight.grad.lerp(held, group['momentum']))
                scale = group['lr'] * max(1.0, shape[0] / shape[1]) ** 0.5
                for weight, update in zip(weights, orthogonal(torch.stack(updates))):
                    weight.mul_(1 - group['lr'] * group['decay']).add_(update, alpha=-scale)
