import type { CardWords } from './en.ts';

export const az: CardWords = {
  locale: 'az-AZ',
  summary: (family, parameters) =>
    `${parameters} parametrli ${family} dil modeli. Ocaq ilə brauzerdə, sahibinin öz qrafik kartında öyrədilib.`,
  tunedFrom: (base) => `Öyrədilmənin başlandığı model: ${base}.`,
  atStep: (model, step) => `${model}, addım ${step}`,
  ownShape: 'fərdi quruluşlu model',
  layers: 'qat sayı',
  hiddenSize: 'gizli ölçü',
  heads: 'diqqət başlığı sayı (açar-qiymət başlığı sayı)',
  ffnSize: 'FFN eni',
  vocabulary: 'lüğət',
  tied: 'giriş və çıxış üçün bir cədvəl',
  context: 'kontekst',
  tokens: (count) => `${count} token`,
  license: 'lisenziya',
  notStated: 'göstərilməyib',
  trainedOn: 'Nədən öyrənib',
  extent: (steps, tokens) => `${tokens} token üzərində ${steps} optimallaşdırıcı addımı.`,
  documents: (count) => `${count} sənəd`,
  ofLicense: (license) => `lisenziya ${license}`,
  noSources: 'Mənbələr qeydə alınmayıb.',
  changes: 'Öyrətmə zamanı dəyişənlər:',
  rateChanged: (step, from, to) => `${step} addımdan sonra ən yüksək öyrənmə sürəti ${to} oldu; əvvəl ${from} idi.`,
  takenBack: (diverged, step, factor) =>
    `Öyrətmə dağıldı (addım ${diverged}) və əvvələ qaytarıldı (addım ${step}); oradan öyrənmə sürətinin vuruğu: ${factor}.`,
  takenBackWithout: (diverged, step, factor) =>
    `Öyrətmə dağıldı (addım ${diverged}) və əvvələ qaytarıldı (addım ${step}); oradan həmin addımların mətnləri ötürüldü, öyrənmə sürətinin vuruğu: ${factor}.`,
  figures: 'Göstəricilər',
  noFigures: 'Heç nə ölçülməyib.',
  figure: 'göstərici',
  value: 'qiymət',
  measuredOn: 'nəyin üzərində ölçülüb',
  rule: 'qayda',
  perplexity: 'perpleksiya',
  notInFolder: 'yoxlama sənədləri, bu qovluqda yoxdur',
  windows: (tokens) =>
    `bir-birini örtməyən, hər biri ${tokens} tokenlik pəncərələr; sənədlər mətn sonu tokeni ilə birləşdirilib, o da sayılır`,
  notFinite: 'sonlu ədəd deyil',
  howToLoad: 'Necə yüklənir',
};
