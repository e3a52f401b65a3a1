#!/usr/bin/env python3
"""Writes cases.json: small tokenizers of every kind, with the ids and texts that Hugging Face `tokenizers` (Rust) gives.

    pip install tokenizers==0.23.2 && python src/testing/golden/tokenizers/reference.py
"""
import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TEXT = """Ocaq evin ürəyidir: qış axşamları hamı onun başına yığılar, nənə nağıl danışar.
Dağın ətəyində köhnə bir kənd var idi; kəndin ortasından şırıltı ilə çay axırdı.
Uşaqlar məktəbə gedəndə yolda gördükləri quşların adını bir-birindən soruşurdular.
İlk qar 2024-cü ilin 15.11.2024 tarixində yağdı, Bakı’da hava 3 dərəcəyə düşdü.
Kitabxananın qapısı açıq idi, amma içəridə heç kim yox idi.""".splitlines()
SPECIAL = ["<unk>", "<s>", "</s>"]
SAMPLES = [
    "Kənd  uzaqdır: 2024-cü il, Bakı’da!",
    "İstanbul IĞDIR ılıq",
    "  qış<s>axşamı</s> <unk> ",
    "Ocaq AI ilə  [sual]   necə?",
    "kənd kəndli (a)--b...",
    "yeni\nsətir\t12³ ٣ 😀 日 e\u0301 ﬁ",
    "",
]


def case(name, tokenizer, decoder, begin="<s>"):
    tokenizer.decoder = decoder
    tokenizer.add_tokens([
        AddedToken("Ocaq AI", normalized=False),
        AddedToken("[sual]", lstrip=True, rstrip=True, normalized=False),
        AddedToken("kənd", single_word=True),
    ])
    if begin == "<s>":
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
        )
    samples = []
    for text in SAMPLES:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        samples.append({
            "text": text,
            "ids": ids,
            "whole": tokenizer.encode(text).ids,
            "decoded": tokenizer.decode(ids, skip_special_tokens=False),
        })
    return {"name": name, "tokenizer": json.loads(tokenizer.to_str()), "samples": samples}


def bpe(name, normalizer, pre_tokenizer, decoder, byte_fallback=False, unknown="<unk>", alphabet=()):
    tokenizer = Tokenizer(models.BPE(unk_token=unknown, fuse_unk=unknown is not None, byte_fallback=byte_fallback))
    tokenizer.normalizer = normalizer
    # As SentencePiece does, no merge crosses a space, though the file does not say so.
    tokenizer.pre_tokenizer = pre_tokenizer or pre_tokenizers.Metaspace(prepend_scheme="never")
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)] if byte_fallback else []
    trainer = trainers.BpeTrainer(
        vocab_size=len(SPECIAL) + len(bytes_) + 120 + len(alphabet),
        special_tokens=SPECIAL + bytes_,
        initial_alphabet=list(alphabet),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    file = json.loads(tokenizer.to_str())
    file["added_tokens"] = [token for token in file["added_tokens"] if token["content"] in SPECIAL]
    tokenizer = Tokenizer.from_str(json.dumps(file))
    tokenizer.pre_tokenizer = pre_tokenizer
    return case(name, tokenizer, decoder)


def unigram(name, normalizer, pre_tokenizer, decoder, byte_fallback=False):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    trainer = trainers.UnigramTrainer(
        vocab_size=150, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    if byte_fallback:
        file = json.loads(tokenizer.to_str())
        file["model"]["byte_fallback"] = True
        file["model"]["vocab"] += [[f"<0x{byte:02X}>", -20.0] for byte in range(256)]
        tokenizer = Tokenizer.from_str(json.dumps(file))
    return case(name, tokenizer, decoder)


def words(name, model, trainer, normalizer, pre_tokenizer, decoder):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.train_from_iterator(TEXT, trainer)
    if isinstance(model, models.WordPiece):
        tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return case(name, tokenizer, decoder, begin="")


def cases():
    n, p, d = normalizers, pre_tokenizers, decoders
    byte_alphabet = sorted(p.ByteLevel.alphabet())
    llama = d.Sequence([d.Replace("▁", " "), d.ByteFallback(), d.Fuse(), d.Strip(" ", 1, 0)])
    yield bpe("byte fallback", n.Sequence([n.Prepend("▁"), n.Replace(" ", "▁")]), None, llama, byte_fallback=True)
    yield bpe("Metaspace first", None, p.Metaspace(prepend_scheme="first"), d.Metaspace(prepend_scheme="first"))
    yield bpe("Metaspace never", None, p.Metaspace(prepend_scheme="never"), d.Metaspace(prepend_scheme="never"))
    digits = p.Sequence([p.Digits(individual_digits=True), p.ByteLevel(add_prefix_space=False)])
    yield bpe("digits before bytes", n.NFC(), digits, d.ByteLevel(), unknown=None, alphabet=byte_alphabet)
    yield bpe("prefix space", None, p.ByteLevel(), d.ByteLevel(), unknown=None, alphabet=byte_alphabet)
    yield bpe("Whitespace", n.Sequence([n.NFKC(), n.Lowercase()]), p.Whitespace(), None)
    for behavior in ["removed", "merged_with_previous", "merged_with_next", "contiguous"]:
        steps = [p.WhitespaceSplit(), p.Punctuation(behavior), p.Split(Regex("[ae]n"), behavior)]
        yield bpe(behavior, None, p.Sequence(steps), d.Fuse())
    yield unigram("Unigram", n.Sequence([n.Strip(), n.NFKC()]), p.Metaspace(), d.Metaspace())
    metaspace = d.Sequence([d.ByteFallback(), d.Metaspace()])
    yield unigram("Unigram with bytes", None, p.Metaspace(), metaspace, byte_fallback=True)
    trainer = trainers.WordPieceTrainer(
        vocab_size=120, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"], show_progress=False
    )
    bert = n.BertNormalizer(lowercase=True)
    yield words("WordPiece", models.WordPiece(unk_token="[UNK]"), trainer, bert, p.BertPreTokenizer(), d.WordPiece())
    trainer = trainers.WordLevelTrainer(vocab_size=40, special_tokens=SPECIAL, show_progress=False)
    accents = n.Sequence([n.NFD(), n.StripAccents()])
    yield words("WordLevel", models.WordLevel(unk_token="<unk>"), trainer, accents, p.Whitespace(), None)


out = Path(__file__).with_name("cases.json")
out.write_text(json.dumps(list(cases()), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
