"""Golden trajectory of torch.optim.AdamW with decay, clipping and a warmed-up cosine schedule, in float64.

Run from this folder: python3 make_adamw.py
Writes adamw.safetensors: start.{a,b}, and for update i gradient.i.{a,b}, norm.i, rate.i and value.i.{a,b}.
"""
import math
import sys

import torch

sys.path.append("../../Models/golden")
import safetensors_writer  # noqa: E402

UPDATES, WARMUP, FINAL = 12, 3, 0.1


def factor(completed):
    update = completed + 1
    if update <= WARMUP:
        return update / WARMUP
    progress = (update - WARMUP) / (UPDATES - WARMUP)
    return FINAL + (1 - FINAL) * 0.5 * (1 + math.cos(math.pi * progress))


if __name__ == "__main__":
    torch.manual_seed(7)
    parameters = {"a": torch.randn(7, 5, dtype=torch.float64), "b": torch.randn(11, dtype=torch.float64)}
    written = {"start." + name: value.clone() for name, value in parameters.items()}
    for value in parameters.values():
        value.requires_grad_()
    optimiser = torch.optim.AdamW(parameters.values(), lr=3e-2, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, factor)
    for i in range(UPDATES):
        for name, value in parameters.items():
            value.grad = torch.randn_like(value) * (0.02 if i % 3 == 0 else 1.0)
            written[f"gradient.{i}.{name}"] = value.grad.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
        written[f"norm.{i}"] = norm.reshape(1)
        written[f"rate.{i}"] = torch.tensor([schedule.get_last_lr()[0]], dtype=torch.float64)
        optimiser.step()
        schedule.step()
        for name, value in parameters.items():
            written[f"value.{i}.{name}"] = value.detach().clone()
    safetensors_writer.write("adamw.safetensors", written)
