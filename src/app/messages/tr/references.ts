import type { ReferenceMessages } from '../en/references.ts';

export const references: ReferenceMessages = {
  titles: { evaluation: 'Değerlendirme kümeleri', trusted: 'Güvenilir metin' },
  leads: {
    evaluation:
      'Modellerin değerlendirileceği metinler; okunabilen her biçimde olabilir. Hiçbir model öğrendiği metinle değerlendirilmesin diye bu metinler derlemden çıkarılır.',
    trusted:
      'Modelin yazmasını istediğiniz gibi yazılmış temiz metin verin: düzeltiden geçmiş makaleler, kitaplar. En az 1000 karakter gerekir; birkaç megabayt daha iyidir, 8 megabayttan fazlası bir şey katmaz. Ocaq hangi harften sonra hangisinin geldiğini ondan öğrenir ve ona benzemeyen belgeleri çıkarır: başka dildekileri, listeleri, bozulmuş metni. Bu metin seçilmedikçe adım kapalı kalır ve hiçbir şey çıkarmaz.',
  },
  choose: { evaluation: 'Değerlendirme kümesi seç', trusted: 'Güvenilir metin seç' },
  first: {
    evaluation: 'Bir değerlendirme kümesi seçilince açılabilir.',
    trusted: 'Güvenilir metin seçilince açılabilir.',
  },
  without: {
    evaluation: 'Artık seçili bir değerlendirme kümesi yok: bu adım hiçbir şey yapmaz.',
    trusted: 'Artık seçili bir güvenilir metin yok: bu adım hiçbir şey yapmaz.',
  },
  addFiles: 'Dosya ekle',
  fromProject: { evaluation: 'Bu projenin bir talimat kümesi', trusted: 'Bu derlemin bir kaynağı' },
  pick: 'Seçin…',
  add: 'Ekle',
  part: (name, part) => (part === 'all' ? name : `${name}, doğrulama bölümü`),
  texts: (text) => `${text} metin`,
  partOf: (kept, all) => `${kept}; ${all} metinden rastgele seçildi`,
  copied: { source: 'bir kaynağın kopyası', instructions: 'bir talimat kümesinin kopyası' },
  heldOutPart: 'doğrulama bölümü',
  gone: 'kopyalandığı metin silindi ya da değiştirildi; kopya kalır',
  short: (text) => `${text} metin on üç sözcükten kısa ve aranamıyor`,
  badRows: (text) => `${text} satır kullanılamadı`,
  skippedFiles: (text) => `İçindeki ${text} dosya okunmadı`,
  remove: (name) => `Kaldır: “${name}”`,
  removeTitle: (name) => `“${name}” kaldırılsın mı?`,
  removeLead: 'Dosyanız ya da kopyalandığı metin yerinde kalır. Derlem yeniden temizlenene kadar olduğu gibi kalır.',
  removeDo: 'Kaldır',
  copyStays: 'Kopyası güvenilir metindir ve siz oradan kaldırana kadar öyle kalır.',
  surprise: {
    title: 'Metinler ne kadar beklenmedik',
    lead: 'Sayı ne kadar büyükse metin güvenilir metne o kadar az benzer (ölçü: karakter başına bit). Gri çubuk yüz metinden 5.’den 95.’ye uzanır, koyu işaret ortadakidir. Turuncu çizgi sınırdır: sağında kalan belgeler çıkarılır.',
    measuring: 'Ölçülüyor…',
    trusted: 'Güvenilir metin, geri kalanına göre',
    corpus: 'Derlem, bu adıma geldiği gibi',
    range: (low, middle, high) => `${low} – ${high}, ortada ${middle}`,
    few: 'kendisiyle ölçülemeyecek kadar kısa',
    none: 'bu adıma hiçbir belge gelmiyor',
    asTrusted: (value) => `Sınır ${value} olsun: 100 güvenilir metnin 95’i kalırdı`,
    asCorpus: (value) => `Sınır ${value} olsun: derlemin 100 belgesinden 95’i kalır`,
  },
};
