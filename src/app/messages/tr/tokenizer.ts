import type { Tokenizer } from '../en/tokenizer.ts';

export const tokenizer: Tokenizer = {
  vocabSize: 'Sözlük boyutu',
  vocabHint: (size) => `Bu boyda bir derlem için yaklaşık ${size} belirteç önerilir.`,
  customSize: 'Başka boyut',
  train: 'Belirteçleyiciyi eğit',
  retrain: 'Yeniden eğit',
  needsCorpus: 'Belirteçleyici sizin derleminizde eğitilir. Önce metin ekleyin.',
  toCorpus: 'Derleme git',
  stale:
    'Bu belirteçleyici eğitildikten sonra derlem değişti. Yine de çalışır; yeni metne daha iyi uyması için yeniden eğitin.',
  retrainTitle: 'Belirteçleyici yeniden eğitilsin mi?',
  retrainLead:
    'Şimdiki belirteçleyiciyle yapılan modeller ve kontrol noktaları yenisiyle uyuşmayacak: yenisiyle eğitilmeleri sürdürülemez.',
  report: 'Rapor',
  reportOf: (date) => `eğitildi: ${date}`,
  tokensInVocabulary: 'Sözlük',
  fertility: 'Sözcük başına belirteç',
  perWord: 'ortalama',
  bytesPerToken: 'Belirteç başına bayt',
  longest: 'En uzun belirteçler',
  split: 'İstediğiniz metni bölün',
  splitLabel: 'Bölünecek metin',
  splitPlaceholder: 'Metin yazın ya da yapıştırın…',
  splitSample: 'Ocağın başında oturub uzaq yolların nağılını danışırdılar.',
  trySample: 'Bir cümleyle dene',
  ids: 'Belirteç numaralarını göster',
  splitCount: (tokens, words, ratio) => `${words} sözcük, ${tokens} belirteç; sözcük başına ${ratio}`,
  noTokenizer: 'Bir belirteçleyici eğitin, sonra metni nasıl böldüğünü burada görün.',
  special: 'özel belirteç',
  pieces: 'Metnin belirteçleri',
};
