"""A decoder of any of the families in plain PyTorch, one sequence at a time, and random weights for it.

Written from the papers: RMSNorm (arXiv:1910.07467), rotary embedding (2104.09864), grouped-query attention
(2305.13245), sliding windows (2310.06825), Llama 3.1's frequencies (2407.21783), YaRN (2309.00071), the norms of
queries and keys (2505.09388). Computed in float64, with gradients of weights that ask for theirs.
"""
import math

import torch

DEFAULT_KEY_HEADS = dict(mistral=8, qwen2=32, qwen3=32)


def windows(config):
    """Tokens that each layer's tokens attend to, or None: Mistral's in all layers, Qwen's where it is switched on."""
    count, window = config["num_hidden_layers"], config.get("sliding_window")
    if config["model_type"] == "mistral":
        return [window] * count
    if not config.get("use_sliding_window"):
        return [None] * count
    types = config.get("layer_types") or [
        "sliding_attention" if i >= config.get("max_window_layers", 28) else "full_attention" for i in range(count)]
    return [window if kind == "sliding_attention" else None for kind in types]


class Shape:
    """A config.json with the defaults of its family."""

    def __init__(self, config):
        family = config["model_type"]
        self.heads = config["num_attention_heads"]
        self.key_heads = config.get("num_key_value_heads", DEFAULT_KEY_HEADS.get(family, self.heads))
        self.dim = config.get("head_dim", 128 if family == "qwen3" else config["hidden_size"] // self.heads)
        self.epsilon = config.get("rms_norm_eps", 1e-6)
        rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
        self.theta = rope.get("rope_theta", config.get("rope_theta", 10000.0))
        self.scaling = rope
        self.has_qkv_bias = family == "qwen2" or config.get("attention_bias", False)
        self.has_output_bias = family != "qwen2" and config.get("attention_bias", False)
        self.has_mlp_bias = config.get("mlp_bias", False)
        self.has_head_norm = family == "qwen3"
        self.windows = windows(config)
        self.tied = config.get("tie_word_embeddings", False)

    def frequencies(self):
        frequency = self.theta ** -(torch.arange(0, self.dim, 2, dtype=torch.float64) / self.dim)
        if self.kind() == "linear":
            return frequency / self.scaling["factor"]
        if self.kind() == "llama3":
            return torch.tensor([self.llama3(f.item()) for f in frequency], dtype=torch.float64)
        return self.yarn(frequency) if self.kind() == "yarn" else frequency

    def kind(self):
        return self.scaling.get("rope_type", self.scaling.get("type", "default"))

    def yarn(self, frequency):
        def place(turns):
            length = self.scaling["original_max_position_embeddings"]
            return self.dim * math.log(length / (2 * math.pi * turns)) / (2 * math.log(self.theta))

        first = max(math.floor(place(self.scaling["beta_fast"])), 0)
        last = min(math.ceil(place(self.scaling["beta_slow"])), self.dim - 1)
        ramp = ((torch.arange(self.dim // 2, dtype=torch.float64) - first) / (last - first)).clamp(0, 1)
        return frequency / self.scaling["factor"] * ramp + frequency * (1 - ramp)

    def sharpening(self):
        if self.kind() != "yarn" or self.scaling.get("blunt"):
            return 1.0
        return self.scaling.get("attention_factor", 0.1 * math.log(self.scaling["factor"]) + 1)

    def llama3(self, frequency):
        length = self.scaling["original_max_position_embeddings"]
        low, high = self.scaling["low_freq_factor"], self.scaling["high_freq_factor"]
        wave = 2 * math.pi / frequency
        if wave < length / high:
            return frequency
        if wave > length / low:
            return frequency / self.scaling["factor"]
        smooth = (length / wave - low) / (high - low)
        return (1 - smooth) * frequency / self.scaling["factor"] + smooth * frequency


def make_weights(config, embedding=1, norm=0.2, gain=1, query_key_gain=1):
    """Random weights; the numbers say how far they spread."""
    shape, hidden, inner = Shape(config), config["hidden_size"], config["intermediate_size"]
    queries, keys = shape.heads * shape.dim, shape.key_heads * shape.dim
    weights = {"model.embed_tokens.weight": torch.randn(config["vocab_size"], hidden) * embedding}

    def linear(name, rows, columns, bias=False, scale=gain):
        weights[name + ".weight"] = torch.randn(rows, columns) * scale / math.sqrt(columns)
        if bias:
            weights[name + ".bias"] = 0.7 * torch.randn(rows)

    def norm_of(name, width):
        weights[name + ".weight"] = 1 + norm * torch.randn(width)

    for i in range(config["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        norm_of(layer + "input_layernorm", hidden)
        linear(layer + "self_attn.q_proj", queries, hidden, shape.has_qkv_bias, query_key_gain)
        linear(layer + "self_attn.k_proj", keys, hidden, shape.has_qkv_bias, query_key_gain)
        linear(layer + "self_attn.v_proj", keys, hidden, shape.has_qkv_bias)
        linear(layer + "self_attn.o_proj", hidden, queries, shape.has_output_bias)
        if shape.has_head_norm:
            norm_of(layer + "self_attn.q_norm", shape.dim)
            norm_of(layer + "self_attn.k_norm", shape.dim)
        norm_of(layer + "post_attention_layernorm", hidden)
        linear(layer + "mlp.gate_proj", inner, hidden, shape.has_mlp_bias)
        linear(layer + "mlp.up_proj", inner, hidden, shape.has_mlp_bias)
        linear(layer + "mlp.down_proj", hidden, inner, shape.has_mlp_bias)
    norm_of("model.norm", hidden)
    if "id2label" in config:
        linear("score", 1, hidden)
    elif not shape.tied:
        linear("lm_head", config["vocab_size"], hidden)
    return weights


class Plain:
    """The model itself, one sequence at a time."""

    def __init__(self, config, weights):
        self.shape, self.layers = Shape(config), config["num_hidden_layers"]
        self.w = {name: value.double() for name, value in weights.items()}

    def linear(self, x, name):
        y = x @ self.w[name + ".weight"].T
        return y + self.w[name + ".bias"] if name + ".bias" in self.w else y

    def norm(self, x, name):
        mean = (x * x).mean(-1, keepdim=True)
        return x / (mean + self.shape.epsilon).sqrt() * self.w[name + ".weight"]

    def turn(self, x):
        """[T, heads, D], as complex numbers whose parts are the halves of a head."""
        first, second = x.chunk(2, -1)
        angles = torch.arange(x.shape[0], dtype=torch.float64)[:, None] * self.shape.frequencies()
        turned = torch.complex(first, second) * torch.polar(torch.ones_like(angles), angles)[:, None]
        turned = turned * self.shape.sharpening()
        return torch.cat([turned.real, turned.imag], -1)

    def attention(self, z, layer, window):
        s, tokens = self.shape, z.shape[0]
        query = self.linear(z, layer + "q_proj").view(tokens, s.heads, s.dim)
        key = self.linear(z, layer + "k_proj").view(tokens, s.key_heads, s.dim)
        value = self.linear(z, layer + "v_proj").view(tokens, s.key_heads, s.dim)
        if s.has_head_norm:
            query, key = self.norm(query, layer + "q_norm"), self.norm(key, layer + "k_norm")
        query, key = self.turn(query), self.turn(key)
        distance = torch.arange(tokens)[:, None] - torch.arange(tokens)
        seen = (distance >= 0) & (distance < (window or tokens))
        mixed = []
        for head in range(s.heads):
            shared = head // (s.heads // s.key_heads)
            scores = query[:, head] @ key[:, shared].T / math.sqrt(s.dim)
            mixed.append(scores.masked_fill(~seen, -math.inf).softmax(-1) @ value[:, shared])
        return self.linear(torch.cat(mixed, -1), layer + "o_proj")

    def hidden(self, tokens):
        h = self.w["model.embed_tokens.weight"][tokens]
        for i in range(self.layers):
            layer = f"model.layers.{i}."
            z = self.norm(h, layer + "input_layernorm")
            h = h + self.attention(z, layer + "self_attn.", self.shape.windows[i])
            z = self.norm(h, layer + "post_attention_layernorm")
            gate = self.linear(z, layer + "mlp.gate_proj")
            h = h + self.linear(gate * gate.sigmoid() * self.linear(z, layer + "mlp.up_proj"), layer + "mlp.down_proj")
        return self.norm(h, "model.norm")

    def logits(self, tokens):
        return self.hidden(tokens) @ self.w["model.embed_tokens.weight" if self.shape.tied else "lm_head.weight"].T

    def score(self, tokens):
        return self.linear(self.hidden(tokens)[-1], "score").item()
