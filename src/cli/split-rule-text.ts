/** What the commands say of a split rule: its name in a GGUF, and each tool that does not simply cut text as in training. */
import type { SplitOutcome, SplitRule, TextTool } from '../data/tokenizer/split-rules.ts';

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
