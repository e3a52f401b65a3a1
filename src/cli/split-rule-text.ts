/** What the commands say of a split rule: its name in a GGUF, and each tool that does not simply cut text as in training. */
import { type SplitOutcome, type SplitRule, splitRuleOf, type TextTool } from '../data/tokenizer/split-rules.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { Tokenizer } from '../data/tokenizer/tokenizer.ts';
import type { CommandResult } from './options.ts';

const TOOLS: Readonly<Record<TextTool, string>> = {
  ocaq: 'Ocaq',
  transformers: 'transformers',
  'llama-cpp': 'llama.cpp with such a GGUF',
  'llama-cpp-converter': "llama.cpp's convert_hf_to_gguf.py",
  ollama: 'Ollama with such a GGUF',
  'ollama-folder': '`ollama create` from safetensors',
};

const OUTCOMES: Readonly<Record<SplitOutcome, string>> = {
  same: 'cuts text as in training',
  'same-if-recent':
    'cuts text as in training if its llama.cpp is b11034 (September 2026) or newer, and refuses it before',
  other: 'cuts text by another rule, without a word',
  refused: 'refuses it, as it does every new vocabulary',
};

export function splitRuleText({ id, ggufName, outcomes }: SplitRule): string {
  const tools = Object.entries(TOOLS) as [TextTool, string][];
  const exceptions = tools
    .filter(([tool]) => outcomes[tool] !== 'same')
    .map(([tool, name]) => `${name} ${OUTCOMES[outcomes[tool]]}`);
  return `the rule ${id} is "${ggufName}" in a GGUF; ${exceptions.join('; ')}`;
}

/** Of a tokenizer of bytes, which alone has a split rule: the rule and its name in a GGUF, null where Ocaq knows none. */
export function splitRuleReport(tokenizer: TextTokenizer): CommandResult {
  if (!(tokenizer instanceof Tokenizer)) return {};
  const rule = splitRuleOf(tokenizer.splitPattern);
  return { rule: rule?.id ?? null, gguf_name: rule?.ggufName ?? null };
}

/** What other tools make of a rule that no GGUF can name, as far as Ocaq knows; empty where there is nothing to say. */
export function namelessRuleText(tokenizer: TextTokenizer): string {
  if (!(tokenizer instanceof Tokenizer) || splitRuleOf(tokenizer.splitPattern)) return '';
  return "Ocaq knows no name in a GGUF for the way this tokenizer cuts words: llama.cpp's convert_hf_to_gguf.py stops at a rule that it does not know, and `ollama create` takes another one, so that ids differ.";
}
