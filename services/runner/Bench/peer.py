"""The peer of `w2s bench`: the same Llama as everyday eager PyTorch, written the way Hugging Face writes it.

Separate q, k and v projections, attention out of matmul and softmax, cross_entropy on shifted logits, AdamW and
clip_grad_norm_ with their defaults, generation on left-padded prompts with caches that grow by torch.cat. Needs nothing
but torch. Reads one JSON command per line on standard input, answers each with one JSON line, ends with the input.
"""

import json
import math
import signal
import sys
import time
from pathlib import Path

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
    from torch.nn.utils.rnn import pad_sequence
except ImportError:
    sys.exit(3)

IGNORED = -100  # cross_entropy's ignore_index
BLOCKED = torch.finfo(torch.float32).min


# --- model ------------------------------------------------------------------------------------------------------------


class RMSNorm(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(config["hidden_size"]))
        self.epsilon = config["rms_norm_eps"]

    def forward(self, hidden):
        variance = hidden.pow(2).mean(-1, keepdim=True)
        return self.weight * (hidden * torch.rsqrt(variance + self.epsilon))


def rotate_half(x):
    first, second = x.chunk(2, dim=-1)
    return torch.cat((-second, first), dim=-1)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.heads = config["num_attention_heads"]
        self.key_heads = config["num_key_value_heads"]
        self.head_dim = config["head_dim"]
        hidden = config["hidden_size"]
        self.q_proj = nn.Linear(hidden, self.heads * self.head_dim, bias=False)
        self.k_proj = nn.Linear(hidden, self.key_heads * self.head_dim, bias=False)
        self.v_proj = nn.Linear(hidden, self.key_heads * self.head_dim, bias=False)
        self.o_proj = nn.Linear(self.heads * self.head_dim, hidden, bias=False)

    def forward(self, hidden, cos, sin, mask, cache):
        """hidden [B, T, C], mask [B or 1, 1, T, S] additive, cache (keys, values) [B, K, S - T, D] or None."""
        batch, length, _ = hidden.shape
        query = self.split(self.q_proj(hidden), self.heads)
        key = self.split(self.k_proj(hidden), self.key_heads)
        value = self.split(self.v_proj(hidden), self.key_heads)
        query = query * cos + rotate_half(query) * sin
        key = key * cos + rotate_half(key) * sin
        if cache is not None:
            key = torch.cat((cache[0], key), dim=2)
            value = torch.cat((cache[1], value), dim=2)
        cache = (key, value)
        if self.key_heads != self.heads:
            key = key.repeat_interleave(self.heads // self.key_heads, dim=1)
            value = value.repeat_interleave(self.heads // self.key_heads, dim=1)
        scores = torch.matmul(query, key.transpose(2, 3)) / math.sqrt(self.head_dim) + mask
        mixed = torch.matmul(F.softmax(scores, dim=-1), value)
        return self.o_proj(mixed.transpose(1, 2).reshape(batch, length, -1)), cache

    def split(self, rows, heads):
        return rows.view(rows.shape[0], rows.shape[1], heads, self.head_dim).transpose(1, 2)


class MLP(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden, inner = config["hidden_size"], config["intermediate_size"]
        self.gate_proj = nn.Linear(hidden, inner, bias=False)
        self.up_proj = nn.Linear(hidden, inner, bias=False)
        self.down_proj = nn.Linear(inner, hidden, bias=False)

    def forward(self, hidden):
        return self.down_proj(F.silu(self.gate_proj(hidden)) * self.up_proj(hidden))


class DecoderLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.input_layernorm = RMSNorm(config)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = RMSNorm(config)
        self.mlp = MLP(config)

    def forward(self, hidden, cos, sin, mask, cache):
        mixed, cache = self.self_attn(self.input_layernorm(hidden), cos, sin, mask, cache)
        hidden = hidden + mixed
        return hidden + self.mlp(self.post_attention_layernorm(hidden)), cache


class Llama(nn.Module):
    """A decoder with tied embeddings; parameter names are those of a Hugging Face checkpoint without `model.`."""

    def __init__(self, config, positions):
        super().__init__()
        self.embed_tokens = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config["num_hidden_layers"]))
        self.norm = RMSNorm(config)
        dim = config["head_dim"]
        frequencies = config["rope_theta"] ** (-torch.arange(0, dim, 2).float() / dim)
        angles = torch.arange(positions).float()[:, None] * frequencies
        angles = torch.cat((angles, angles), dim=-1)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    def forward(self, tokens, positions, mask, caches=None):
        """tokens and positions [B, T] -> final hidden states [B, T, C] and each layer's cache."""
        hidden = self.embed_tokens(tokens)
        cos, sin = self.cos[positions].unsqueeze(1), self.sin[positions].unsqueeze(1)
        grown = []
        for number, layer in enumerate(self.layers):
            hidden, cache = layer(hidden, cos, sin, mask, None if caches is None else caches[number])
            grown.append(cache)
        return self.norm(hidden), grown

    def logits(self, hidden):
        return F.linear(hidden, self.embed_tokens.weight)


def causal_mask(length):
    """[1, 1, T, T], added to the scores."""
    return torch.full((length, length), BLOCKED).triu(1)[None, None]


# --- checkpoint -------------------------------------------------------------------------------------------------------


def read_safetensors(path):
    """Float32 tensors by name: eight bytes of header length, a JSON header, the data."""
    data = bytearray(path.read_bytes())
    header_length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + header_length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] != "F32":
            raise ValueError(f"{name} is {entry['dtype']}, not F32")
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=8 + header_length + begin)
        tensors[name] = values.view(entry["shape"]).clone()
    return tensors


