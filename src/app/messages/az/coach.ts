import type { Coach } from '../en/coach.ts';

export const coach: Coach = {
  title: 'Vaxtınıza uyğun model',
  lead: 'Öyrətməyə nə qədər vaxt ayıra biləcəyinizi seçin. Bu cihazın sürəti bir dəfə, bir neçə saniyə ərzində ölçülür və mətninizə, cihaza və vaxta uyğun model təklif olunur.',
  time: 'Öyrətmə vaxtı',
  times: { minutes: '10 dəqiqə', hour: 'Bir saat', night: 'Bir gecə', weekend: 'Həftə sonu' },
  ownTime: 'Dəqiqə',
  propose: 'Model təklif et',
  proposeAgain: 'Yenidən təklif et',
  take: 'Təklifi qəbul et',
  taken: 'Qəbul edilib',
  needsCorpus: 'Təklif üçün mətn lazımdır: əvvəlcə korpus əlavə edin.',
  needsTokenizer: (vocabulary) => `Əvvəlcə lüğəti ${vocabulary} olan tokenizator öyrədin.`,
  model: (layers, width) => `${layers} qat, gizli ölçü ${width}`,
  vocabulary: 'Lüğət',
  context: 'Kontekst',
  steps: 'Addım sayı',
  stepTokens: (tokens) => `hər birində ${tokens} token`,
  passes: 'Korpus üzrə keçid sayı',
  finish: 'Öyrətmənin müddəti',
  size: {
    text: (tokens) => `Mətndə ${tokens} token var: daha böyük model onu əsasən əzbərləyərdi.`,
    time: () => 'Daha böyük model bu cihazda həmin vaxt ərzində ölçüsünə görə çox az token görərdi.',
    memory: () => 'Daha böyük model yaddaş büdcəsinə sığmır.',
    ladder: () => 'Vaxt, yaddaş və mətn təklif oluna bilən ən böyük modelə çatır.',
  },
  end: {
    text: (passes) =>
      `Eyni mətn üzrə ${passes} keçiddən sonra öyrətmə az fayda verir, ona görə öyrətmə vaxtından əvvəl bitəcək.`,
    time: () => 'Öyrətmə vaxtın hamısından istifadə edir.',
  },
  fits: {
    text: 'korpusunuza uyğundur',
    textTooLarge: 'korpusunuz üçün böyükdür',
    textFarTooLarge: 'korpusunuz üçün həddən artıq böyükdür',
    memory: 'bu karta sığır',
    memoryTooLarge: (size) => `${size} tələb edir, büdcədən çoxdur`,
  },
  stepsTime: (steps, time) => `${steps} addım: ${time}`,
  measuredBefore: 'bu cihazda əvvəl ölçülüb',
  measured: 'ölçülmüş sürətə görə',
  estimated: 'bu cihazda ölçülmüş başqa modellərə əsasən təxmin',
  notMeasured: (steps) => `${steps} addım: cihazın sürəti ölçülənədək vaxt məlum deyil`,
  warnText: (weights) =>
    `Mətnin hər tokeninə bu modelin ${weights} parametri düşür: model dili öyrənmək əvəzinə mətni əzbərləyəcək. Mətn əlavə edin və ya daha kiçik model seçin.`,
  warnTime: (time) =>
    `Ölçüsünə görə kifayət qədər mətn görmək üçün modelə bu cihazda təxminən ${time} lazımdır. Daha kiçik model və ya daha çox vaxt seçin.`,
};
