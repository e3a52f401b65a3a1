/** Messages of the Tokenizer screen. Parameters are ready text. */

import type { SplitOutcome, SplitRuleId, TextTool } from '../../../data/tokenizer/split-rules.ts';

export const tokenizer = {
  vocabSize: 'Vocabulary size',
  vocabHint: (size: string) => `For a corpus of this size, about ${size} tokens are recommended.`,
  vocabFitted: (size: string) => `The size is set to ${size} now, the most that this text allows. Train again.`,
  customSize: 'Another size',
  train: 'Train the tokenizer',
  retrain: 'Train again',
  needsCorpus: 'The tokenizer is trained on your corpus. Add some text first.',
  toCorpus: 'Go to Corpus',
  stale:
    'The corpus has changed since this tokenizer was trained. It still works; train it again to fit the new text better.',
  retrainTitle: 'Train the tokenizer again?',
  retrainLead:
    'Models and checkpoints made with the present tokenizer will no longer match the new one: they cannot be trained further with it.',
  rule: 'How words are cut',
  ruleHints: {
    'llama-3':
      'Llama 3’s rule. Every tool knows it. It has English contractions in it, so suffixes after an apostrophe that begin like one are cut: “Ankara’da” with a straight apostrophe becomes Ankara, ’d, a.',
    turkic:
      'Keeps suffixes after an apostrophe whole, and cuts every digit by itself. llama.cpp knows it since build b11034, as “ufakzeka”.',
    'qwen-2': 'Qwen2’s rule.',
    'gpt-2': 'GPT-2’s rule.',
  },
  ruleTools: 'What other tools will make of it',
  compare: {
    title: 'Compare tokenizers',
    fertilityHint: (texts: string) =>
      `Tokens per word, on average, ${texts}. The figure in the report was measured at training, on all held-out documents, so the two may differ a little.`,
    lead: 'The tokenizers of this project, and any tokenizer.json that you add, on the same texts.',
    start: 'Compare',
    add: 'Add tokenizer.json',
    remove: (name: string) => `Take ${name} off`,
    onHeldOut: (bytes: string) => `on ${bytes} of held-out text`,
    onCorpus: (bytes: string) => `on ${bytes} of the corpus`,
    tokenizer: 'Tokenizer',
    current: 'in use',
    examples: 'Examples',
    rarest: 'Rarest tokens',
    fallback: 'Fallback',
    fallbackHint: 'The share of tokens that are one byte of a character, or unknown text.',
    unused: 'Never used',
    unusedHint: 'Tokens of the vocabulary that do not occur in these texts. They cost memory and learn nothing.',
    suffixes: 'Whole suffixes',
    suffixesHint: 'Of words with an apostrophe (Bakı’dan, NATO’nun), the share whose suffix after it is one token.',
    noSuffixes: 'no such words',
    rules: {
      'llama-3': 'Llama 3',
      turkic: 'Suffixes stay whole',
      'qwen-2': 'Qwen2',
      'gpt-2': 'GPT-2',
    } satisfies Record<SplitRuleId, string>,
    tools: {
      ocaq: 'Ocaq',
      transformers: 'transformers',
      'llama-cpp': 'llama.cpp, from a GGUF',
      'llama-cpp-converter': 'convert_hf_to_gguf.py of llama.cpp',
      ollama: 'Ollama, from a GGUF',
      'ollama-folder': 'Ollama, from a folder',
    } satisfies Record<TextTool, string>,
    outcomes: {
      same: 'cuts text in the same way',
      'same-if-recent': 'cuts text in the same way if it is recent (llama.cpp b11034), and refuses the file otherwise',
      other: 'takes the file but cuts text otherwise: answers get worse',
      refused: 'refuses it, as it knows no new vocabulary',
    } satisfies Record<SplitOutcome, string>,
  },
  report: 'Report',
  reportOf: (date: string) => `trained ${date}`,
  tokensInVocabulary: 'Vocabulary',
  fertility: 'Fertility',
  perWord: 'tokens per word',
  measuredOver:
    'Measured when the tokenizer was trained: on all held-out documents or, where there were none, on the whole corpus. The comparison below names its own texts in its heading.',
  bytesPerToken: 'Bytes per token',
  longest: 'Longest tokens',
  split: 'Split any text',
  splitLabel: 'Text to split',
  splitPlaceholder: 'Type or paste text…',
  splitSample: 'Ocağın başında oturub uzaq yolların nağılını danışırdılar.',
  trySample: 'Try a sentence',
  ids: 'Show token numbers',
  splitCount: (tokens: string, words: string, ratio: string) =>
    `${tokens} tokens for ${words} words, ${ratio} per word`,
  noTokenizer: 'Train a tokenizer, then see here how it splits any text.',
  special: 'special token',
  pieces: 'Tokens of the text',
};

export type Tokenizer = typeof tokenizer;
