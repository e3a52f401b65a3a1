import type { Method } from '../en/method.ts';

export const method: Method = {
  legend: 'Nə öyrədilir',
  kinds: {
    full: 'Bütün çəkilər',
    lora: 'LoRA adapterləri',
    'qlora-int8': 'QLoRA, əsas int8 ilə',
    'qlora-nf4': 'QLoRA, əsas NF4 ilə',
  },
  withMemory: (kind, bytes) => `${kind} (yaddaş: ${bytes})`,
  leads: {
    full: 'Model bütövlükdə öyrədilir və hər saxlama nöqtəsində tam saxlanır.',
    lora: 'Qatların yanındakı kiçik matrislər öyrədilir, çəkilər olduğu kimi qalır. Qradiyentlər, optimallaşdırıcının halı və saxlama nöqtələri yalnız adapterlərə aiddir.',
    'qlora-int8':
      'LoRA kimidir, ancaq əsas modelin qatlarında hər çəki 8 bitlə, hər sətir bir miqyasla tutulur. Saxlanmış əsas olduğu kimi qalır.',
    'qlora-nf4':
      'LoRA kimidir, ancaq əsas modelin qatlarında hər çəki 4 bitlə (NF4), 64-lük bloklarla və ikiqat kvantlama ilə tutulur. Saxlanmış əsas olduğu kimi qalır.',
  },
  presetNotes: {
    'alpaca-5000': 'Bütün çəkilər, 5 000 addım, Azərbaycan dilində şablon (Barbarossa, AzLlama).',
    'uz-qlora':
      'Int8 əsasın yanında adapterlər: paketdə 4 sətir, addımda 8 paket, 3 keçid, öyrənmə sürəti 0,0002, sətirdə ən çox 1 024 token (Mistral-Uz).',
    'lora-r8': 'LoRA: ranq 8, alfa 32, seyrəltmə 0,05, meyilsiz.',
  },
  rowsCut: (context) => `Bu modelin konteksti ${context} tokendir, ona görə burada sətir bundan uzun olmur.`,
  trained: (count) => `Öyrədilən parametr: ${count}.`,
  overBudget: 'Bu, yaddaş büdcəsinə sığmır. Paketi kiçildin, sətri qısaldın, 16 bit və ya QLoRA seçin.',
  fields: {
    method: 'Üsul',
    rank: 'Ranq (r)',
    alpha: 'Alfa',
    dropout: 'Seyrəltmə (dropout)',
    targets: 'Adapter qoyulan qatlar',
    rsLora: 'Alfa ranqın kökünə bölünsün (rsLoRA)',
    matrices: 'Kvantlanmış əsas',
  },
  allLinear: 'bütün xətti qatlar',
  byName: 'adı ilə',
  noTargets: 'Ən azı bir qat seçin.',
  rsLoraHint: 'Böyük ranqlar belə daha yaxşı öyrənir.',
  rateHint:
    'Adapterlər ən yaxşı bütöv modelin öyrənmə sürətindən təxminən on dəfə böyük sürətlə öyrənir. Siz dəyişənə qədər sürət üsula uyğun seçilir.',
  run: (kind, rank) => `${kind}, r ${rank}`,
};
