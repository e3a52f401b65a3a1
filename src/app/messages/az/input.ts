import type { Input } from '../en/input.ts';

export const input: Input = {
  range: (low, high) => `${low} ilə ${high} arasında ədəd`,
  wholeRange: (low, high) => `${low} ilə ${high} arasında tam ədəd`,
  refused: (typed, range, value) => `Burada “${typed}” yazmaq olmaz. ${range} yazın; o vaxta qədər ${value} qalır.`,
  rows: {
    'not-json': 'JSON deyil',
    'not-an-object': 'adlı sahələri yoxdur',
    'row-too-long': 'çox uzundur',
    'array-broken-off': 'yarımçıq kəsilib, ya da mötərizəsi və ya dırnağı bağlanmayıb; ondan sonrası oxunmayıb',
    'columns-differ': 'xanalarının sayı başlıqdakından fərqlidir',
    'field-missing': 'bu sahə yoxdur',
    'field-not-text': 'bu sahədə mətn deyil, başqa şey var',
    'instruction-missing': 'təlimatı yoxdur',
    'instruction-not-text': 'təlimatı mətn deyil',
    'input-not-text': 'girişi mətn deyil',
    'output-missing': 'cavabı yoxdur',
    'output-not-text': 'cavabı mətn deyil',
    'system-not-text': 'sistem sorğusu mətn deyil',
    'text-is-list': 'mətn yerində siyahı var',
    'turns-missing': 'söhbəti yoxdur',
    'turn-not-readable': 'növbələrindən birində danışan və ya mətn göstərilməyib',
    'turn-not-text': 'növbələrindən birində mətn deyil, başqa şey (məsələn, şəkil) var',
    'turn-role-unknown': 'növbələrindən birində danışanın kim olduğu bilinmir',
    'turn-of-tool': 'alət çağırışları var; bunlar hələ öyrədilmir',
    'prompt-of-turns': 'sorğusunun içində cavablar var; belə qeydlər hələ öyrədilmir',
  },
};
