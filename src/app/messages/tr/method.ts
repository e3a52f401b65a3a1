import type { Method } from '../en/method.ts';

export const method: Method = {
  legend: 'Ne eğitilir',
  kinds: { full: 'Bütün ağırlıklar', lora: 'LoRA bağdaştırıcıları' },
  withMemory: (kind, bytes) => `${kind}, ${bytes}`,
  leads: {
    full: 'Modelin tamamı öğrenir ve her kontrol noktasında bütünüyle saklanır.',
    lora: 'Katmanların yanındaki küçük matrisler öğrenir, ağırlıklar olduğu gibi kalır. Daha az bellek ister, kontrol noktalarında yalnızca bağdaştırıcılar bulunur.',
  },
  trained: (count) => `Eğitilen parametre: ${count}.`,
  overBudget: 'Bu, bellek bütçesini aşıyor. Yığını küçültün, satırı kısaltın ya da LoRA seçin.',
  fields: {
    method: 'Yöntem',
    rank: 'Rank (r)',
    alpha: 'Alfa',
    dropout: 'Seyreltme (dropout)',
    targets: 'Bağdaştırıcı eklenen katmanlar',
    rsLora: 'Alfa, rankın kareköküne bölünsün (rsLoRA)',
  },
  allLinear: 'bütün doğrusal katmanlar',
  byName: 'adıyla',
  noTargets: 'En az bir katman seçin.',
  rsLoraHint: 'Büyük ranklar bununla daha iyi öğrenir.',
  rateHint:
    'Bağdaştırıcılar en iyi, bütün modele uygun öğrenme oranının yaklaşık on katında öğrenir. Siz değiştirene kadar oran yönteme göre seçilir.',
  run: (rank) => `LoRA, r ${rank}`,
};
