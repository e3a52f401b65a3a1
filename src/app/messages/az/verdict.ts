import type { VerdictMessages } from '../en/verdict.ts';
import { ordinal } from './endings.ts';

export const verdict: VerdictMessages = {
  title: 'Qiymət',
  tooEarly: 'Qiymət vermək üçün hələ tezdir: bunun üçün yoxlama mətnində üç qiymətləndirmə lazımdır.',
  underWay: {
    falling: 'Yoxlama itkisi hələ azalır: model öyrənir.',
    flat: 'Yoxlama itkisi artıq demək olar ki, dəyişmir.',
    rising: (step) => `Yoxlama itkisi ${ordinal(step)} addımdan bəri artır.`,
  },
  ended: {
    falling: 'Yoxlama itkisi sonda hələ azalırdı.',
    flat: 'Yoxlama itkisi sona yaxın dəyişməz qalıb.',
    rising: (step) => `Yoxlama itkisi ${ordinal(step)} addımdan sonra yenidən artıb.`,
  },
  byHeart: (passes) => `Model mətnin üzərindən ${passes} dəfə keçib və artıq onu əzbərləyir.`,
  reached: (step, tokens) =>
    `Ən yaxşı halda, ${ordinal(step)} addımda, sanki eyni ehtimallı ${tokens} token arasından seçir.`,
  better: (tokens) => `Yalnız tokenlərin tezliyini bilsəydi, seçim ${tokens} token arasından olardı.`,
  notBetter: (tokens) =>
    `Bu, yalnız tokenlərin tezliyini bilməkdən yaxşı deyil: onda seçim ${tokens} token arasından olardı.`,
  compression: (share, bits) =>
    `Yoxlama mətni bu modellə sıxılsaydı, həcminin təxminən ${share}-i qalardı (${bits} bit/bayt).`,
  advice: {
    'more-text': 'Daha çox mətn kömək edər.',
    'stop-here': 'Burada dayandırmaq olar.',
    'fewer-steps': 'Daha az addım da kifayət edərdi.',
    'more-steps': 'Daha çox addım kömək edər.',
    'larger-model': 'Öyrəndiyi mətndə də nəticəsi demək olar ki, eynidir: daha böyük model kömək edər.',
  },
  moreRecords: 'Daha çox qeyd kömək edər.',
  kept: (step) => `Ən yaxşı saxlama nöqtəsi (${ordinal(step)} addım) qorunur və ilk olaraq o seçilir.`,
};
