"""Two LoRA adapters of the golden model llama-grouped as PEFT writes them, and what the adapted model computes.

Run from this folder: python3 make_lora.py
Writes <name>/adapter_config.json, <name>/adapter_model.safetensors (float32) and <name>/expected.safetensors: tokens,
lengths, the logits, the mean cross-entropy of the next tokens and its gradient by every A and B, all in float64 from
those weights, through W + s B A.
"""
import json
import math
import os
import re
import struct
import sys

import numpy
import torch

MODELS = os.path.join("..", "..", "Models", "golden")
sys.path.append(MODELS)
import make_llama  # noqa: E402
import safetensors_writer  # noqa: E402

BASE = os.path.join(MODELS, "llama-grouped")
PREFIX = "base_model.model."
ADAPTERS = {
    "peft-list": dict(r=4, lora_alpha=6, target_modules=["q_proj", "self_attn.v_proj", "down_proj"], use_rslora=True,
                      rank_pattern={"layers.1.self_attn.v_proj": 2}),
    "peft-pattern": dict(r=3, lora_alpha=12, target_modules=r".*layers\.[01]\..*(o_proj|gate_proj|up_proj|k_proj)",
                         use_rslora=False, rank_pattern={}),
}


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {name: torch.from_numpy(numpy.frombuffer(data[entry["data_offsets"][0]:entry["data_offsets"][1]],
                                                    numpy.float32).copy()).view(entry["shape"])
            for name, entry in header.items() if name != "__metadata__"}


def is_target(module, targets):
    if isinstance(targets, str):
        return re.fullmatch(targets, module) is not None
    return any(module == target or module.endswith("." + target) for target in targets)


def rank_of(module, adapter):
    return next((rank for name, rank in adapter["rank_pattern"].items() if module.endswith("." + name)), adapter["r"])


def make_adapter(name, adapter):
    config = json.load(open(f"{BASE}/config.json"))
    base = read_safetensors(f"{BASE}/model.safetensors")
    modules = [key[:-len(".weight")] for key in base if "_proj" in key]
    modules = [module for module in modules if is_target(module, adapter["target_modules"])]
    weights = {}
    for module in modules:
        rows, columns = base[module + ".weight"].shape
        rank = rank_of(module, adapter)
        weights[module + ".lora_A.weight"] = torch.randn(rank, columns) / math.sqrt(columns)
        weights[module + ".lora_B.weight"] = 0.3 * torch.randn(rows, rank)
    os.makedirs(name, exist_ok=True)
    settings = dict(alpha_pattern={}, auto_mapping=None, base_model_name_or_path="llama-grouped", bias="none",
                    fan_in_fan_out=False, inference_mode=True, init_lora_weights=True, layers_pattern=None,
                    layers_to_transform=None, loftq_config={}, lora_dropout=0.1, megatron_config=None,
                    megatron_core="megatron.core", modules_to_save=None, peft_type="LORA", revision=None,
                    task_type="CAUSAL_LM", use_dora=False, **adapter)
    with open(f"{name}/adapter_config.json", "w") as file:
        file.write(json.dumps(settings, indent=2, sort_keys=True) + "\n")
    safetensors_writer.write(
        f"{name}/adapter_model.safetensors", {PREFIX + key: value for key, value in weights.items()})

    exact = {key: value.double().requires_grad_() for key, value in weights.items()}
    merged = {key: value.double() for key, value in base.items()}
    for module in modules:
        rank = rank_of(module, adapter)
        scale = adapter["lora_alpha"] / (math.sqrt(rank) if adapter["use_rslora"] else rank)
        update = exact[module + ".lora_B.weight"] @ exact[module + ".lora_A.weight"]
        merged[module + ".weight"] = merged[module + ".weight"] + scale * update
    safetensors_writer.write(f"{name}/expected.safetensors", make_llama.expect(config, merged, exact))


if __name__ == "__main__":
    torch.manual_seed(20250)
    for adapter_name, adapter_settings in ADAPTERS.items():
        make_adapter(adapter_name, adapter_settings)
