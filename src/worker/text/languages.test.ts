import { expect, test } from 'vitest';
import { languagesOf } from './languages.ts';

test('Azerbaijani is told by its ə, other text and too little of it by nothing', () => {
  const az = 'Ocağın başında əyləşən nənə uşaqlara nağıl danışırdı, külək isə pəncərəni döyəcləyirdi. ';
  expect(languagesOf(az.repeat(5))).toEqual(['az']);
  expect(languagesOf(az)).toEqual([]);
  expect(languagesOf('Akşam olunca herkes evine döner, çocuklar masal dinlerdi. '.repeat(9))).toEqual([]);
  expect(languagesOf('')).toEqual([]);
});
