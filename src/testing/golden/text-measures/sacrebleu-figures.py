#!/usr/bin/env python3
"""Texts with references, and the figures of sacrebleu for them, one by one and together: cases.json beside this file.

    pip install sacrebleu==2.6.0
    python3 sacrebleu-figures.py                   # writes cases.json
    python3 sacrebleu-figures.py --of FILE OUT     # figures of the answers in an instruction set, changed in the same ways

The sentences were written for this file (CC0).
"""
import json, os, random, sys
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

HERE = os.path.dirname(os.path.abspath(__file__))
SENTENCES = [
    "Səhər tezdən çayın üstündən nazik duman qalxırdı və qayıqlar hələ bağlı idi.",
    "Qatar saat 7:45-də çatmalı idi, lakin yolda qar olduğu üçün 20 dəqiqə gecikdi.",
    "Anam bazardan 2,5 kq alma, 1.5 kq nar və bir az da fındıq aldı.",
    "“Bu kitabı haradan tapmısan?” – deyə o, təəccüblə soruşdu.",
    "Müəllim dedi: \"Sabah 12-ci dərsi təkrar edəcəyik; dəftərlərinizi unutmayın!\"",
    "İlk yağışdan sonra İsmayıllının yolları palçığa döndü, amma hava çox təmiz idi.",
    "Qış gecələrində nənəm ocağın yanında oturub bizə qədim nağıllar danışardı.",
    "Layihənin ünvanı example.org/az/haqqında səhifəsindədir (bax: 3-cü bölmə).",
    "Kənddə elektrik kəsiləndə uşaqlar şam işığında şahmat oynayırdılar.",
    "Onun səsi titrədi... sonra susdu, pəncərədən bayıra baxdı.",
    "Qiymət 1,250.75 manatdır; endirim isə 15%-dir, yəni 187.61 manat.",
    "Xəzərin sahilində külək elə güclü əsirdi ki, çətirlər tərsinə çevrilirdi.",
    "Bağban hər il mart ayında ağacları budayır, apreldə isə torpağı yumşaldır.",
    "Kompüter elmi (ing. computer science) hesablamanın nəzəriyyəsini öyrənir.",
    "Atam usta idi: o, taxtadan stul, masa və beşik düzəldirdi.",
    "A & B, x < y, y > z; \"dırnaq\" və 'apostrof' işarələri burada durur.",
    "Çin dilində \"salam\" 你好 kimi yazılır, yapon dilində isə こんにちは.",
    "Yarış 42-km məsafəyə idi; qalib 2-3 dəqiqə fərqlə birinci gəldi.",
    "Gəmi limandan çıxanda kapitan hər kəsə yavaş-yavaş əl elədi.",
    "Meşədə bir tülkü, iki dovşan və yuvasına tələsən bir kirpi gördük.",
    "Şəhər kitabxanası bazar ertəsindən cüməyə qədər saat 9.00–18.00 açıqdır.",
    "Bəli.",
    "Mən bilmirəm.",
    "Dağ yolu bağlıdır!",
]
OTHER_WORDS = ["amma", "bəlkə", "ev", "dəniz", "gözəl", "getdi", "100", "yenə", "heç", "İraq"]


def without_words(words, rng):
    return [word for word in words if rng.random() > 0.2]


def other_words(words, rng):
    return [rng.choice(OTHER_WORDS) if rng.random() < 0.2 else word for word in words]


def moved_word(words, rng):
    words = list(words)
    words.insert(rng.randrange(len(words)), words.pop(rng.randrange(len(words))))
    return words


def other_marks(text, rng):
    return "".join(rng.choice([" ", "", " - ", "...", "!?", ",", "«"]) if c in ".,;:!?\"" and rng.random() < 0.6 else c
                   for c in text)


def other_digits(text, rng):
    return "".join(str(rng.randrange(10)) if c.isdigit() and rng.random() < 0.5 else c for c in text)


def changed(text, kind, rng):
    words = text.split(" ")
    if kind == 0: return text
    if kind == 1: return " ".join(without_words(words, rng))
    if kind == 2: return " ".join(other_words(words, rng))
    if kind == 3: return " ".join(moved_word(words, rng))
    if kind == 4: return other_marks(text, rng)
    if kind == 5: return other_digits(text, rng)
    if kind == 6: return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    if kind == 7: return text.lower().replace("i̇", "i")
    if kind == 8: return "  " + text.replace(" ", "\n", 1).replace(" ", "-\n", 1) + " \t "
    if kind == 9: return " ".join(words[: rng.randrange(1, 4)])
    if kind == 10: return text + " " + text
    if kind == 11: return text.replace(" ", "你" if rng.random() < 0.5 else " 世界 ", 2)
    if kind == 12: return rng.choice(["", " ", "Tamam", "?!", "<skipped>", "Q w e r t y", "\u00a0"])
    return " ".join(other_marks(w, rng) for w in other_words(without_words(words, rng) or words, rng))


def segments_of(texts, count, seed):
    """Every second one has a second reference."""
    rng = random.Random(seed)
    kinds = 14
    made = []
    for i in range(count):
        reference = texts[i % len(texts)]
        text = changed(reference, (i // len(texts) + i) % kinds, rng)
        second = " ".join(other_words(reference.split(" "), rng)) if rng.random() < 0.7 else "Başqa cavab yoxdur."
        made.append({"text": text, "references": [reference, second]})
    return made


def corpus(segments, references):
    texts = [one["text"] for one in segments]
    streams = [[one["references"][k] for one in segments] for k in range(references)]
    bleu = BLEU().corpus_score(texts, streams)
    return {
        "references": references,
        "bleu": bleu.score, "precisions": bleu.precisions, "brevityPenalty": bleu.bp,
        "length": bleu.sys_len, "referenceLength": bleu.ref_len,
        "chrf": CHRF().corpus_score(texts, streams).score,
        "chrf++": CHRF(word_order=2).corpus_score(texts, streams).score,
    }


def sentence(segment, references):
    text, known = segment["text"], segment["references"][:references]
    return {
        "bleu": sacrebleu.sentence_bleu(text, known).score,
        "chrf": CHRF().sentence_score(text, known).score,
        "chrf++": CHRF(word_order=2).sentence_score(text, known).score,
    }


def figures(segments):
    return {
        "sacrebleu": sacrebleu.__version__,
        "segments": segments,
        "corpus": [corpus(segments, n) for n in (1, 2)],
        "sentences": [[sentence(one, n) for one in segments] for n in (1, 2)],
    }


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=0)
        file.write("\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--of"]:
        with open(sys.argv[2], encoding="utf-8") as file:
            answers = [json.loads(line)["response"] for line in file]
        write(sys.argv[3], figures(segments_of(answers, 200, 2)))
    else:
        write(os.path.join(HERE, "cases.json"), figures(segments_of(SENTENCES, 200, 1)))
