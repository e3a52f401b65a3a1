import type { Input } from '../en/input.ts';

export const input: Input = {
  range: (low, high) => `${low} ile ${high} arasında bir sayı`,
  wholeRange: (low, high) => `${low} ile ${high} arasında bir tam sayı`,
  refused: (typed, range, value) => `Buraya “${typed}” yazılamaz. ${range} yazın; o zamana kadar ${value} kalır.`,
  rows: {
    'not-json': 'JSON değil',
    'not-an-object': 'adlı alanları yok',
    'row-too-long': 'çok uzun',
    'array-broken-off': 'yarıda kesilmiş ya da bir ayracı veya tırnağı kapanmamış; sonrası okunmadı',
    'field-missing': 'bu alan yok',
    'field-not-text': 'bu alanda metin dışında bir şey var',
    'instruction-missing': 'talimatı yok',
    'instruction-not-text': 'talimatı metin değil',
    'input-not-text': 'girdisi metin değil',
    'output-missing': 'yanıtı yok',
    'output-not-text': 'yanıtı metin değil',
  },
};
