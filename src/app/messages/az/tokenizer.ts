import type { Tokenizer } from '../en/tokenizer.ts';

export const tokenizer: Tokenizer = {
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
