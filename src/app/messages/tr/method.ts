import type { Method } from '../en/method.ts';

export const method: Method = {
  legend: 'Ne eğitilir',
  kinds: {
    full: 'Bütün ağırlıklar',
    lora: 'LoRA bağdaştırıcıları',
    'qlora-int8': 'QLoRA, int8 taban',
    'qlora-nf4': 'QLoRA, NF4 taban',
  },
  withMemory: (kind, bytes) => `${kind} (bellek: ${bytes})`,
  leads: {
    full: 'Modelin tamamı öğrenir ve her kontrol noktasında bütünüyle saklanır.',
    lora: 'Katmanların yanındaki küçük matrisler öğrenir, ağırlıklar olduğu gibi kalır. Gradyanlar, eniyileyici durumu ve kontrol noktaları yalnızca bağdaştırıcılara aittir.',
    'qlora-int8':
      'LoRA gibidir; yalnız temel modelin katmanlarında her ağırlık 8 bitle, her satır bir ölçekle tutulur. Saklanan taban olduğu gibi kalır.',
    'qlora-nf4':
      "LoRA gibidir; yalnız temel modelin katmanlarında her ağırlık 4 bitle (NF4), 64'lük bloklarda ve çift nicemleme ile tutulur. Saklanan taban olduğu gibi kalır.",
  },
  presetNotes: {
    'alpaca-5000': 'Bütün ağırlıklar, 5.000 adım, Azerbaycanca şablon (Barbarossa, AzLlama).',
    'uz-qlora':
      'int8 tabanın yanında bağdaştırıcılar: yığında 4 satır, adımda 8 yığın, 3 geçiş, öğrenme oranı 0,0002, satırda en çok 1.024 belirteç (Mistral-Uz).',
    'lora-r8': 'LoRA: rank 8, alfa 32, seyreltme 0,05, yanlılık yok.',
  },
  rowsCut: (context) => `Bu modelin bağlamı ${context} belirteçtir; bu yüzden burada satırlar bundan uzun olmaz.`,
  trained: (count) => `Eğitilen parametre: ${count}.`,
  overBudget: 'Bu, bellek bütçesini aşıyor. Yığını küçültün, satırı kısaltın, 16 bit ya da QLoRA seçin.',
  fields: {
    method: 'Yöntem',
    rank: 'Rank (r)',
    alpha: 'Alfa',
    dropout: 'Seyreltme (dropout)',
    targets: 'Bağdaştırıcı eklenen katmanlar',
    rsLora: 'Alfa, rankın kareköküne bölünsün (rsLoRA)',
    matrices: 'Nicemlenmiş taban',
  },
  allLinear: 'bütün doğrusal katmanlar',
  byName: 'adıyla',
  noTargets: 'En az bir katman seçin.',
  rsLoraHint: 'Büyük ranklar bununla daha iyi öğrenir.',
  rateHint:
    'Bağdaştırıcılar en iyi, bütün modele uygun öğrenme oranının yaklaşık on katında öğrenir. Siz değiştirene kadar oran yönteme göre seçilir.',
  run: (kind, rank) => `${kind}, r ${rank}`,
};
