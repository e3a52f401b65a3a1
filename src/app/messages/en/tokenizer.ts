/** Messages of the Tokenizer screen. Parameters are ready text. */

export const tokenizer = {
  vocabSize: 'Vocabulary size',
  vocabHint: (size: string) => `For a corpus of this size, about ${size} tokens are recommended.`,
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
  report: 'Report',
  reportOf: (date: string) => `trained ${date}`,
  tokensInVocabulary: 'Vocabulary',
  fertility: 'Fertility',
  perWord: 'tokens per word',
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
