"""Writes operators.json: inputs, results and gradients of the operators the engine leans on, by PyTorch itself.

Run it in this folder with a Python that has PyTorch: python3 operators.py
"""
import json
import torch
import torch.nn.functional as F

torch.manual_seed(20240611)


def leaf(*shape):
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


ids = torch.tensor([[0, 3, 1], [4, 4, 2]])
classes = torch.tensor([1, 0, -100, 3])
keep = torch.tensor([[True, False, True, True], [False, True, True, False], [True, True, True, True]])

CASES = {
    "matmul": ([leaf(2, 3, 4), leaf(4, 5)], lambda a, b: a.matmul(b)),
    "bmm": ([leaf(2, 3, 4), leaf(2, 4, 2)], lambda a, b: a.bmm(b)),
    "baddbmm": ([leaf(2, 3, 2), leaf(2, 3, 4), leaf(2, 4, 2)],
                lambda c, a, b: torch.baddbmm(c, a, b, beta=0.5, alpha=2.0)),
    "linear": ([leaf(2, 3, 4), leaf(5, 4), leaf(5)], F.linear),
    "softmax": ([leaf(3, 4)], lambda a: a.softmax(-1)),
    "log_softmax": ([leaf(3, 4)], lambda a: a.log_softmax(1)),
    "logsumexp": ([leaf(3, 4)], lambda a: a.logsumexp(1, keepdim=True)),
    "silu": ([leaf(3, 4)], F.silu),
    "gelu": ([leaf(3, 4)], F.gelu),
    "logsigmoid": ([leaf(3, 4)], F.logsigmoid),
    "softplus": ([leaf(3, 4)], F.softplus),
    "embedding": ([leaf(5, 3)], lambda w: F.embedding(ids, w)),
    "cross_entropy": ([leaf(4, 5)], lambda a: F.cross_entropy(a, classes, label_smoothing=0.1)),
    "nll_loss": ([leaf(4, 5)], lambda a: F.nll_loss(a.log_softmax(1), classes, reduction="sum")),
    "layer_norm": ([leaf(2, 3, 4), leaf(4), leaf(4)], lambda a, w, b: F.layer_norm(a, [4], w, b)),
    "gather": ([leaf(2, 5)], lambda a: a.gather(1, ids)),
    "index_add": ([leaf(5, 2), leaf(3, 2)], lambda a, b: a.index_add(0, torch.tensor([0, 3, 3]), b, alpha=2)),
    "masked_fill": ([leaf(3, 4)], lambda a: a.masked_fill(~keep, -1.5)),
    "where": ([leaf(3, 4), leaf(3, 4)], lambda a, b: torch.where(keep, a, b)),
    "var": ([leaf(3, 4)], lambda a: a.var([1], unbiased=False)),
    "norm": ([leaf(3, 4)], lambda a: a.norm()),
    "cumsum": ([leaf(3, 4)], lambda a: a.cumsum(1)),
    "clamp": ([leaf(3, 4)], lambda a: a.clamp(-0.5, 0.5)),
    "slices": ([leaf(3, 4)], lambda a: a[1:, ::2].transpose(0, 1).reshape(-1)),
}


def described(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().reshape(-1).tolist()}


golden = {"torch": torch.__version__, "cases": {}}
for name, (inputs, function) in CASES.items():
    output = function(*inputs)
    gradient = torch.randn_like(output)
    gradients = torch.autograd.grad(output, inputs, gradient)
    golden["cases"][name] = {
        "inputs": [described(x) for x in inputs],
        "output": described(output),
        "output_gradient": described(gradient),
        "gradients": [described(g) for g in gradients],
    }

with open("operators.json", "w") as file:
    json.dump(golden, file, indent=0)
    file.write("\n")
