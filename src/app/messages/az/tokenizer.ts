import type { Tokenizer } from '../en/tokenizer.ts';

export const tokenizer: Tokenizer = {
  vocabSize: 'Lüğətin həcmi',
  vocabHint: (size) => `Bu həcmdə korpus üçün təxminən ${size} token tövsiyə olunur.`,
  customSize: 'Başqa həcm',
  train: 'Tokenizatoru öyrət',
  retrain: 'Yenidən öyrət',
  needsCorpus: 'Tokenizator sizin korpusunuzda öyrədilir. Əvvəlcə mətn əlavə edin.',
  toCorpus: 'Korpusa keç',
  stale:
    'Bu tokenizator öyrədiləndən sonra korpus dəyişib. Tokenizator yenə işləyir; yeni mətnə daha yaxşı uyğun gəlsin deyə onu yenidən öyrədin.',
  retrainTitle: 'Tokenizator yenidən öyrədilsin?',
  retrainLead:
    'İndiki tokenizatorla hazırlanan modellər və saxlama nöqtələri yenisinə uyğun gəlməyəcək: onları yeni tokenizatorla öyrətməyə davam etmək olmayacaq.',
  report: 'Hesabat',
  reportOf: (date) => `öyrədilib: ${date}`,
  tokensInVocabulary: 'Lüğət',
  fertility: 'Sözə düşən token',
  perWord: 'orta hesabla',
  bytesPerToken: 'Tokenə düşən bayt',
  longest: 'Ən uzun tokenlər',
  split: 'İstənilən mətni bölün',
  splitLabel: 'Bölünəcək mətn',
  splitPlaceholder: 'Mətn yazın və ya yapışdırın…',
  splitSample: 'Ocağın başında oturub uzaq yolların nağılını danışırdılar.',
  trySample: 'Bir cümlə ilə yoxla',
  ids: 'Token nömrələrini göstər',
  splitCount: (tokens, words, ratio) => `${words} söz, ${tokens} token; bir sözə ${ratio} token`,
  noTokenizer: 'Tokenizatoru öyrədin, sonra onun mətni necə böldüyünü burada görün.',
  special: 'xüsusi token',
  pieces: 'Mətnin tokenləri',
};
