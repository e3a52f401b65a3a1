#!/usr/bin/env python3
"""Writes expected.json: what transformers gives, in float64, for the sequences that measures by log-likelihood are made of.

    pip install torch transformers && python src/testing/golden/measures/reference.py

`model/` was trained for 60 steps on the sample corpus. Sentences, questions and pairs are written for this project.
"""
import json
import math
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

HERE = Path(__file__).parent
tokenizer = AutoTokenizer.from_pretrained(HERE / "model")
model = AutoModelForCausalLM.from_pretrained(HERE / "model", dtype=torch.float64).eval()
START = [tokenizer.eos_token_id]


def encode(text):
    return tokenizer(text, add_special_tokens=False)["input_ids"]


@torch.no_grad()
def nats(given, whole):
    """−log p of the tokens of `whole` behind as many as `given` alone has."""
    ids = START + encode(whole)
    predicted = slice(len(START) + len(encode(given)), None)
    chances = torch.log_softmax(model(torch.tensor([ids])).logits[0], dim=-1)
    return -sum(chances[at - 1, ids[at]].item() for at in range(len(ids))[predicted])


def lines(name):
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def records(name):
    return [json.loads(line) for line in lines(name)]


flores = [nats(line[: len(line) // 2], line) / math.log(2) for line in lines("flores.txt")]
exam = [[nats(q["question"], f"{q['question']} {choice}") for choice in q["choices"]] for q in records("exam.jsonl")]
pairs = [[nats("", pair["good"]), nats("", pair["bad"])] for pair in records("pairs.jsonl")]
expected = {"flores_bits": flores, "exam_nats": exam, "pair_nats": pairs}
(HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
