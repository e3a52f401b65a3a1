#!/usr/bin/env python3
"""Goes on with a training run of Ocaq: the same rows in the same order, the same rates, the same optimizer, the same evaluation.

    torchrun --nproc_per_node=gpu train.py            every card of this machine (DDP; --fsdp shards the model)
    torchrun --nnodes=2 --nproc_per_node=8 …          many machines, as torchrun says
    python train.py                                   one process, with a card or without

It begins with the newest whole folder in checkpoints/, where its own go too: a job that was ended is started again as it is.
SIGTERM or Ctrl-C: it finishes the step, writes a checkpoint and ends; a second one ends it at once.
Which rows a step reads, and its learning rate, were decided before the run left (data/): no number depends on how many
processes there are, but for the order in which sums are rounded. Needs torch from 2.6, transformers from 4.56, safetensors.
"""
import argparse
import contextlib
import gc
import json
import math
import os
import shutil
import signal
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.nn.parallel import DistributedDataParallel
from transformers import AutoModelForCausalLM

LOG = "log.jsonl"  # in the folder; a copy as far as its step in each checkpoint
IGNORE = -100  # a target that does not count
KEPT = 2  # newest checkpoints
FORWARDED = 3.0  # seconds: a launcher passes on a signal that the system sent to each of its processes as well


