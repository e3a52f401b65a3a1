import type { VerdictMessages } from '../en/verdict.ts';

export const verdict: VerdictMessages = {
  title: 'Değerlendirme',
  tooEarly: 'Değerlendirmek için henüz erken: bunun için doğrulama metninde üç ölçüm gerekir.',
  underWay: {
    falling: 'Doğrulama kaybı hâlâ düşüyor: model öğreniyor.',
    flat: 'Doğrulama kaybı artık neredeyse değişmiyor.',
    rising: (step) => `Doğrulama kaybı ${step}. adımdan beri artıyor.`,
  },
  ended: {
    falling: 'Doğrulama kaybı sonda hâlâ düşüyordu.',
    flat: 'Doğrulama kaybı sona doğru sabit kaldı.',
    rising: (step) => `Doğrulama kaybı ${step}. adımdan sonra yeniden arttı.`,
  },
  byHeart: (passes) => `Model metnin üzerinden ${passes} kez geçti ve artık onu ezberliyor.`,
  reached: (step, tokens) =>
    `En iyi hâliyle, ${step}. adımda, sanki eşit olasılıklı ${tokens} belirteç arasından seçiyor.`,
  better: (tokens) => `Yalnız belirteç sıklığını bilseydi ${tokens} belirteç arasından seçerdi.`,
  notBetter: (tokens) =>
    `Bu, yalnız belirteç sıklığını bilmekten iyi değil: o durumda ${tokens} belirteç arasından seçerdi.`,
  compression: (share, bits) =>
    `Doğrulama metni bu modelle sıkıştırılsaydı boyutunun ${share} kadarı kalırdı (${bits} bit/bayt).`,
  advice: {
    'more-text': 'Daha çok metin yararlı olur.',
    'stop-here': 'Burada durdurabilirsiniz.',
    'fewer-steps': 'Daha az adım da yeterdi.',
    'more-steps': 'Daha çok adım yararlı olur.',
    'larger-model': 'Öğrendiği metinde de sonucu neredeyse aynı: daha büyük bir model yararlı olur.',
  },
  moreRecords: 'Daha çok kayıt yararlı olur.',
  kept: (step) => `En iyi kontrol noktası (${step}. adım) saklanıyor ve ilk olarak o seçiliyor.`,
};
