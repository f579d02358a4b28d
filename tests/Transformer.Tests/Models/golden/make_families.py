"""Golden values of tiny random checkpoints of every family, in the layouts that users bring.

Run from this folder: python3 make_families.py
Writes families/tokenizer.json, whose tokens are the 256 bytes and three special ones, and for every model
families/<name>/: config.json, generation_config.json where it has one, model.safetensors or shards of it, and
expected.json: a prompt, a completion with the log-probability of each of its tokens, and what greedy decoding makes of
the prompt. With the transformers package installed the expected values are its own; without it, those of the plain
PyTorch below, which was written from the papers: RMSNorm (arXiv:1910.07467), rotary embedding (2104.09864),
grouped-query attention (2305.13245), sliding windows (2310.06825), Llama 3.1's frequencies (2407.21783), YaRN
(2309.00071), the norms of queries and keys (2505.09388). All of it in float64, from the weights as they are stored.
"""
import copy
import json
import math
import os
import shutil

import torch

import safetensors_writer

try:
    import transformers
except ImportError:
    transformers = None

ROOT = "families"
PROMPT = "A small model corrects what a large one said: "
COMPLETION = "no, 7 x 6 is 42."
NEW_TOKENS = 24
BYTES, SPECIALS = 256, ["<s>", "</s>", "<|eot|>"]
SMALL = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, vocab_size=264,
             max_position_embeddings=128, hidden_act="silu")
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=32)

# Of each: what its config.json says, how it is stored, and which parts of the computation it is there to show.
MODELS = {
    # No key/value heads, epsilon, theta or head width stated: Llama 2 as the first files had it.
    "llama2": dict(config=dict(SMALL, model_type="llama", tie_word_embeddings=False, pad_token_id=-1,
                               bos_token_id=256, eos_token_id=257),
                   dtype=torch.float32, shows=["rope"]),
    "llama3": dict(config=dict(SMALL, model_type="llama", num_key_value_heads=2, tie_word_embeddings=False,
                               rms_norm_eps=1e-5, rope_theta=100.0, rope_scaling=LLAMA3, bos_token_id=256,
                               eos_token_id=257),
                   generation=dict(eos_token_id=[257, 258, 174], bos_token_id=256, do_sample=True, temperature=0.6),
                   dtype=torch.bfloat16, shards=3, shows=["rope", "rope_scaling"]),
    # As transformers 5 writes it: rope_parameters, dtype.
    "llama32-tied": dict(config=dict(SMALL, model_type="llama", num_key_value_heads=1, tie_word_embeddings=True,
                                     rms_norm_eps=1e-5, rope_parameters=dict(LLAMA3, rope_theta=150.0, factor=32.0),
                                     eos_token_id=[257, 258]),
                         dtype=torch.float16, shows=["rope_scaling"]),
    "llama-biases": dict(config=dict(SMALL, model_type="llama", num_hidden_layers=1, num_key_value_heads=2,
                                     attention_bias=True, mlp_bias=True, tie_word_embeddings=False,
                                     rope_scaling=dict(type="linear", factor=4.0), eos_token_id=257),
                         dtype=torch.bfloat16, shows=["rope_scaling", "bias"]),
    # Eight key/value heads unless stated, and a window that is shorter than the prompt.
    "mistral": dict(config=dict(SMALL, model_type="mistral", num_attention_heads=16, head_dim=6, sliding_window=8,
                                num_hidden_layers=3, intermediate_size=32, tie_word_embeddings=False, eos_token_id=2),
                    dtype=torch.float16, shards=2, shows=["rope", "sliding_window"]),
    # The window that Qwen states is switched off; rows of the embedding have no token.
    "qwen2-tied-padded": dict(config=dict(SMALL, model_type="qwen2", num_key_value_heads=2, tie_word_embeddings=True,
                                          vocab_size=320, rms_norm_eps=1e-6, rope_theta=1000000.0, sliding_window=4,
                                          use_sliding_window=False, max_window_layers=1, eos_token_id=251),
                              generation=dict(eos_token_id=5), dtype=torch.bfloat16, shows=["bias"]),
    "qwen3": dict(config=dict(SMALL, model_type="qwen3", num_key_value_heads=2, head_dim=16, rms_norm_eps=1e-6,
                              rope_theta=1000.0, tie_word_embeddings=False, attention_bias=False, eos_token_id=257),
                  dtype=torch.float16, shards=2, shows=["rope", "head_norm"]),
    # The head width of 128 is Qwen3's own default.
    "qwen3-biases-tied": dict(config=dict(SMALL, model_type="qwen3", num_attention_heads=2, num_key_value_heads=1,
                                          num_hidden_layers=1, tie_word_embeddings=True, attention_bias=True,
                                          eos_token_id=None),
                              dtype=torch.bfloat16, shows=["head_norm", "bias"]),
    "qwen2-yarn": dict(config=dict(SMALL, model_type="qwen2", num_key_value_heads=4, num_hidden_layers=1, head_dim=16,
                                   tie_word_embeddings=True, rope_theta=1000.0, eos_token_id=257,
                                   rope_scaling=dict(type="yarn", factor=4.0, original_max_position_embeddings=32,
                                                     beta_fast=2.0, beta_slow=0.1)),
                       dtype=torch.float16, shows=["rope", "rope_scaling", "attention_factor"]),
    "qwen2-reward": dict(config=dict(SMALL, model_type="qwen2", num_key_value_heads=2, num_hidden_layers=1,
                                     id2label={"0": "LABEL_0"}, eos_token_id=257, pad_token_id=256),
                         dtype=torch.bfloat16, shows=["bias"]),
}
CLASSES = dict(llama="Llama", mistral="Mistral", qwen2="Qwen2", qwen3="Qwen3")
DEFAULT_KEY_HEADS = dict(mistral=8, qwen2=32, qwen3=32)


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
        self.window = config.get("sliding_window") if family == "mistral" else None
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