class Team:
    """The processes of this run. One alone needs no torchrun."""

    def __init__(self):
        self.rank = int(os.environ.get("RANK", 0))
        self.size = int(os.environ.get("WORLD_SIZE", 1))
        cuda = torch.cuda.is_available()
        self.device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if cuda else "cpu")
        if cuda:
            torch.cuda.set_device(self.device)
        # Cards before Ampere compute bf16 by detours, slower than f32.
        self.precision = "bf16" if cuda and torch.cuda.get_device_capability() >= (8, 0) else "f32"
        if "RANK" in os.environ:
            dist.init_process_group("nccl" if cuda else "gloo", device_id=self.device if cuda else None)

    def sum(self, *values):
        """Sums over the processes, in float64."""
        total = torch.tensor(values, dtype=torch.float64, device=self.device)
        if dist.is_initialized():
            dist.all_reduce(total)
        return total.tolist()

    def deal(self, rows, size):
        """This process' rows in micro-batches of at most `size`. All have as many: what is missing is None, an empty row."""
        own = list(rows[self.rank :: self.size])
        own += [None] * (-(-len(rows) // self.size) - len(own))
        return [own[i : i + size] for i in range(0, len(own), size)]

    def wait(self):
        if dist.is_initialized():
            dist.barrier()

    def tell(self, text):
        if self.rank == 0:
            print(text, flush=True)


class Stop:
    """Whether this process was asked to stop."""

    def __init__(self, team):
        self.team, self.asked = team, None
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self.take)

    def take(self, number, _frame):
        now = time.monotonic()
        if self.asked is None:
            self.asked = now
            if self.team.rank == 0:  # print may be what was interrupted
                os.write(1, f"{signal.Signals(number).name}: stops after this step, with a checkpoint\n".encode())
        elif now - self.asked > FORWARDED:
            os._exit(128 + number)

    def __bool__(self):
        return self.asked is not None


class Data:
    """Rows as arrays of tokens, targets and positions, each [rows, seq]."""

    def __init__(self, folder, run):
        self.seq, self.pad = run["settings"]["seq"], run["padId"]
        self.given = (run["heldOut"] or {}).get("given", [])
        self.train, self.heldout = (self.read(folder / name, run["tokens"]) for name in ("train.bin", "heldout.bin"))
        self.spans = self.read(folder / "spans.bin", "<i8").reshape(-1, 4)  # row, start, length, token predicted last
        self.first = np.searchsorted(self.spans[:, 0], np.arange(self.spans[-1, 0] + 2))  # span of each row, and the end

    @staticmethod
    def read(file, dtype):
        return np.memmap(file, np.dtype(dtype).newbyteorder("<"), "r") if file.stat().st_size else np.empty(0, dtype)

    def empty(self, count):
        shape = (count, self.seq)
        return np.full(shape, self.pad), np.full(shape, IGNORE), np.zeros(shape, np.int64)

    def rows(self, numbers):
        """Rows of the corpus, counted from where the run left."""
        tokens, targets, positions = self.empty(len(numbers))
        for i, number in enumerate(numbers):
            if number is None:
                continue
            at = 0
            for _, start, length, predicted in self.spans[self.first[number] : self.first[number + 1]].tolist():
                here = slice(at, at + length)
                tokens[i, here] = self.train[start : start + length]
                targets[i, here][:-1] = tokens[i, here][1:]
                if predicted >= 0:
                    targets[i, at + length - 1] = self.train[predicted]
                positions[i, here] = np.arange(length)
                at += length
        return tokens, targets, positions

    def windows(self):
        """How many windows the held-out tokens have: each but the first is predicted once, from those of its window."""
        return range(-(-max(0, len(self.heldout) - 1) // self.seq))

    def heldout_rows(self, windows):
        tokens, targets, _ = self.empty(len(windows))
        for i, window in enumerate(windows):
            if window is None:
                continue
            text = self.heldout[window * self.seq : (window + 1) * self.seq + 1]
            tokens[i, : len(text) - 1], targets[i, : len(text) - 1] = text[:-1], text[1:]
        targets[np.isin(targets, self.given)] = IGNORE
        return tokens, targets, None


class Muon(torch.optim.Optimizer):
    """Momentum, of which each matrix is replaced by the nearest orthogonal one (Jordan et al. 2024), in f32."""

    def __init__(self, groups, momentum, iterations):
        super().__init__(groups, {"momentum": momentum, "iterations": iterations})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                m = self.state[p]["moment"]
                m.mul_(group["momentum"]).add_(p.grad)
                u = whole(p.grad + group["momentum"] * m)
                u = u.T if group["transposed"] else u  # [outputs, inputs]
                scale = max(1, u.shape[0] / u.shape[1]) ** 0.5
                x = scale * orthogonal(u, group["iterations"])
                x = like(p, x.T if group["transposed"] else x)
                p.mul_(1 - group["lr"] * group["weight_decay"]).sub_(group["lr"] * x)


def orthogonal(u, iterations):
    a, b, c = 3.4445, -4.775, 2.0315
    x = u / (u.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(iterations):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


def whole(tensor):
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def like(p, tensor):
    """A whole tensor where the parameter lies: on its device, and sharded as it is."""
    tensor = tensor.to(p.device, torch.float32).contiguous()
    return distribute_tensor(tensor, p.device_mesh, p.placements, src_data_rank=None) if isinstance(p, DTensor) else tensor


class Run:
    """Model, optimizers and where they are. Tensors have the names that Hugging Face gives them."""

    def __init__(self, folder, team, options):
        self.folder, self.team = folder, team
        self.about = json.loads((folder / "run.json").read_text())
        self.settings = self.about["settings"]
        self.rates = Data.read(folder / "data/rates.bin", "<f8")
        self.source = newest(folder / "checkpoints", team)
        self.state = json.loads((self.source / "state.json").read_text())
        self.step, self.updates = self.state["step"], self.state["updates"]
        if team.sum(self.step) != [self.step * team.size]:
            raise SystemExit(f"{self.source} is not what the other processes begin with: all need the same folder.")
        # Sharded weights are whole for a moment only: their casts are not kept either.
        bf16 = options.precision == "bf16"
        self.autocast = torch.autocast(team.device.type, torch.bfloat16, enabled=bf16, cache_enabled=not options.fsdp)

        # In eval mode: the run has no dropout, and nothing else differs.
        model = AutoModelForCausalLM.from_pretrained(self.source, attn_implementation="sdpa").float()
        model.config.use_cache = False
        if options.fsdp:
            layers = next(module for module in model.modules() if isinstance(module, torch.nn.ModuleList))
            for layer in [*layers, model]:  # each goes to the device, and is sharded there, before the next
                fully_shard(layer, reshard_after_forward=True)
        else:
            model.to(team.device)
        self.plain, self.sharded = model, options.fsdp
        named = dict(model.named_parameters())
        self.parameters = {one["name"]: named.pop(one["name"]) for one in self.about["parameters"]}
        if named:
            raise SystemExit(f"The model has parameters that the run does not know: {', '.join(named)}.")
        self.model = DistributedDataParallel(model) if dist.is_initialized() and not options.fsdp else model
        self.optimizers = self.open_optimizers()
        self.mean = self.load()

    def open_optimizers(self):
        s, kinds = self.settings, {"adamw": {}, "muon": {}}
        for one in self.about["parameters"]:
            scales = s["groups"][one["group"]]
            group = kinds[one["optimizer"]].setdefault(
                (one["group"], one["transposed"]),
                {
                    "params": [],
                    "rate": scales["rate"],
                    "weight_decay": s["weightDecay"] * scales["decay"],
                    "transposed": one["transposed"],
                    "lr": 0.0,
                },
            )
            group["params"].append(self.parameters[one["name"]])
        adamw, muon = (list(groups.values()) for groups in kinds.values())
        optimizers = [torch.optim.AdamW(adamw, betas=(s["beta1"], s["beta2"]), eps=self.about["epsilon"])]
        return optimizers + ([Muon(muon, s["momentum"], s["iterations"])] if muon else [])

    def load(self):
        """Moments, and where the mean of the weights is kept, that; the model's weights then are those it learns with."""
        stored = load_file(self.source / "optimizer.safetensors")
        count = torch.tensor(float(self.state["scaler"]["count"] + self.updates))
        for one in self.about["parameters"]:
            name, p = one["name"], self.parameters[one["name"]]
            moments = [like(p.detach(), stored[f"{key}/{name}"]) for key in "mv" if f"{key}/{name}" in stored]
            if one["optimizer"] == "muon":
                self.optimizers[-1].state[p] = {"moment": moments[0]}
            else:
                m, v = moments
                self.optimizers[0].state[p] = {"step": count.clone(), "exp_avg": m, "exp_avg_sq": v}
        if not self.settings["averageWeights"]:
            return None
        mean = {name: p.detach().clone() for name, p in self.parameters.items()}
        self.put({name: like(p.detach(), stored[f"last/{name}"]) for name, p in self.parameters.items()})
        return mean

    @torch.no_grad()
    def put(self, tensors):
        for name, p in self.parameters.items():
            p.copy_(tensors[name])

    def averaged(self):
        """Steps whose weights are in the mean."""
        return max(0, self.step - self.about["averagedFrom"]) if self.mean else 0

    def losses(self, model, tokens, targets, positions):
        """Sum of the cross-entropies, in nats."""
        tokens, targets = (torch.from_numpy(array).to(self.team.device) for array in (tokens, targets))
        within = {}
        if positions is not None and self.settings["documentMask"]:
            positions = torch.from_numpy(positions).to(self.team.device)
            within = {"position_ids": positions, "attention_mask": self.documents(positions)}
        with self.autocast:
            logits = model(input_ids=tokens, use_cache=False, **within).logits
        return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction="sum")

    def documents(self, positions):
        """[rows, 1, seq, seq]: what each token sees of its own document, from where positions begin anew."""
        document = (positions == 0).cumsum(1)
        at = torch.arange(positions.shape[1], device=positions.device)
        back = at[:, None] - at[None, :]
        window = getattr(self.plain.config, "sliding_window", None) or len(at)
        seen = (document[:, :, None] == document[:, None, :]) & (back >= 0) & (back < window)
        return seen[:, None]

    def train_step(self, data, size, stop):
        """One optimizer step. Returns loss, gradient norm and whether somebody wants to stop."""
        first = (self.step - self.about["firstStep"]) * self.about["rowsPerStep"]
        dealt = self.team.deal(range(first, first + self.about["rowsPerStep"]), size)
        batches = [data.rows(rows) for rows in dealt]
        (counted,) = self.team.sum(sum(int((targets != IGNORE).sum()) for _, targets, _ in batches))
        own = torch.zeros((), device=self.team.device)
        for i, batch in enumerate(batches):
            with self.unless_last(i == len(batches) - 1):
                loss = self.losses(self.model, *batch) / counted
                (loss * self.team.size).backward()  # both wrappers take the mean over the processes
            own += loss.detach()
        loss, stopping = self.team.sum(own.item(), bool(stop))
        gradients = [p.grad for p in self.parameters.values()]
        norm = whole(torch.nn.utils.get_total_norm(gradients)).item()
        if math.isfinite(loss) and math.isfinite(norm):
            clip = self.settings["clip"]
            if clip > 0:
                torch._foreach_mul_(gradients, min(1.0, clip / (norm + 1e-6)))
            self.update()
        for p in self.parameters.values():
            p.grad = None
        self.step += 1
        if self.averaged():
            with torch.no_grad():
                for name, p in self.parameters.items():
                    self.mean[name].lerp_(p.detach(), 1 / self.averaged())
        return loss, norm, stopping > 0

    @property
    def rate(self):
        """Of the step that comes."""
        return float(self.rates[self.step - self.about["firstStep"]])

    def update(self):
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.rate * group["rate"]
            optimizer.step()
        self.updates += 1

    @contextlib.contextmanager
    def unless_last(self, last):
        """Gradients are added up over the processes once a step."""
        if self.sharded:
            self.plain.set_requires_gradient_sync(last)
            yield
        else:
            with contextlib.nullcontext() if last or self.model is self.plain else self.model.no_sync():
                yield

    @torch.no_grad()
    def evaluate(self, data, size):
        """Held-out loss in nats, and how many tokens it is of."""
        last = None
        if self.averaged():
            last = {name: p.detach().clone() for name, p in self.parameters.items()}
            self.put(self.mean)
        nll, counted = 0.0, 0
        for windows in self.team.deal(data.windows(), size):
            batch = data.heldout_rows(windows)
            nll += self.losses(self.plain, *batch).item()
            counted += int((batch[1] != IGNORE).sum())
        nll, counted = self.team.sum(nll, counted)
        if last:
            self.put(last)
        return nll, counted

    def save(self, precision):
        """A folder like the one that the run began with, and the log up to there. It has its name when it is whole."""
        target = self.folder / f"checkpoints/step-{self.step}"
        if target == self.source:
            return
        model, optimizer = {}, {}
        keep = self.team.rank == 0
        for one in self.about["parameters"]:
            name, p = one["name"], self.parameters[one["name"]]
            tensors = {("model", name): self.mean[name] if self.averaged() else p.detach()}
            if self.mean:
                tensors["optimizer", f"last/{name}"] = p.detach()
            if one["optimizer"] == "muon":
                tensors["optimizer", f"m/{name}"] = self.optimizers[-1].state[p]["moment"]
            else:
                moments = self.optimizers[0].state[p]
                tensors["optimizer", f"m/{name}"], tensors["optimizer", f"v/{name}"] = moments["exp_avg"], moments["exp_avg_sq"]
            for (file, key), tensor in tensors.items():
                tensor = whole(tensor)
                if keep:
                    (model if file == "model" else optimizer)[key] = tensor.cpu().contiguous()
        if keep:
            partial = target.with_name(target.name + ".partial")
            shutil.rmtree(partial, ignore_errors=True)
            changed = shutil.ignore_patterns("model.safetensors", "optimizer.safetensors", "state.json", LOG)
            shutil.copytree(self.source, partial, ignore=changed)
            shutil.copy(self.folder / LOG, partial / LOG)
            save_file(model, partial / "model.safetensors", {"format": "pt"})
            save_file(optimizer, partial / "optimizer.safetensors", {"format": "pt"})
            card = torch.cuda.get_device_name() if self.team.device.type == "cuda" else "cpu"
            device = f"torch {torch.__version__}, {card}, {precision}"
            state = {**self.state, "step": self.step, "updates": self.updates, "device": device}
            (partial / "state.json").write_text(json.dumps(state, indent=1) + "\n")
            shutil.rmtree(target, ignore_errors=True)
            partial.rename(target)
            done = [one for one in checkpoints(self.folder / "checkpoints") if int(one.name[5:]) <= self.step]
            for old in done[:-KEPT]:
                if old != self.source:
                    shutil.rmtree(old)
            self.team.tell(f"wrote {target}")
        self.team.wait()


def checkpoints(folder):
    """The newest last."""
    found = [one for one in folder.glob("step-*") if one.name[5:].isdigit()]
    return sorted(found, key=lambda one: int(one.name[5:]))


def newest(folder, team):
    """The newest that is whole: a disk may have been full, or a copy broken off."""
    for one in reversed(checkpoints(folder)):
        try:
            for name in ("state.json", "config.json"):
                json.loads((one / name).read_text())
            for name in ("model.safetensors", "optimizer.safetensors"):
                with safe_open(one / name, "pt"):
                    pass  # it is as long as its header says
            return one
        except (OSError, ValueError, SafetensorError) as error:
            team.tell(f"{one} is not whole ({error}), so the one before it is taken")
    raise SystemExit(f"There is no whole checkpoint in {folder}: unpack the bundle again.")


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number


def open_log(run):
    """Of the steps up to the checkpoint, which has a copy: what was done after it is done again."""
    before = run.source / LOG
    (run.folder / LOG).write_text(before.read_text() if before.exists() else "")
    for broken_off in (run.folder / "checkpoints").glob("step-*.partial"):
        shutil.rmtree(broken_off)
    return open(run.folder / LOG, "a")


def parse():
    parser = argparse.ArgumentParser(description="Goes on with a training run of Ocaq, see the top of this file.")
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parent, help="of the bundle")
    parser.add_argument("--stop-at", type=int, help="save and stop after this step; else at the end of the run")
    parser.add_argument("--precision", choices=["bf16", "f32"], help="of autocast, weights are f32; else bf16 where the card has it")
    parser.add_argument("--fsdp", action="store_true", help="shard the model over the processes (FSDP2)")
    parser.add_argument("--micro-batch", type=positive, help="most rows at once in a process; else as the run had them")
    parser.add_argument("--save-every", type=int, help="steps; 0: at the end alone")
    parser.add_argument("--eval-every", type=int, help="steps; 0: at the end alone")
    return parser.parse_args()


def main():
    options = parse()
    team = Team()
    options.precision = options.precision or team.precision
    if options.fsdp and not dist.is_initialized():
        raise SystemExit("--fsdp needs torchrun: torchrun --nproc_per_node=1 train.py --fsdp")
    run = Run(options.folder, team, options)
    data = Data(options.folder / "data", run.about)
    settings = run.settings
    size = options.micro_batch or settings["batch"]
    save_every = settings["saveEvery"] if options.save_every is None else options.save_every
    eval_every = settings["evalEvery"] if options.eval_every is None else options.eval_every
    end = min(options.stop_at or settings["steps"], settings["steps"])
    rows = run.about["rowsPerStep"]
    most = -(-rows // team.size)
    team.tell(
        f"from step {run.step} to {end} of {settings['steps']}: {team.size} × {team.device.type}, {options.precision}; of the {rows} rows "
        f"of a step a process has {most} at most, in micro-batches of {min(size, most)}"
    )
    log = open_log(run) if team.rank == 0 else None
    stop = Stop(team)

    def say(**figures):
        if log:
            line = {name: value if math.isfinite(value) else None for name, value in figures.items()}
            text = json.dumps({"step": run.step, **line})
            print(text, file=log, flush=True)
            team.tell(text)

    def evaluate():
        nll, counted = run.evaluate(data, size)
        if counted:
            loss = nll / counted
            bits = nll / math.log(2) / run.about["heldOut"]["bytes"]
            say(heldout_loss=loss, perplexity=math.exp(min(loss, 700)), bits_per_byte=bits)

    def due(every):
        return every > 0 and run.step % every == 0 and run.step < end

    stopping = False
    while run.step < end and not stopping:
        began = time.perf_counter()
        rate = run.rate
        loss, norm, stopping = run.train_step(data, size, stop)
        tokens = rows * settings["seq"] / (time.perf_counter() - began)
        say(loss=loss, lr=rate, grad_norm=norm, tokens_per_s=round(tokens))
        if due(eval_every) and not stopping:
            evaluate()
        if due(save_every) and not stopping:
            run.save(options.precision)
    if not stopping:
        evaluate()
    run.save(options.precision)
    team.tell(f"ends at step {run.step} of {settings['steps']}")
    team.wait()  # all leave together
    # DDP goes first: were it the last to hold the process group, that would end with Python's lock held, for which a
    # thread of the group may wait, and never end.
    run.model = None
    gc.collect()
    if dist.is_initialized():
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
