/** Messages of the Tokenizer screen. Both languages side by side; parameters are ready text. */

const en = {
  vocabSize: 'Vocabulary size',
  vocabHint: 'For a corpus of this size, about',
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
  noTokenizer: 'Train a tokenizer, then see here how it cuts any text.',
  special: 'special token',
  pieces: 'Tokens of the text',
};

const az: typeof en = {
  vocabSize: 'Lüğətin həcmi',
  vocabHint: 'Bu həcmdə korpus üçün təxminən',
  customSize: 'Başqa həcm',
  train: 'Tokenizatoru öyrət',
  retrain: 'Yenidən öyrət',
  needsCorpus: 'Tokenizator sizin korpusunuzda öyrədilir. Əvvəlcə mətn əlavə edin.',
  toCorpus: 'Korpusa keç',
  stale:
    'Bu tokenizator öyrədiləndən sonra korpus dəyişib. O yenə işləyir; yeni mətnə daha yaxşı uyğunlaşsın deyə yenidən öyrədin.',
  retrainTitle: 'Tokenizator yenidən öyrədilsin?',
  retrainLead:
    'İndiki tokenizatorla hazırlanan modellər və nəzarət nöqtələri yenisinə uyğun gəlməyəcək: onları bununla daha öyrətmək olmayacaq.',
  report: 'Hesabat',
  reportOf: (date) => `${date} öyrədilib`,
  tokensInVocabulary: 'Lüğət',
  fertility: 'Fertillik',
  perWord: 'sözə düşən token',
  bytesPerToken: 'Tokenə düşən bayt',
  longest: 'Ən uzun tokenlər',
  split: 'İstənilən mətni bölün',
  splitLabel: 'Bölünəcək mətn',
  splitPlaceholder: 'Mətn yazın və ya yapışdırın…',
  splitSample: 'Ocağın başında oturub uzaq yolların nağılını danışırdılar.',
  trySample: 'Bir cümlə ilə yoxla',
  ids: 'Token nömrələrini göstər',
  splitCount: (tokens, words, ratio) => `${words} sözə ${tokens} token, sözə ${ratio}`,
  noTokenizer: 'Tokenizatoru öyrədin, sonra onun mətni necə böldüyünü burada görün.',
  special: 'xüsusi token',
  pieces: 'Mətnin tokenləri',
};

export const tokenizer = { en, az };
