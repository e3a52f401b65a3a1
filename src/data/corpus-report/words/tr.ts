import type { ReportWords } from './en.ts';

export const report: ReportWords = {
  title: 'Derlem raporu',
  lead: (documentsIn, documentsOut, size, tokens, bytesPerToken) =>
    `${documentsIn} belge okundu, ${documentsOut} belge kaldı: ${size}, ${tokens}; belirteç başına ${bytesPerToken} bayt.`,
  counted: (tokens) => `${tokens} belirteç`,
  estimated: (tokens) => `${tokens} belirteç (tahmini)`,
  sources: {
    title: 'Kaynaklar',
    columns: {
      source: 'kaynak',
      licence: 'lisans',
      documentsIn: 'okunan belge',
      bytesIn: 'okunan bayt',
      tokensIn: 'okunan belirteç',
      estimatedIn: 'okunan belirteç (tahmini)',
      out: 'kalan',
    },
    all: 'toplam',
    unknown: 'bilinmiyor',
    skipped: (source, files) => `${source}: ${files} dosya okunmadı.`,
  },
  steps: {
    title: 'Adımlar',
    columns: {
      step: 'adım',
      documentsIn: 'gelen belge',
      changed: 'değişen',
      removed: 'çıkarılan',
      rules: 'kurallara göre',
      remarks: 'notlar',
      bytes: 'çıkarılan bayt',
      tokens: 'çıkarılan belirteç, yaklaşık',
    },
  },
  lengths: {
    title: 'Uzunluklar',
    columns: { characters: 'karakter', documents: 'belge', bytes: 'bayt' },
    between: (from, to) => `${from}–${to}`,
    from: (from) => `${from} ve üzeri`,
  },
  languages: {
    title: 'Diller',
    columns: { language: 'dil', documents: 'belge', share: 'baytların payı' },
    other: 'diğer',
  },
  duplicates: {
    title: 'Kopyalar',
    said: (exact, near, share) =>
      `${exact} belge önceki bir belgeyle aynıydı, ${near} belge ise neredeyse aynıydı (karşılaştırılanların payı: ${share}).`,
    columns: { documents: 'kümedeki belge', clusters: 'küme' },
  },
  licences: { title: 'Lisanslar', none: 'Bakılacak bir şey yok.' },
  allowance: {
    title: 'Bu metinle ne eğitilebilir',
    lead: (tokens, perWeight, passes) =>
      `${tokens} belirteç. Belirli bir hesaplama için en iyisi parametre başına yaklaşık ${perWeight} belirteçtir; aynı metin üzerinden ${passes} geçişe kadar sonuç, o kadar yeni metinle neredeyse aynıdır.`,
    columns: { passes: 'geçiş', tokens: 'eğitilen belirteç', weights: 'parametre' },
    tooLittle:
      'Metin, basamaklardaki hiçbir modeli eğitmeye yetmiyor: metin ekleyin ya da eğitilmiş bir modeli eğitmeyi sürdürün.',
    model: (weights) =>
      `Basamaklarda bu metnin yettiği en büyük modelin ${weights} parametresi var. Daha büyüğü, ağırlıkları güçlü biçimde azaltılmazsa metni ezberler.`,
    preset: (weights, preset) =>
      `Basamaklarda bu metnin yettiği en büyük modelin ${weights} parametresi var (hazır ayar: ${preset}). Daha büyüğü, ağırlıkları güçlü biçimde azaltılmazsa metni ezberler.`,
  },
};