def make_weights(config):
    shape, hidden, inner = Shape(config), config["hidden_size"], config["intermediate_size"]
    queries, keys = shape.heads * shape.dim, shape.key_heads * shape.dim
    weights = {"model.embed_tokens.weight": torch.randn(config["vocab_size"], hidden) * (0.4 if shape.tied else 1)}

    def linear(name, rows, columns, bias, gain=1.6):
        weights[name + ".weight"] = torch.randn(rows, columns) * gain / math.sqrt(columns)
        if bias:
            weights[name + ".bias"] = 0.7 * torch.randn(rows)

    def norm(name, width):
        weights[name + ".weight"] = 1 + 0.3 * torch.randn(width)

    for i in range(config["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        norm(layer + "input_layernorm", hidden)
        linear(layer + "self_attn.q_proj", queries, hidden, shape.has_qkv_bias, 2.0)
        linear(layer + "self_attn.k_proj", keys, hidden, shape.has_qkv_bias, 2.0)
        linear(layer + "self_attn.v_proj", keys, hidden, shape.has_qkv_bias)
        linear(layer + "self_attn.o_proj", hidden, queries, shape.has_output_bias)
        if shape.has_head_norm:
            norm(layer + "self_attn.q_norm", shape.dim)
            norm(layer + "self_attn.k_norm", shape.dim)
        norm(layer + "post_attention_layernorm", hidden)
        linear(layer + "mlp.gate_proj", inner, hidden, shape.has_mlp_bias)
        linear(layer + "mlp.up_proj", inner, hidden, shape.has_mlp_bias)
        linear(layer + "mlp.down_proj", hidden, inner, shape.has_mlp_bias)
    norm("model.norm", hidden)
    if "id2label" in config:
        linear("score", 1, hidden, False)
    elif not shape.tied:
        linear("lm_head", config["vocab_size"], hidden, False)
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

    def attention(self, z, layer):
        s, tokens = self.shape, z.shape[0]
        query = self.linear(z, layer + "q_proj").view(tokens, s.heads, s.dim)
        key = self.linear(z, layer + "k_proj").view(tokens, s.key_heads, s.dim)
        value = self.linear(z, layer + "v_proj").view(tokens, s.key_heads, s.dim)
        if s.has_head_norm:
            query, key = self.norm(query, layer + "q_norm"), self.norm(key, layer + "k_norm")
        query, key = self.turn(query), self.turn(key)
        distance = torch.arange(tokens)[:, None] - torch.arange(tokens)
        seen = (distance >= 0) & (distance < (s.window or tokens))
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
            h = h + self.attention(self.norm(h, layer + "input_layernorm"), layer + "self_attn.")
            z = self.norm(h, layer + "post_attention_layernorm")
            gate = self.linear(z, layer + "mlp.gate_proj")
            h = h + self.linear(gate * gate.sigmoid() * self.linear(z, layer + "mlp.up_proj"), layer + "mlp.down_proj")
        return self.norm(h, "model.norm")

    def logits(self, tokens):
        return self.hidden(tokens) @ self.w["model.embed_tokens.weight" if self.shape.tied else "lm_head.weight"].T

    def score(self, tokens):
        return self.linear(self.hidden(tokens)[-1], "score").item()


class Reference:
    """The same by transformers."""

    def __init__(self, folder, config):
        kind = "AutoModelForSequenceClassification" if "id2label" in config else "AutoModelForCausalLM"
        self.model = getattr(transformers, kind).from_pretrained(
            folder, torch_dtype=torch.float64, attn_implementation="eager").eval()

    @torch.no_grad()
    def logits(self, tokens):
        return self.model(torch.tensor([tokens])).logits[0].double()

    def score(self, tokens):
        return self.logits(tokens).item()


def log_probabilities(model, prompt, completion):
    rows = model.logits(prompt + completion)[len(prompt) - 1:-1].log_softmax(-1)
    return rows.gather(1, torch.tensor(completion)[:, None])[:, 0]


def greedy(model, prompt, ends):
    tokens = list(prompt)
    for _ in range(NEW_TOKENS):
        best, second = model.logits(tokens)[-1].topk(2).values.tolist()
        assert best - second > 1e-4, "a tie: choose another seed"
        tokens.append(int(model.logits(tokens)[-1].argmax()))
        if tokens[-1] in ends:
            break
    return tokens[len(prompt):]


def require_effect(config, weights, shows, prompt, completion):
    """Leaving out what a model is there to show must change what it says."""
    exact = log_probabilities(Plain(config, weights), prompt, completion)
    for part in shows:
        other = Plain(config, copy.copy(weights))
        if part == "rope":
            other.shape.theta *= 3
        elif part == "rope_scaling":
            other.shape.scaling = {}
        elif part == "attention_factor":
            other.shape.scaling = dict(other.shape.scaling, blunt=True)
        elif part == "sliding_window":
            other.shape.window += 1
        elif part == "head_norm":
            other.shape.has_head_norm = False
        elif part == "bias":
            other.w = {name: value for name, value in other.w.items() if not name.endswith(".bias")}
        change = (log_probabilities(other, prompt, completion) - exact).abs().max().item()
        assert change > 0.02, f"{part} changes {change}"


def write_json(path, content):
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def write_weights(folder, weights, shards):
    if shards == 1:
        safetensors_writer.write(f"{folder}/model.safetensors", weights)
        return
    names, index = list(weights), {}
    for shard in range(shards):
        file = f"model-{shard + 1:05d}-of-{shards:05d}.safetensors"
        part = {name: weights[name] for name in names[shard::shards]}
        safetensors_writer.write(f"{folder}/{file}", part)
        index.update((name, file) for name in part)
    size = sum(value.numel() * value.element_size() for value in weights.values())
    write_json(f"{folder}/model.safetensors.index.json",
               dict(metadata=dict(total_size=size), weight_map=dict(sorted(index.items()))))


def write_tokenizer():
    """A byte-level tokenizer without merges: GPT-2's letters for the bytes."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = iter(range(256, 512))
    letters = [chr(byte) if byte in plain else chr(next(others)) for byte in range(BYTES)]
    added = [dict(id=BYTES + i, content=text, single_word=False, lstrip=False, rstrip=False, normalized=False,
                  special=True) for i, text in enumerate(SPECIALS)]
    level = dict(type="ByteLevel", add_prefix_space=False, trim_offsets=True, use_regex=True)
    write_json(f"{ROOT}/tokenizer.json", dict(
        version="1.0", truncation=None, padding=None, added_tokens=added, normalizer=None, pre_tokenizer=level,
        post_processor=None, decoder=level, model=dict(
            type="BPE", dropout=None, unk_token=None, continuing_subword_prefix=None, end_of_word_suffix=None,
            fuse_unk=False, byte_fallback=False, vocab={letter: byte for byte, letter in enumerate(letters)},
            merges=[])))


def write_model(name, config, dtype, shows, generation=None, shards=1):
    folder = f"{ROOT}/{name}"
    os.makedirs(folder)
    head = "ForSequenceClassification" if "id2label" in config else "ForCausalLM"
    stated = "dtype" if "rope_parameters" in config else "torch_dtype"
    write_json(f"{folder}/config.json", {"architectures": [CLASSES[config["model_type"]] + head], **config,
                                         stated: str(dtype).split(".")[1]})
    if generation:
        write_json(f"{folder}/generation_config.json", generation)
    weights = {key: value.to(dtype) for key, value in make_weights(config).items()}
    write_weights(folder, weights, shards)
    prompt, completion = list(PROMPT.encode()), list(COMPLETION.encode())
    model = Reference(folder, config) if transformers else Plain(config, weights)
    expected = dict(prompt=PROMPT, completion=COMPLETION, promptTokens=prompt, completionTokens=completion)
    if "id2label" in config:
        expected["score"] = model.score(prompt + completion)
    else:
        require_effect(config, weights, shows, prompt, completion)
        ends = (generation or config).get("eos_token_id")
        expected["logprobs"] = log_probabilities(model, prompt, completion).tolist()
        expected["greedy"] = greedy(model, prompt, ends if isinstance(ends, list) else [ends])
        assert "padded" not in name or max(expected["greedy"]) >= BYTES + len(SPECIALS), "no token without a text"
    write_json(f"{folder}/expected.json", expected)


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    os.makedirs(ROOT)
    write_tokenizer()
    for seed, (model_name, model) in enumerate(MODELS.items()):
        torch.manual_seed(2024 + seed)
        write_model(model_name, **model)
