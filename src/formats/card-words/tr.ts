import type { CardWords } from './en.ts';

export const tr: CardWords = {
  locale: 'tr-TR',
  summary: (family, parameters) =>
    `${parameters} parametreli bir ${family} dil modeli. Ocaq ile tarayıcıda, sahibinin kendi ekran kartında eğitildi.`,
  tunedFrom: (base) => `Eğitimin başladığı model: ${base}.`,
  atStep: (model, step) => `${model}, adım ${step}`,
  ownShape: 'kendine özgü yapıda bir model',
  layers: 'katman sayısı',
  hiddenSize: 'gizli boyut',
  heads: 'dikkat başlığı sayısı (anahtar-değer başlığı sayısı)',
  ffnSize: 'FFN genişliği',
  vocabulary: 'sözlük',
  tied: 'girdi ve çıktı için tek tablo',
  context: 'bağlam',
  tokens: (count) => `${count} belirteç`,
  license: 'lisans',
  notStated: 'belirtilmedi',
  trainedOn: 'Neden öğrendi',
  extent: (steps, tokens) => `${tokens} belirteç üzerinde ${steps} eniyileyici adımı.`,
  documents: (count) => `${count} belge`,
  ofLicense: (license) => `lisans ${license}`,
  noSources: 'Kaynaklar kaydedilmedi.',
  changes: 'Eğitim sırasında değişenler:',
  rateChanged: (step, from, to) => `${step} adımdan sonra en yüksek öğrenme oranı ${to} oldu; önceden ${from} idi.`,
  takenBack: (diverged, step, factor) =>
    `Eğitim ıraksadı (adım ${diverged}) ve öncesine geri alındı (adım ${step}); oradan sonra öğrenme oranının çarpanı: ${factor}.`,
  takenBackWithout: (diverged, step, factor) =>
    `Eğitim ıraksadı (adım ${diverged}) ve öncesine geri alındı (adım ${step}); oradan sonra o adımların metinleri atlandı, öğrenme oranının çarpanı: ${factor}.`,
  figures: 'Göstergeler',
  noFigures: 'Hiçbir şey ölçülmedi.',
  figure: 'gösterge',
  value: 'değer',
  measuredOn: 'ne üzerinde ölçüldü',
  rule: 'kural',
  perplexity: 'perpleksite',
  notInFolder: 'doğrulama belgeleri, bu klasörde yok',
  windows: (tokens) =>
    `örtüşmeyen, her biri ${tokens} belirteçlik pencereler; belgeler metin sonu belirteciyle birleştirildi, o da sayıldı`,
  notFinite: 'sonlu bir sayı değil',
  howToLoad: 'Nasıl yüklenir',
};