def load_model(folder):
    config = json.loads((folder / "config.json").read_text())
    if not config["tie_word_embeddings"]:
        raise ValueError("only tied embeddings are supported")
    config.setdefault("head_dim", config["hidden_size"] // config["num_attention_heads"])
    config.setdefault("rope_theta", 10000.0)
    model = Llama(config, positions=config["max_position_embeddings"])
    weights = read_safetensors(folder / "model.safetensors")
    model.load_state_dict({name.removeprefix("model."): tensor for name, tensor in weights.items()})
    return model


# --- training ---------------------------------------------------------------------------------------------------------


def loss_of(model, samples):
    """Mean next-token cross-entropy of samples (1-D tensors), padded on the right to the longest."""
    tokens = pad_sequence(samples, batch_first=True)
    labels = pad_sequence(samples, batch_first=True, padding_value=IGNORED)
    positions = torch.arange(tokens.shape[1]).expand_as(tokens)
    hidden, _ = model(tokens, positions, causal_mask(tokens.shape[1]))
    logits = model.logits(hidden)[:, :-1]
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels[:, 1:].reshape(-1), ignore_index=IGNORED)


def update(model, optimizer, samples, maximum_norm):
    loss = loss_of(model, samples)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), maximum_norm)
    optimizer.step()
    return loss.item()


# --- generation -------------------------------------------------------------------------------------------------------


@torch.no_grad()
def generate(model, prompts, count):
    """Greedy continuation of prompts (1-D tensors), padded on the left: [B, count]."""
    tokens = pad_sequence([prompt.flip(0) for prompt in prompts], batch_first=True).flip(1)
    lengths = torch.tensor([len(prompt) for prompt in prompts])
    width = tokens.shape[1]
    kept = torch.arange(width)[None] >= (width - lengths)[:, None]  # [B, S], true where there is a token
    positions = (kept.long().cumsum(-1) - 1).clamp(min=0)
    mask = (causal_mask(width) + blocked(kept)).clamp(min=BLOCKED)
    hidden, caches = model(tokens, positions, mask)
    chosen = [model.logits(hidden[:, -1]).argmax(-1)]
    while len(chosen) < count:
        kept = torch.cat((kept, kept.new_ones(len(prompts), 1)), dim=1)
        positions = positions[:, -1:] + 1
        hidden, caches = model(chosen[-1][:, None], positions, blocked(kept), caches)
        chosen.append(model.logits(hidden[:, -1]).argmax(-1))
    return torch.stack(chosen, dim=1)


def blocked(kept):
    """[B, S] -> [B, 1, 1, S], added to the scores."""
    return torch.zeros(kept.shape).masked_fill(~kept, BLOCKED)[:, None, None]


# --- commands ---------------------------------------------------------------------------------------------------------


class Peer:
    def load(self, command):
        if command["device"] != "cpu":  # PyTorch 1, which has no such default, has no other device here
            torch.set_default_device(command["device"])
        self.model = load_model(Path(command["model"]))
        return {}

    def optimize(self, command):
        self.maximum_norm = command["maximumNorm"]
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(),
            lr=command["learningRate"],
            betas=(command["beta1"], command["beta2"]),
            eps=command["epsilon"],
            weight_decay=command["weightDecay"],
        )
        return {}

    @torch.no_grad()
    def loss(self, command):
        return {"loss": loss_of(self.model, tensors(command["samples"])).item()}

    def train(self, command):
        batches = [tensors(batch) for batch in command["batches"]]
        clock = Clock()
        for batch in batches:
            loss = update(self.model, self.optimizer, batch, self.maximum_norm)
        return {"tokens": sum(len(sample) for batch in batches for sample in batch), **clock.read(), "loss": loss}

    def generate(self, command):
        prompts = tensors(command["prompts"])
        clock = Clock()
        sequences = generate(self.model, prompts, command["newTokens"])
        return {"tokens": sequences.numel(), **clock.read(), "sequences": sequences.tolist()}


class Clock:
    def __init__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self):
        if torch.cuda.is_initialized():
            torch.cuda.synchronize()
        return {"seconds": time.perf_counter() - self.wall, "cpuSeconds": time.process_time() - self.cpu}


def tensors(samples):
    return [torch.tensor(sample) for sample in samples]


def main():
    # Ctrl-C is for the parent to decide on; without it there is nobody to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    peer = Peer()
    answer({"torch": torch.__version__})
    for line in sys.stdin:
        command = json.loads(line)
        answer(getattr(peer, command["command"])(command))


def answer(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
