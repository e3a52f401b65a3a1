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
    'columns-differ': 'hücre sayısı başlıktakinden farklı',
    'field-missing': 'bu alan yok',
    'field-not-text': 'bu alanda metin dışında bir şey var',
    'instruction-missing': 'talimatı yok',
    'instruction-not-text': 'talimatı metin değil',
    'input-not-text': 'girdisi metin değil',
    'output-missing': 'yanıtı yok',
    'output-not-text': 'yanıtı metin değil',
    'system-not-text': 'sistem istemi metin değil',
    'text-is-list': 'metin yerinde liste var',
    'turns-missing': 'konuşması yok',
    'turn-not-readable': 'konuşma sıralarından birinde konuşan ya da metin belirtilmemiş',
    'turn-not-text': 'konuşma sıralarından birinde metin dışında bir şey (örneğin görsel) var',
    'turn-role-unknown': 'konuşma sıralarından birinde konuşanın kim olduğu bilinmiyor',
    'turn-of-tool': 'araç çağrıları var; bunlar henüz eğitilemiyor',
    'prompt-of-turns': 'isteminin içinde yanıtlar var; böyle kayıtlar henüz eğitilemiyor',
  },
};
