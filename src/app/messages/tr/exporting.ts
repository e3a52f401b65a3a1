import type { Exporting } from '../en/exporting.ts';

export const exporting: Exporting = {
  checkpoint: 'Kontrol noktası',
  name: 'Ad',
  nameHint: 'Latin harfleri, rakam, nokta, kısa çizgi ve alt çizgi',
  license: 'Modelin lisansı',
  licenseOther: 'Diğer',
  licenseNone: 'Belirtilmemiş',
  cardLanguage: 'Model kartının dili',
  cardLanguageHint: 'Kart İngilizce de yazılır.',
  withHeldOut: 'Doğrulama belgeleri de eklensin',
  licenseHint: 'Modeli eğittiğiniz metinler buna izin vermelidir.',
  start: 'Dışa aktar',
  again: 'Yeniden dışa aktar',
  contents: 'Dosyanın içindekiler',
  form: 'Ne dışa aktarılsın',
  forms: {
    adapter: 'Bağdaştırıcı, peft için',
    model: 'Birleştirilmiş bütün model',
    gguf: 'GGUF, llama.cpp ve Ollama için',
  },
  folder: 'Hugging Face klasörü',
  leads: {
    model: 'Tek bir zip: içindeki klasörü Hugging Face transformers ve onun üzerine kurulu araçlar açar.',
    adapter:
      'Tek bir zip: içindeki klasörü Hugging Face peft temel modelin yanında açar. Temel modeli ayrıca dışa aktarın.',
    gguf: 'Tek bir zip: içinde model tek bir dosyada (onu llama.cpp ve üzerine kurulu programlar çalıştırır) ve Ollama için bir Modelfile var.',
  },
  ggufType: 'Sayılar',
  ggufTypes: { f32: '32 bit', f16: '16 bit', q8_0: '8 bit (q8_0)', q4_0: '4 bit (q4_0)' },
  remarks: {
    window: (count) =>
      `Başka programlar modelin kayan penceresini tanımaz. Dosyada bağlam ${count} belirteç olarak yazılı; bu sınır içinde fark olmaz.`,
    rows: (count) => `Satırları 32’nin katı olmayan ${count} tensör 16 bitle yazıldı.`,
    nfc: () =>
      'Ocaq metni okumadan önce tek bir Unicode biçimine (NFC) getirir; başka programlar olduğu gibi alır. Alışıldık biçimde yazılmış metin zaten bu biçimdedir.',
    words: (count) =>
      `${count} sözcük başlı başına belirteçtir ve başka programlar onları bu belirteçleyiciden farklı kurar; bu sözcükleri içeren metin orada başka türlü okunur.`,
    recent: () =>
      'Bu belirteçleyicinin sözcükleri bölme kuralını llama.cpp Eylül 2026’dan (b11034) beri tanıyor. Ollama dahil daha eski sürümler dosyayı açmaz.',
    ends: (count) => `Yanıtı ${count} belirteç bitirir; llama.cpp ilk üçünü, Ollama hepsini tanır.`,
    template: () =>
      'Sohbet şablonu modelle birlikte geldi ve Ollama’da nasıl yazılacağı bilinmiyor: Modelfile’da şablon yok, Ollama dosyadan tanıdığını alır.',
  },
  merged: (largest) =>
    `Bağdaştırıcılar ağırlıklarla birleştirildi. Hiçbir ağırlık ${largest} değerinden fazla değişmedi.`,
  mergedLogits: (largest) =>
    `Birleştirilmiş modelin logitleri, tabanın yanındaki bağdaştırıcılarınkinden en çok ${largest} farklıdır.`,
  purposes: {
    'model.safetensors': 'Ağırlıklar.',
    'model.gguf': 'Ağırlıklar, belirteçleyici ve sohbet şablonu bir arada.',
    Modelfile: 'Ollama için: şablon, yanıtın sonu, seçim ayarları.',
    'adapter_model.safetensors': 'Bağdaştırıcılar: her katmanın A ve B matrisi.',
    'adapter_config.json': 'Rank, alfa ve bağdaştırıcı eklenen katmanlar.',
    'config.json': 'Modelin yapısı.',
    'generation_config.json': 'Metin üretmenin varsayılan ayarları.',
    'tokenizer.json': 'Belirteçleyicinin tamamı: sözlük, birleştirmeler, kurallar.',
    'tokenizer_config.json': 'Özel belirteçler ve sohbet şablonu.',
    'chat_template.jinja': 'Talimatı ve yanıtı çevreleyen sözler.',
    'README.md': 'Model kartı: veri, eğitim, sonuçlar, lisans.',
    'heldout.jsonl': 'Doğrulama metni: herkes perpleksiteyi bununla denetleyebilir.',
  },
  otherPurpose: 'Eğitimle ilgili ek veriler.',
  verified: (tensors) => `Doğrulandı: yazılan dosya geri okundu ve ${tensors} tensörün hepsi aynı.`,
  download: (size) => `İndir, ${size}`,
  quality: 'Doğrulama metnindeki kalite',
  perplexity: 'Perpleksite',
  loss: 'Kayıp',
  bitsPerByte: 'Bit/bayt',
  evaluate: 'Şimdi değerlendir',
  notEvaluated: 'değerlendirilmedi',
  needsCheckpoint: 'Henüz kontrol noktası yok. Bir model eğitin, sonra buradan dışa aktarın.',
  toTrain: 'Eğitime git',
  use: 'Python’da yüklemek',
  useGguf: 'Açılmış klasörde çalıştırmak',
  badName: 'Adda en az bir harf ya da rakam olmalıdır.',
  size: 'Boyut',
  file: 'Dosya',
  purpose: 'Ne işe yarar',
};
