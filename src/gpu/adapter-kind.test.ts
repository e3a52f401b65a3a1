// What adapters say of themselves: by the vocabulary of Dawn in browsers, and with the descriptions of drivers elsewhere.
import { describe, expect, it } from 'vitest';
import { type AdapterKind, type AdapterWords, adapterKind, isSoftware, mayBeAnother } from './adapter-kind.ts';

const words = (
  vendor: string,
  architecture: string,
  description = '',
  more: Partial<AdapterWords> = {},
): AdapterWords => ({
  vendor,
  architecture,
  device: '',
  description,
  ...more,
});

const CHROMIUM: [string, AdapterKind, AdapterWords][] = [
  ['GeForce GTX 1650', 'discrete', words('nvidia', 'turing')],
  ['GeForce RTX 3050 Laptop', 'discrete', words('nvidia', 'ampere')],
  ['GeForce RTX 4060', 'discrete', words('nvidia', 'lovelace')],
  ['GeForce RTX 5070', 'discrete', words('nvidia', 'blackwell')],
  ['Intel HD 530', 'integrated', words('intel', 'gen-9')],
  ['Intel Iris Plus', 'integrated', words('intel', 'gen-11')],
  ['Intel UHD 770, Iris Xe', 'integrated', words('intel', 'gen-12lp')],
  ['Intel Arc of Meteor Lake', 'integrated', words('intel', 'xe-lpg')],
  ['Intel Arc 140V', 'integrated', words('intel', 'xe-2lpg')],
  ['Intel Arc A770', 'discrete', words('intel', 'gen-12hp')],
  ['Intel Arc B580', 'discrete', words('intel', 'xe-2hpg')],
  ['Intel, no architecture', 'integrated', words('intel', '')],
  ['Radeon RX 6600 or Radeon 680M', 'unknown', words('amd', 'rdna-2')],
  ['Radeon Vega 8 or RX Vega 64', 'unknown', words('amd', 'gcn-5')],
  ['Apple M1', 'only', words('apple', 'common-3')],
  ['Apple M3', 'only', words('apple', 'metal-3')],
  ['Snapdragon X', 'only', words('qualcomm', 'adreno-7xx')],
  ['Mali', 'only', words('arm', 'valhall')],
  ['SwiftShader', 'software', words('google', 'swiftshader')],
  ['WARP', 'software', words('microsoft', 'warp', '', { device: '0x8c' })],
  ['Mesa', 'software', words('mesa', 'software')],
  ['a fallback', 'software', words('', '', '', { isFallbackAdapter: true })],
  ['nothing said', 'unknown', words('', '')],
];

const DESCRIBED: [AdapterKind, AdapterWords][] = [
  ['discrete', words('nvidia', 'ampere', 'NVIDIA GeForce RTX 3060 Laptop GPU')],
  ['discrete', words('', '', 'NVIDIA GeForce MX150')],
  ['discrete', words('nvidia', '', 'Quadro T1000')],
  ['integrated', words('intel', 'gen-9', 'Intel(R) UHD Graphics 620')],
  ['integrated', words('', '', 'Intel(R) Iris(R) Xe Graphics')],
  ['integrated', words('intel', 'xe-lpg', 'Intel(R) Arc(TM) Graphics')],
  ['integrated', words('intel', 'xe-2lpg', 'Intel(R) Arc(TM) 140V GPU (16GB)')],
  ['discrete', words('intel', '', 'Intel(R) Arc(TM) A370M Graphics')],
  ['discrete', words('intel', '', 'Intel(R) Arc(TM) B580 Graphics')],
  ['integrated', words('amd', 'gcn-5', 'AMD Radeon(TM) Graphics')],
  ['integrated', words('amd', 'gcn-5', 'AMD Radeon(TM) Vega 8 Graphics')],
  ['integrated', words('amd', 'rdna-3', 'AMD Radeon 780M Graphics')],
  ['integrated', words('amd', 'rdna-2', 'AMD Ryzen 7 7735HS with Radeon Graphics (RADV REMBRANDT)')],
  ['integrated', words('amd', 'rdna-2', 'AMD Radeon Graphics (RADV RAPHAEL_MENDOCINO)')],
  ['discrete', words('amd', 'rdna-2', 'AMD Radeon RX 6600M')],
  ['discrete', words('amd', 'rdna-2', 'AMD Radeon RX 6800 XT (RADV NAVI21)')],
  ['discrete', words('amd', 'gcn-4', 'Radeon Pro 560')],
  ['only', words('apple', '', 'Apple M2 Pro')],
  ['only', words('qualcomm', '', 'Qualcomm(R) Adreno(TM) X1-85 GPU')],
  ['software', words('microsoft', '', 'Microsoft Basic Render Driver')],
  ['software', words('mesa', '', 'llvmpipe (LLVM 19.1.7, 256 bits)')],
  ['software', words('google', '', 'SwiftShader Device (LLVM 10.0.0)')],
];

describe('the kind of an adapter', () => {
  it.each(CHROMIUM)('of Chromium: %s is %s', (_, kind, adapter) => {
    expect(adapterKind(adapter)).toBe(kind);
    expect(isSoftware(adapter)).toBe(kind === 'software');
  });

  it.each(DESCRIBED)('%s: %o', (kind, adapter) => {
    expect(adapterKind(adapter)).toBe(kind);
  });

  it('is what the browser says it is, where it says so', () => {
    expect(adapterKind(words('amd', 'rdna-2', '', { type: 'discrete GPU' }))).toBe('discrete');
    expect(adapterKind(words('amd', 'rdna-2', '', { type: 'integrated GPU' }))).toBe('integrated');
    expect(adapterKind(words('apple', 'metal-3', '', { type: 'integrated GPU' }))).toBe('only');
    expect(adapterKind(words('', '', '', { type: 'CPU' }))).toBe('software');
  });
});

describe('another card may be there', () => {
  const [intel, nvidia, amd] = [words('intel', 'gen-12lp'), words('nvidia', 'ampere'), words('amd', 'rdna-2')];
  it.each([
    ['integrated for both', intel, intel, true],
    ['integrated, and none for low power', intel, null, true],
    ['a card for high performance', nvidia, intel, false],
    ['a card for both', nvidia, nvidia, false],
    ['two integrated ones', intel, words('intel', 'gen-9'), false],
    ['one that may be either', amd, amd, false],
    ['software for both', words('google', 'swiftshader'), words('google', 'swiftshader'), false],
    ['a Mac', words('apple', 'metal-3'), words('apple', 'metal-3'), false],
  ])('%s', (_, high, low, expected) => {
    expect(mayBeAnother(high, low)).toBe(expected);
  });
});
