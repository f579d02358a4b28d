"""Golden values of two tiny random Llama models, computed by plain_model.py one sample at a time.

Run from this folder: python3 make_llama.py
Writes <name>/config.json, <name>/model.safetensors (float32) and <name>/expected.safetensors: the packed tokens, the
logits, the mean cross-entropy of the next tokens and its gradient by every parameter, all in float64 from those
weights.
"""
import json
import os

import torch
import torch.nn.functional as F

import safetensors_writer
from plain_model import Plain, make_weights

LENGTHS = [5, 9, 1, 7]
MODELS = {
    "llama-grouped": dict(hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
                          num_key_value_heads=2, vocab_size=23, tie_word_embeddings=False, rope_theta=500.0),
    "llama-tied": dict(hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2,
                       num_key_value_heads=2, vocab_size=19, tie_word_embeddings=True, rope_theta=10000.0, head_dim=12),
}


def expect(config, weights, leaves):
    """Tokens, the logits of a model, the mean cross-entropy of the next tokens and its gradient by the leaves."""
    model = Plain(config, weights)
    samples = [torch.randint(config["vocab_size"], (length,)) for length in LENGTHS]
    logits = [model.logits(tokens) for tokens in samples]
    losses = [F.cross_entropy(l[:-1], t[1:], reduction="sum") for l, t in zip(logits, samples) if len(t) > 1]
    loss = torch.stack(losses).sum() / sum(length - 1 for length in LENGTHS)
    loss.backward()
    expected = {"tokens": torch.cat(samples), "lengths": torch.tensor(LENGTHS), "logits": torch.cat(logits),
                "loss": loss.reshape(1)}
    return expected | {"gradient." + key: value.grad for key, value in leaves.items()}


def write_model(name, shape):
    config = dict(architectures=["LlamaForCausalLM"], model_type="llama", hidden_act="silu", rms_norm_eps=1e-5,
                  max_position_embeddings=32, bos_token_id=0, eos_token_id=1, pad_token_id=2,
                  torch_dtype="float32", **shape)
    weights = make_weights(config)
    os.makedirs(name, exist_ok=True)
    with open(f"{name}/config.json", "w") as file:
        file.write(json.dumps(config, indent=2) + "\n")
    safetensors_writer.write(f"{name}/model.safetensors", weights)

    exact = {key: value.double().requires_grad_() for key, value in weights.items()}
    safetensors_writer.write(f"{name}/expected.safetensors", expect(config, exact, exact))


if __name__ == "__main__":
    torch.manual_seed(20240)
    for model, shape in MODELS.items():
        write_model(model, shape)
