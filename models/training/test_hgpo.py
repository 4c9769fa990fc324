import pytest
import torch
from hgpo import pushes_of


@pytest.mark.parametrize('probability, share', [(0.5, 1.0), (0.001, 0.002)])
def test_a_worse_mode_is_pushed_down_by_its_probability(probability, share):
    log_p = torch.tensor([probability]).log().requires_grad_()
    pushes_of(torch.tensor([-1.0]), log_p).sum().backward()
    assert log_p.grad.item() == pytest.approx(-share)


def test_a_better_mode_is_pushed_up_by_its_logarithm():
    log_p = torch.tensor([0.001]).log().requires_grad_()
    pushes_of(torch.tensor([1.0]), log_p).sum().backward()
    assert log_p.grad.item() == 1.0
