"""The peer of `w2s bench --shape`: large random Llama models, trained and asked as Hugging Face does it.

With transformers: LlamaForCausalLM with its scaled_dot_product_attention, trained as its Trainer does with bf16=True
(float32 weights, autocast, fused AdamW), asked through generate(). Without: the plain PyTorch model of peer.py. Takes the
device as its argument. Reads one JSON command per line on standard input, answers each with one JSON line, ends with the
input; what goes wrong is an answer too. Ends with code 3 where Python has no torch, or torch not the device.
"""

import contextlib
import gc
import json
import os
import signal
import sys
import traceback

sys.dont_write_bytecode = True  # the folder may be somebody else's

import peer  # ends with code 3 without torch
import torch
from torch import nn

try:
    import transformers
    from transformers import AutoModelForCausalLM, LlamaConfig
except Exception as error:  # it is not there, or does not go with the rest of this Python
    print(f"a plain model is the peer: {error}", file=sys.stderr)
    transformers = None

SEED = 1
SHAPE = (
    "vocab_size",
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "max_position_embeddings",
    "rms_norm_eps",
    "tie_word_embeddings",
)


# --- models: both have loss(tokens [B, T]) and continue_greedily(prompts [B, T], count) ------------------------------


class TransformersModel:
    implementation = transformers and f"transformers {transformers.__version__}"

    def __init__(self, config):
        shape = LlamaConfig(**{name: config[name] for name in SHAPE})
        self.module = AutoModelForCausalLM.from_config(shape, attn_implementation="sdpa")

    def loss(self, tokens):
        return self.module(input_ids=tokens, labels=tokens, use_cache=False).loss

    def continue_greedily(self, prompts, count):
        sequences = self.module.generate(
            input_ids=prompts,
            attention_mask=torch.ones_like(prompts),
            do_sample=False,
            min_new_tokens=count,
            max_new_tokens=count,
            pad_token_id=0,
        )
        return sequences[:, prompts.shape[1] :]


class PlainLlama(peer.Llama):
    """peer.py's model, with an output projection of its own where embeddings are not tied."""

    def __init__(self, config):
        super().__init__(config, positions=config["max_position_embeddings"])
        self.head = self.embed_tokens
        if not config["tie_word_embeddings"]:
            self.head = nn.Linear(config["hidden_size"], config["vocab_size"], bias=False)
        for weight in self.parameters():
            if weight.dim() > 1:
                nn.init.normal_(weight, std=0.02)

    def logits(self, hidden):
        return nn.functional.linear(hidden, self.head.weight)


class PlainModel:
    implementation = "a plain model"

    def __init__(self, config):
        self.module = PlainLlama(config)

    def loss(self, tokens):
        return peer.loss_of(self.module, list(tokens))

    def continue_greedily(self, prompts, count):
        return peer.generate(self.module, list(prompts), count)


Model = TransformersModel if transformers else PlainModel


# --- work -------------------------------------------------------------------------------------------------------------


class Training:
    """Updates of all weights, on one batch again and again."""

    def __init__(self, device, command, weights):
        self.device, self.command = device, command
        self.model = make(device, command, weights)
        self.how = f"{type_of(self.model)} weights"
        self.autocast = contextlib.nullcontext
        if command["dtype"] == "bfloat16":
            self.autocast = lambda: torch.autocast(device.type, dtype=torch.bfloat16)
            self.how += ", autocast to bfloat16"
        self.model.module.train()
        self.batch = draw(command["config"], command["rows"], command["length"]).split(command["microBatchRows"])
        fused = {"fused": True} if device.type == "cuda" else {}
        self.optimizer = torch.optim.AdamW(
            self.model.module.parameters(), lr=command["learningRate"], weight_decay=0.0, **fused
        )

    def round(self):
        total = torch.zeros((), device=self.device)
        for rows in self.batch:
            with self.autocast():
                loss = self.model.loss(rows.to(self.device)) / len(self.batch)
            loss.backward()
            total += loss.detach()
        nn.utils.clip_grad_norm_(self.model.module.parameters(), self.command["maximumNorm"])
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return {"tokens": self.command["rows"] * self.command["length"], "loss": total.item()}


