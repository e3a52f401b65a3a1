import type { Method } from '../en/method.ts';

export const method: Method = {
  legend: 'Nə öyrədilir',
  kinds: { full: 'Bütün çəkilər', lora: 'LoRA adapterləri' },
  withMemory: (kind, bytes) => `${kind}, ${bytes}`,
  leads: {
    full: 'Model bütövlükdə öyrədilir və hər saxlama nöqtəsində tam saxlanır.',
    lora: 'Qatların yanındakı kiçik matrislər öyrədilir, çəkilər olduğu kimi qalır. Az yaddaş tələb edir, saxlama nöqtələrində yalnız adapterlər olur.',
  },
  trained: (count) => `Öyrədilən parametr: ${count}.`,
  overBudget: 'Bu, yaddaş büdcəsinə sığmır. Paketi kiçildin, sətri qısaldın və ya LoRA seçin.',
  fields: {
    method: 'Üsul',
    rank: 'Ranq (r)',
    alpha: 'Alfa',
    dropout: 'Seyrəltmə (dropout)',
    targets: 'Adapter qoyulan qatlar',
    rsLora: 'Alfa ranqın kökünə bölünsün (rsLoRA)',
  },
  allLinear: 'bütün xətti qatlar',
  byName: 'adı ilə',
  noTargets: 'Ən azı bir qat seçin.',
  rsLoraHint: 'Böyük ranqlar belə daha yaxşı öyrənir.',
  rateHint:
    'Adapterlər ən yaxşı bütöv modelin öyrənmə sürətindən təxminən on dəfə böyük sürətlə öyrənir. Siz dəyişənə qədər sürət üsula uyğun seçilir.',
  run: (rank) => `LoRA, r ${rank}`,
};
