"""Golden values of two tiny random Llama models, written in plain PyTorch and evaluated one sample at a time.

Run from this folder: python3 make_llama.py
Writes <name>/config.json, <name>/model.safetensors (float32) and <name>/expected.safetensors: the packed tokens, the
logits, the mean cross-entropy of the next tokens and its gradient by every parameter, all in float64 from those
weights.
"""
import json
import math
import os

import torch
import torch.nn.functional as F

import safetensors_writer

LENGTHS = [5, 9, 1, 7]
MODELS = {
    "llama-grouped": dict(hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
                          num_key_value_heads=2, vocab_size=23, tie_word_embeddings=False, rope_theta=500.0),
    "llama-tied": dict(hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2,
                       num_key_value_heads=2, vocab_size=19, tie_word_embeddings=True, rope_theta=10000.0, head_dim=12),
}


def make_weights(config):
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    width = config.get("head_dim", hidden // config["num_attention_heads"])
    queries, keys = config["num_attention_heads"] * width, config["num_key_value_heads"] * width
    weights = {"model.embed_tokens.weight": torch.randn(config["vocab_size"], hidden)}
    for i in range(config["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        weights[layer + "input_layernorm.weight"] = 1 + 0.2 * torch.randn(hidden)
        for name, rows, columns in (("q_proj", queries, hidden), ("k_proj", keys, hidden), ("v_proj", keys, hidden),
                                    ("o_proj", hidden, queries)):
            weights[layer + f"self_attn.{name}.weight"] = torch.randn(rows, columns) / math.sqrt(columns)
        weights[layer + "post_attention_layernorm.weight"] = 1 + 0.2 * torch.randn(hidden)
        for name, rows, columns in (("gate_proj", inner, hidden), ("up_proj", inner, hidden),
                                    ("down_proj", hidden, inner)):
            weights[layer + f"mlp.{name}.weight"] = torch.randn(rows, columns) / math.sqrt(columns)
    weights["model.norm.weight"] = 1 + 0.2 * torch.randn(hidden)
    if not config["tie_word_embeddings"]:
        weights["lm_head.weight"] = torch.randn(config["vocab_size"], hidden) / math.sqrt(hidden)
    return weights


def rms_norm(x, weight, epsilon):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * weight


def rotate(x, theta):
    """[H, T, D], halves convention."""
    half = x.shape[-1] // 2
    frequencies = theta ** (-2.0 * torch.arange(half, dtype=x.dtype) / x.shape[-1])
    angles = torch.arange(x.shape[1], dtype=x.dtype)[:, None] * frequencies
    first, second = x[..., :half], x[..., half:]
    return torch.cat((first * angles.cos() - second * angles.sin(), second * angles.cos() + first * angles.sin()), -1)


def attention(z, w, layer, config):
    heads, kv_heads, tokens = config["num_attention_heads"], config["num_key_value_heads"], z.shape[0]
    query, key, value = (
        (z @ w[layer + f"self_attn.{name}.weight"].T).view(tokens, count, -1).transpose(0, 1)
        for name, count in (("q_proj", heads), ("k_proj", kv_heads), ("v_proj", kv_heads)))
    query, key = rotate(query, config["rope_theta"]), rotate(key, config["rope_theta"])
    key, value = (x.repeat_interleave(heads // kv_heads, 0) for x in (key, value))
    scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])
    scores = scores.masked_fill(torch.ones(tokens, tokens, dtype=torch.bool).triu(1), float("-inf"))
    mixed = (scores.softmax(-1) @ value).transpose(0, 1).reshape(tokens, -1)
    return mixed @ w[layer + "self_attn.o_proj.weight"].T


def logits_of(tokens, w, config):
    epsilon = config["rms_norm_eps"]
    h = w["model.embed_tokens.weight"][tokens]
    for i in range(config["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        h = h + attention(rms_norm(h, w[layer + "input_layernorm.weight"], epsilon), w, layer, config)
        z = rms_norm(h, w[layer + "post_attention_layernorm.weight"], epsilon)
        inner = F.silu(z @ w[layer + "mlp.gate_proj.weight"].T) * (z @ w[layer + "mlp.up_proj.weight"].T)
        h = h + inner @ w[layer + "mlp.down_proj.weight"].T
    head = w["model.embed_tokens.weight" if config["tie_word_embeddings"] else "lm_head.weight"]
    return rms_norm(h, w["model.norm.weight"], epsilon) @ head.T


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
    samples = [torch.randint(config["vocab_size"], (length,)) for length in LENGTHS]
    logits = [logits_of(tokens, exact, config) for tokens in samples]
    losses = [F.cross_entropy(l[:-1], t[1:], reduction="sum") for l, t in zip(logits, samples) if len(t) > 1]
    loss = torch.stack(losses).sum() / sum(length - 1 for length in LENGTHS)
    loss.backward()
    expected = {"tokens": torch.cat(samples), "lengths": torch.tensor(LENGTHS), "logits": torch.cat(logits),
                "loss": loss.reshape(1)}
    expected.update({"gradient." + key: value.grad for key, value in exact.items()})
    safetensors_writer.write(f"{name}/expected.safetensors", expected)


if __name__ == "__main__":
    torch.manual_seed(20240)
    for model, shape in MODELS.items():
        write_model(model, shape)