class Generation:
    """Greedy continuations of the same prompts."""

    def __init__(self, device, command, weights):
        self.device, self.command = device, command
        self.model = make(device, command, weights)
        self.how = f"{type_of(self.model)} weights"
        self.model.module.eval()
        self.prompts = draw(command["config"], command["prompts"], command["length"])

    @torch.no_grad()
    def round(self):
        # The plain model mixes types where one is narrow.
        narrow = not transformers and self.command["dtype"] == "bfloat16"
        mixed = torch.autocast(self.device.type, dtype=torch.bfloat16) if narrow else contextlib.nullcontext()
        with mixed:
            made = self.model.continue_greedily(self.prompts.to(self.device), self.command["newTokens"])
        if made.shape[1] != self.command["newTokens"]:
            raise ValueError(f"{made.shape[1]} new tokens instead of {self.command['newTokens']}")
        return {"tokens": made.numel()}


def make(device, command, weights):
    """A model with random weights that was made where it lies."""
    place = device if device.type == "cuda" else contextlib.nullcontext()
    before = torch.get_default_dtype()
    torch.set_default_dtype(weights)
    try:
        with place:
            model = Model(command["config"])
    finally:
        torch.set_default_dtype(before)
    model.module.to(device)
    return model


def default_to(device):
    # peer.py names no device. This costs every call a little, so transformers goes without it.
    if device.type == "cuda":
        torch.set_default_device(device)


def draw(config, rows, length):
    """[rows, length] token ids."""
    generator = torch.Generator().manual_seed(SEED)
    return torch.randint(config["vocab_size"], (rows, length), generator=generator, device="cpu")


def type_of(model):
    return str(next(model.module.parameters()).dtype).removeprefix("torch.")


# --- commands ---------------------------------------------------------------------------------------------------------


class Peer:
    def __init__(self, device):
        self.device = device
        self.work = self.begin = None
        self.weights = []

    def training(self, command):
        # As Trainer does; a model that is too large for it is trained in bfloat16 alone.
        return self.start(Training, command, [torch.float32] + [torch.bfloat16] * (command["dtype"] == "bfloat16"))

    def generation(self, command):
        return self.start(Generation, command, [getattr(torch, command["dtype"])])

    def start(self, kind, command, weights):
        self.weights = list(weights)
        self.begin = lambda dtype: kind(self.device, command, dtype)
        self.release()
        return {}

    def round(self, _):
        while True:
            try:
                return self.attempt()
            except RuntimeError as error:
                if len(self.weights) < 2 or not is_out_of_memory(error):
                    raise
            # Outside the handler, where the error holds on to nothing any more.
            self.weights.pop(0)
            self.release()

    def attempt(self):
        if self.work is None:
            self.work = self.begin(self.weights[0])
        clock = peer.Clock()
        made = self.work.round()
        self.wait()
        return {**made, **clock.read(), "how": self.work.how, "peakBytes": self.peak()}

    def release(self):
        self.work = None
        gc.collect()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def peak(self):
        return torch.cuda.max_memory_allocated() if self.device.type == "cuda" else None


def is_out_of_memory(error):
    return "out of memory" in str(error) or "can't allocate memory" in str(error)


def main():
    # Ctrl-C is for the parent to decide on; without it there is nobody to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    device = torch.device(sys.argv[1])
    if device.type == "cuda":
        if not torch.cuda.is_available():
            sys.exit(3)
        torch.cuda.init()
    # Whatever a library has to say is not an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if transformers:
        transformers.logging.set_verbosity_error()
    else:
        default_to(device)
    worker = Peer(device)
    answer(answers, {"torch": torch.__version__, "implementation": Model.implementation})
    for line in sys.stdin:
        answer(answers, obey(worker, json.loads(line)))


def obey(worker, command):
    try:
        return getattr(worker, command["command"])(command)
    except Exception as error:
        if not is_out_of_memory(error):
            traceback.print_exc()
        return {"problem": f"{type(error).__name__}: {error}".splitlines()[0]}


def answer(answers, value):
    print(json.dumps(value), file=answers, flush=True)


if __name__ == "__main__":
    main()
