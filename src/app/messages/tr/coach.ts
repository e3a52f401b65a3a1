import type { Coach } from '../en/coach.ts';

export const coach: Coach = {
  title: 'Vaktinize uygun model',
  lead: 'Eğitime ne kadar vakit ayırabileceğinizi seçin. Bu cihazın hızı bir kez, birkaç saniye boyunca ölçülür; metninize, cihaza ve vakte uygun model önerilir.',
  time: 'Eğitim süresi',
  times: { minutes: '10 dakika', hour: 'Bir saat', night: 'Bir gece', weekend: 'Hafta sonu' },
  ownTime: 'Dakika',
  propose: 'Model öner',
  proposeAgain: 'Yeniden öner',
  take: 'Öneriyi kabul et',
  taken: 'Kabul edildi',
  needsCorpus: 'Öneri için metin gerekir: önce bir derlem ekleyin.',
  needsTokenizer: (vocabulary) => `Önce sözlüğü ${vocabulary} olan bir belirteçleyici eğitin.`,
  model: (layers, width) => `${layers} katman, gizli boyut ${width}`,
  vocabulary: 'Sözlük',
  context: 'Bağlam',
  steps: 'Adım sayısı',
  stepTokens: (tokens) => `her birinde ${tokens} belirteç`,
  passes: 'Derlem üzerinden geçiş sayısı',
  finish: 'Bitiş süresi',
  size: {
    text: (tokens) => `Metinde ${tokens} belirteç var: daha büyük bir model onu çoğunlukla ezberlerdi.`,
    time: () => 'Daha büyük bir model bu cihazda bu sürede boyutuna göre çok az belirteç görürdü.',
    memory: () => 'Daha büyük bir model bellek bütçesine sığmıyor.',
    ladder: () => 'Süre, bellek ve metin önerilebilecek en büyük modele yetiyor.',
  },
  end: {
    text: (passes) =>
      `Aynı metin üzerinden ${passes} geçişten sonrası az yarar sağlar; eğitim bu yüzden süre dolmadan biter.`,
    time: () => 'Eğitim sürenin tamamını kullanır.',
  },
  fits: {
    text: 'derleminize uygun',
    textTooLarge: 'derleminiz için büyük',
    textFarTooLarge: 'derleminiz için fazlasıyla büyük',
    memory: 'bu karta sığar',
    memoryTooLarge: (size) => `${size} gerektirir, bütçeden fazla`,
  },
  stepsTime: (steps, time) => `${steps} adım: ${time}`,
  measuredBefore: 'bu cihazda daha önce ölçüldü',
  measured: 'ölçülen hıza göre',
  estimated: 'bu cihazda ölçülen başka modellerden tahmin',
  notMeasured: (steps) => `${steps} adım: cihazın hızı ölçülene dek süre bilinmiyor`,
  warnText: (weights) =>
    `Metnin her belirtecine bu modelin ${weights} parametresi düşüyor: model dili öğrenmek yerine metni ezberleyecek. Metin ekleyin veya daha küçük bir model seçin.`,
  warnTime: (time) =>
    `Boyutuna yetecek kadar metin görmesi için modelin bu cihazda yaklaşık ${time} çalışması gerekir. Daha küçük bir model veya daha uzun bir süre seçin.`,
};
