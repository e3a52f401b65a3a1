import type { ReportWords } from './en.ts';

export const report: ReportWords = {
  title: 'Korpus hesabatı',
  lead: (documentsIn, documentsOut, size, tokens, bytesPerToken) =>
    `${documentsIn} sənəd oxunub, ${documentsOut} sənəd qalıb: ${size}, ${tokens}, hər tokenə ${bytesPerToken} bayt düşür.`,
  counted: (tokens) => `${tokens} token`,
  estimated: (tokens) => `${tokens} token (təxmini)`,
  sources: {
    title: 'Mənbələr',
    columns: {
      source: 'mənbə',
      licence: 'lisenziya',
      documentsIn: 'oxunan sənəd',
      bytesIn: 'oxunan bayt',
      tokensIn: 'oxunan token',
      estimatedIn: 'oxunan token (təxmini)',
      out: 'qalan',
    },
    all: 'cəmi',
    unknown: 'məlum deyil',
    skipped: (source, files) => `${source}: ${files} fayl oxunmayıb.`,
  },
  steps: {
    title: 'Addımlar',
    columns: {
      step: 'addım',
      documentsIn: 'gələn sənəd',
      changed: 'dəyişən',
      removed: 'çıxarılan',
      rules: 'qaydalar üzrə',
      remarks: 'qeydlər',
      bytes: 'çıxarılan bayt',
      tokens: 'çıxarılan token, təxminən',
    },
  },
  lengths: {
    title: 'Uzunluqlar',
    columns: { characters: 'işarə', documents: 'sənəd', bytes: 'bayt' },
    between: (from, to) => `${from}–${to}`,
    from: (from) => `${from} və daha çox`,
  },
  languages: {
    title: 'Dillər',
    columns: { language: 'dil', documents: 'sənəd', share: 'baytların payı' },
    other: 'başqa',
  },
  duplicates: {
    title: 'Təkrarlar',
    said: (exact, near, share) =>
      `${exact} sənəd əvvəlki bir sənədlə eyni, ${near} sənəd isə demək olar eyni idi (müqayisə edilənlərin payı: ${share}).`,
    columns: { documents: 'qrupdakı sənəd', clusters: 'qrup' },
  },
  licences: { title: 'Lisenziyalar', none: 'Diqqət tələb edən bir şey yoxdur.' },
  allowance: {
    title: 'Bu mətnlə nə öyrətmək olar',
    lead: (tokens, perWeight, passes) =>
      `${tokens} token. Hesablamadan ən yaxşı istifadə üçün hər parametrə təxminən ${perWeight} token düşməlidir; eyni mətn üzrə keçid sayı ${passes} olanadək bu, demək olar, o qədər yeni mətn kimi faydalıdır.`,
    columns: { passes: 'keçid', tokens: 'öyrədilən token', weights: 'parametr' },
    tooLittle:
      'Mətn pillələrdəki heç bir modelin öyrədilməsi üçün kifayət deyil: mətn əlavə edin və ya hazır modeli öyrətməyə davam edin.',
    model: (weights) =>
      `Pillələrdə bu mətnin bəs etdiyi ən böyük modelin ${weights} parametri var. Daha böyüyü, çəkiləri güclü azaldılmasa, mətni əzbərləyər.`,
    preset: (weights, preset) =>
      `Pillələrdə bu mətnin bəs etdiyi ən böyük modelin ${weights} parametri var (hazır ayar: ${preset}). Daha böyüyü, çəkiləri güclü azaldılmasa, mətni əzbərləyər.`,
  },
};
