"""Golden values of tiny random checkpoints of every family, in the layouts that users bring.

Run from this folder: python3 make_families.py
Writes families/tokenizer.json, whose tokens are the 256 bytes and three special ones, and for every model
families/<name>/: config.json, generation_config.json where it has one, model.safetensors or shards of it, and
expected.json: a prompt, a completion with the log-probability of each of its tokens, and what greedy decoding makes of
the prompt, by plain_model.py. All of it in float64, from the weights as they are stored. With the transformers package
installed also transformers.json: the same by that, whose norms and rotations are float32 even then.
"""
import copy
import json
import os
import shutil

import torch

import safetensors_writer
from plain_model import Plain, make_weights

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
    # Windows from a layer on, and in the layers that are listed; frequencies that longer sequences would lower.
    "qwen2-window": dict(config=dict(SMALL, model_type="qwen2", num_key_value_heads=2, tie_word_embeddings=True,
                                     sliding_window=6, use_sliding_window=True, max_window_layers=1, eos_token_id=257),
                         dtype=torch.bfloat16, shows=["sliding_window", "windowed_layers"]),
    "qwen3-window": dict(config=dict(SMALL, model_type="qwen3", num_key_value_heads=1, head_dim=6, num_hidden_layers=3,
                                     tie_word_embeddings=True, sliding_window=5, use_sliding_window=True,
                                     layer_types=["sliding_attention", "full_attention", "sliding_attention"],
                                     max_window_layers=2, rope_scaling=dict(rope_type="dynamic", factor=2.0),
                                     eos_token_id=257),
                         dtype=torch.float16, shows=["sliding_window", "windowed_layers"]),
}
CLASSES = dict(llama="Llama", mistral="Mistral", qwen2="Qwen2", qwen3="Qwen3")


class Reference:
    """What plain_model.Plain is, by transformers."""

    def __init__(self, folder, config):
        kind = "AutoModelForSequenceClassification" if "id2label" in config else "AutoModelForCausalLM"
        self.model = getattr(transformers, kind).from_pretrained(
            folder, dtype=torch.float64, attn_implementation="eager").eval()

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


def answers(model, config, prompt, completion, ends):
    if "id2label" in config:
        return dict(score=model.score(prompt + completion))
    return dict(logprobs=log_probabilities(model, prompt, completion).tolist(),
                greedy=greedy(model, prompt, ends if isinstance(ends, list) else [ends]))


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
            other.shape.windows = [window and window + 1 for window in other.shape.windows]
        elif part == "windowed_layers":
            other.shape.windows = [max(filter(None, other.shape.windows))] * other.layers
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
    made = make_weights(config, embedding=0.4 if config.get("tie_word_embeddings") else 1, norm=0.3, gain=1.6,
                        query_key_gain=2.0)
    weights = {key: value.to(dtype) for key, value in made.items()}
    write_weights(folder, weights, shards)
    prompt, completion = list(PROMPT.encode()), list(COMPLETION.encode())
    if "id2label" not in config:
        require_effect(config, weights, shows, prompt, completion)
    ends = (generation or config).get("eos_token_id")
    found = answers(Plain(config, weights), config, prompt, completion, ends)
    assert "padded" not in name or max(found["greedy"]) >= BYTES + len(SPECIALS), "no token without a text"
    write_json(f"{folder}/expected.json", dict(
        prompt=PROMPT, completion=COMPLETION, promptTokens=prompt, completionTokens=completion, **found))
    if transformers:
        write_json(f"{folder}/transformers.json", dict(
            version=transformers.__version__,
            **answers(Reference(folder, config), config, prompt, completion, ends)))


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    os.makedirs(ROOT)
    write_tokenizer()
    for seed, (model_name, model) in enumerate(MODELS.items()):
        torch.manual_seed(2024 + seed)
        write_model(model_name, **model)
