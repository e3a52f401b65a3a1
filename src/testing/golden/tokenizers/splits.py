#!/usr/bin/env python3
"""Writes splits.json: what Hugging Face `tokenizers` (Rust) learns and encodes where words are cut by the rules of
src/data/tokenizer/split-rules.ts.

    pip install tokenizers==0.23.2 && python src/testing/golden/tokenizers/splits.py
"""
import json
import re
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

ROOT = Path(__file__).parents[4]
RULES = {"llama-3": "LLAMA3", "turkic": "TURKIC", "qwen-2": "QWEN2", "gpt-2": "GPT2"}
TEXT = """Ankara'da qış sərt keçir, İstanbul'dan gələnlər isə Bakı’da qalırlar.
AMEA-nın binası 1945-ci ildə tikildi, 2014-cü ildə AMEA-nın kitabxanası təmir olundu.
Ali'nin evi Ankara'dadır, Leyla'nın evi Bakı’dadır; BMT-nin 2014-cü il hesabatı oxundu.
Kür'ün sahilində 12 kənd var: Ankara'dan Bakı’ya 1500 kilometrdir.""".splitlines(keepends=True)
SAMPLES = [
    "Ankara'da",
    "AMEA-nın",
    "2014-cü",
    "Bakı’da",
    "Ali'den I'LL we're x'ſ",
    "12345  \n\n 67 ٣ \t!?\r\n—😀𝐀 \u00a0b",
]


def rule(name):
    source = (ROOT / "src/data/tokenizer/split-rules.ts").read_text()
    pattern = re.search(rf"{RULES[name]}_SPLIT_PATTERN: string = String.raw`([^`]*)`", source).group(1)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=340, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    pieces = lambda text: [
        text[start:end] for _, (start, end) in tokenizer.pre_tokenizer.pre_tokenize_str(text)
    ]
    return {
        "rule": name,
        "merges": json.loads(tokenizer.to_str())["model"]["merges"],
        "samples": [{"text": text, "pieces": pieces(text), "ids": tokenizer.encode(text).ids} for text in SAMPLES],
    }


out = Path(__file__).with_name("splits.json")
out.write_text(json.dumps({"text": TEXT, "rules": [rule(name) for name in RULES]}, ensure_ascii=False) + "\n")
