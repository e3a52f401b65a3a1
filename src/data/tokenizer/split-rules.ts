/**
 * How text is cut into the words that merges never cross, by name, and what other tools make of each rule. A rule is a
 * pattern in a tokenizer.json (Oniguruma syntax) and a name in a GGUF (`tokenizer.ggml.pre`), which holds no pattern.
 *
 * Two rules are offered for training. Llama 3's is known everywhere, but it has English contractions: `Ankara'da` is cut
 * into `Ankara`, `'d`, `a`. The Turkic one is Qwen2's without them, so that `'da` stays whole; digits stand alone in it.
 *
 * Sources: `src/llama-vocab.cpp` and `conversion/base.py` of llama.cpp, where the Turkic rule is known as `ufakzeka`
 * since build b11034 (pull request 29033, September 2026); `convert/tokenizer.go` of Ollama (0.30, which runs llama.cpp b10488).
 */

export const LLAMA3_SPLIT_PATTERN: string = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

export const TURKIC_SPLIT_PATTERN: string = String.raw`[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

export const QWEN2_SPLIT_PATTERN: string = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** `ByteLevel` with `use_regex: true` in a tokenizer.json means this one. */
export const GPT2_SPLIT_PATTERN: string = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** Where a newly trained tokenizer may go. */
export type TextTool =
  | 'ocaq'
  | 'transformers'
  /** A GGUF that names the rule. */
  | 'llama-cpp'
  /** `convert_hf_to_gguf.py`, which knows vocabularies by the ids of one text, and so none that is new. */
  | 'llama-cpp-converter'
  /** A GGUF that names the rule. */
  | 'ollama'
  /** `ollama create` from safetensors, which knows rules by the SHA-256 of their pattern. */
  | 'ollama-folder';

export type SplitOutcome =
  /** Cuts text as in training. */
  | 'same'
  /** So do builds of llama.cpp from b11034 on; those before refuse the file. */
  | 'same-if-recent'
  /** Takes the file and cuts text by another rule, so that ids differ and answers get worse. */
  | 'other'
  | 'refused';

export type SplitRuleId = 'llama-3' | 'turkic' | 'qwen-2' | 'gpt-2';

export interface SplitRule {
  readonly id: SplitRuleId;
  /** As tokenizer.json has it. */
  readonly pattern: string;
  /** `tokenizer.ggml.pre` */
  readonly ggufName: string;
  /** Whether llama.cpp, under that name, takes a word that is a token whole, as `ignore_merges` says. */
  readonly takesWholeWords: boolean;
  /** Whether new tokenizers may have it; the others are known where they are imported. */
  readonly isOffered: boolean;
  readonly outcomes: Readonly<Record<TextTool, SplitOutcome>>;
}

const EVERYWHERE = {
  ocaq: 'same',
  transformers: 'same',
  'llama-cpp': 'same',
  'llama-cpp-converter': 'refused',
  ollama: 'same',
  'ollama-folder': 'same',
} as const;

export const SPLIT_RULES: readonly SplitRule[] = [
  {
    id: 'llama-3',
    pattern: LLAMA3_SPLIT_PATTERN,
    ggufName: 'llama-bpe',
    takesWholeWords: true,
    isOffered: true,
    outcomes: EVERYWHERE,
  },
  {
    id: 'turkic',
    pattern: TURKIC_SPLIT_PATTERN,
    ggufName: 'ufakzeka',
    takesWholeWords: false,
    isOffered: true,
    outcomes: {
      ...EVERYWHERE,
      'llama-cpp': 'same-if-recent',
      ollama: 'same-if-recent',
      'ollama-folder': 'other',
    },
  },
  {
    id: 'qwen-2',
    pattern: QWEN2_SPLIT_PATTERN,
    ggufName: 'qwen2',
    takesWholeWords: false,
    isOffered: false,
    outcomes: EVERYWHERE,
  },
  {
    id: 'gpt-2',
    pattern: GPT2_SPLIT_PATTERN,
    ggufName: 'gpt-2',
    takesWholeWords: false,
    isOffered: false,
    outcomes: { ...EVERYWHERE, 'ollama-folder': 'other' },
  },
];

export function splitRule(id: SplitRuleId): SplitRule {
  const rule = SPLIT_RULES.find((one) => one.id === id);
  if (!rule) throw new RangeError(`there is no split rule "${id}"`);
  return rule;
}

/** Undefined for a pattern that has no name in a GGUF, as far as Ocaq knows. */
export const splitRuleOf = (pattern: string): SplitRule | undefined =>
  SPLIT_RULES.find((rule) => rule.pattern === pattern);
