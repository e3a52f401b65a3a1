import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosen, openAll, tar } from '../../testing/archives.ts';
import { CONTAINER_LIMITS } from './limits.ts';

/** What the fixtures hold. */
const WORDS = 'dəniz külək sahil axşam şəhər yol bağ uşaq söhbət çay gecə ulduz'.split(' ');
let seed = 7;
const next = (below: number) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 16) % below;
};
const sentence = () => `${Array.from({ length: 3 + next(8) }, () => WORDS[next(WORDS.length)]).join(' ')}.`;
const TEXT = Array.from({ length: 70 }, sentence).join('\n');

/** Written by bzip2 1.0.8, XZ Utils 5.4.1 (blocks with CRC-32; other properties with SHA-256) and zstd 1.5.4 (-19; -1). */
const FIXTURES = {
  bzip2: [
    'QlpoOTFBWSZTWULl/joAA1jRvAAQQAE+775wACCAgAEEDiBAAtAHAHQYwmJkwEwAA1U/YQVUANA9QANP1VQGgGQDBAIVJMjSAGhgh6h8DwAPP3',
    '91A+nwQ9CfpVi2UiXCPKvy601WBG0t8VsIv52avjcnLdEvk4NkNBaE9BS7ZKemjFWb2od3I2OWd4zk/CpxWc63mhWKoVi5szUoXZLavK0nXjZw',
    'zs60J4zb16RMyt7HqWy2Ut6+1RmLi0FoXF1Q7oVUqlW0dNbqcrtLu6FTMrLxriUaZyZEeghi7RRyltg+GOhN7RBe7CqlZjDYJYxPQlzQQM7mmL',
    'cw9FHOGHVbfNbXMLHhpLryG+GadyOBUDqY7si7qpwZ6m+0xppaWNdxg3OWWf2iGqAnj5JS0tAnVF9VQwGUUjE1Q0/KCclA80EyV3BJVKfKgYxN',
    'EjSPZBOSIeaCcEQ5ihhEc3SaWlpKAoXodCaaIqJYCiCKZoiYqKSrqgndEdVE3ih9ohgUMIJvA4RR0jEUFIEQ01EoZIJKYZKEpqg7IJjDRQUVS0',
    'lDmAhGJWlKHi6hRUQEIVAlApSFQRSISBGyCr/KhsIrsoro74paKSk5oJ3RHiqGyicRQzHRgKFoDZQOyCc0R9BQ+kE6oJ/i7kinChIIXL/HQA==',
  ].join(''),
  xz: [
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Ax3AnJdADmYSU8KtLG4NHbHnIYTKapjvoOTsMG/iu7h+XJu8siwtnFs98/OMKAetj/uON5WgeJwbV',
    'FPbHyVLdlfRkKJCdCyalHByZ51aBVQECI6reqRsgN53yKty9mARczQKoVXraGNXQsyqoMAD4zHNf8hRpUg/clfhK/NZ+m09kN0p0/9SkCHqL7z',
    'eXMjMy0ZoLR1gy/uP3es6cHd1kd+diNp+EX3gZW7l5xu5s5yLal1YUvh5Vv2pMSkmm/YaFaL3q3uZN6uGqLofKZYeazP+vE/NsUL9/bMkh4eg5',
    'TJLp3ZgEymtBpqScfnvVCf7auERgY5BupAnuRrasg+kwKGZ5r9Ezde/mOLCJCA056fyVbL/ylPfS1vY1w6c+8tLgScb/5Yii2jYKPPEL5C/A6L',
    'c88bdnF4IwVGWQuNcGpL70BU02Jf/hf6R3Fw3yVGHK8Fono4iiIsclmHvGupUD9DJt+9k3uWecPL9S115XllbfXNQTdNRcf3UdKxp7+/k50CWm',
    'OwEKp02RLzJ6e4N+rQujlp7jaS65uNmxVS2FRsWgHU6OBlgGRacMIreekanVWBt/jtXak/aQ95dGDUzywupwXrjj+5yKY2SNQkJAj3FvdIcyFC',
    'keUmDkH15MLJgvBr+hOIpuKR8w0blKWR5y8tmXNuHfeTerngx5Xr7vZ5D8N6Nf0Ymq2XYFVVmfqpwh2ntiIDbFocUVjyJ4Dm5eTb76emhiAtri',
    'ZDDeu3OJE6G/HgT7kHSJCmHP2vZ1kVYzkG1plRiZYJ/cJDPsuwBPUnQmne4OxcwQ9ByOLDBwNuAQ3Xk5e+DPRHGu1CABHfmf16knKmRKJZAAAA',
    'WIftURtF2QkAAY4F+BgAAIXi6H6xxGf7AgAAAAAEWVo=',
  ].join(''),
  xzBlocks: [
    '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4AcHAaJdADmYSU8KtLG4NHbHnIYTKapjvoOTsMG/iu7h+XJu8siwtnFs98/OMKAetj/uON5WgeJwbV',
    'FPbHyVLdlfRkKJCdCyalHByZ51aBVQECI6reqRsgN53yKty9mARczQKoVXraGNXQsyqoMAD4zHNf8hRpUg/clfhK/NZ+m09kN0p0/9SkCHqL7z',
    'eXMjMy0ZoLR1gy/uP3es6cHd1kd+diNp+EX3gZW7l5xu5s5yLal1YUvh5Vv2pMSkmm/YaFaL3q3uZN6uGqLofKZYeazP+vE/NsUL9/bMkh4eg5',
    'TJLp3ZgEymtBpqScfnvVCf7auERgY5BupAnuRrasg+kwKGZ5r9Ezde/mOLCJCA056fyVbL/ylPfS1vY1w6c+8tLgScb/5Yii2jYKPPEL5C/A6L',
    'c88bdnF4IwVGWQuNcGpL70BU02Jf/hf6R3Fw3yVGHK8Fono4iiIsclmHvGupUD9DJt+9k3uWecPL9S115XllbfXNQTdNRcf3UdKxp7+/k50CWm',
    'OwEKp02RLzJ6e4N+rQujlp7jaS65uNmxVS2FSESlz4A1oxEIcAAACl3bPbAgAhARYAAAB0L+Wj4AVvAVtdADYyTyaxAaMOdd36TNEQpkXQTSA8',
    'xKYcyvPXiW6F4EPhjD7m1lddhvdNg+MibCQ4ettlx1O/afEBO+857MhphLgKInVQO18VilPxuZZek/xBgzwxszmw8AtoB/f7HvHet6JqDBDSg3',
    'aVG7Bo7k3UVtR9JF4g+VIsBrWoNcgoTvN5QasIJNxgiAqNr/2kZ0XBRtliMOH9m+FR/gBO4X6NOEPTpahlTF52+WOYHrVCpvTWvKkHn7fxyx4q',
    'ox7KSnK/6XJnsCja1BAIpMvb/kFs7gto/WT2ouMwkRJRzK+lkTBp1qx2uRnyPZxAy+9XyKAGouRNi4BmPEh2b5RovnKIb0Zh7WOHLUf+7iulhf',
    'AX3fT4x5H3jnc4EYWaIO+ACLnZgsXZkMnPVi2Wu4VAddL03AZE/+8TWYhgagDWZOLpCWKyD31gMc7TXjCjsphm51ckh98i3mEcpuAn/5sAAAB9',
    'LOftAAK6A4gO8wLwCgAADxY2MZvjUUADAAAAAAFZWg==',
  ].join(''),
  xzOther: [
    '/Td6WFoAAArh+wyhAgAhARwAAAAQz1jM4Ax3AmcTADmZDEL+vLkkuF8j9o2Nt2a1f+d2DK6YSME1NlnpQjYJLt9g1Aq5b3M6AVO4gcTsy/Wppx',
    'u2XOFv68k/5lPC25YBqLgIFhxvxkm6YnO4RUvFTxE64+ffHqNTjsmEkbPQzTQQRYA/6J71QsEfWWVynBbwGt9YZg5ITezn3kQaHBbWbLuSIeap',
    'ceI2I8tqPuNQDcUnIM7Wzxay5d1mGJYN7Q1g2Os4jR73qUKIz9rkt2szA7tpZMY5w/TxC+J2Z7HEbH+kjBVtNqbK5bissCags+OCorAL1o0jxn',
    'N6SBMR2+CVwFw5wgNmrMn0oSmBchI5JubaON4YnXKaUHHZ3MaQbIu/5upbabEmcXvE0DjXrK3VdwnMGokj1VtgnJe4FtqrBBoWZE/ODf7AEGWS',
    'FG3JsGldRVOEJ4tngmRMmeNTMHAL3ynh42pHkt6uSE/XdvPkI6XecaQ/bpenrPSHZoQY6yXpvW5pNy4VYITyStsfBL6gWZXSdsik0La5pxlOhj',
    'ax4PFcDuAZPn+f10orVJHtd1QjLFT8XeGUw6RRlpNoMYS5w9fLRX0P3ZqNUTUXv5+O9VtryqZQ33f1Edp1Na9ygmSAK2FO1kfFBWiLczyDDjzf',
    'pw+eIiXkU7UE2aaemm4KMIEdu01ipJ9JAXWd/CBivhGRU+LSVUX3M3gKeHbJNMx/9prv1nc0Qm0o+LK7sK1r6rIs/aWUDFlr/eh3SkGCbb+z8C',
    'GQHCKtPO3OKKInTR7iK89Rxtl3lQAK2CSuv2np53I1nYB6PTpmuLOe4yxZrxDqVBHnjnnjHPIzqRfn61e9uqcEyOWbAAAA8Pd0C+s8BzkYZDyb',
    'nj5Cc2XDw4qB05QmamyKlAqrW6gAAZsF+BgAAK1x8y226d8cAgAAAAAKWVo=',
  ].join(''),
  zstd: [
    'KLUv/QRoXRMAIoUTHLCpA3hLgWnhIlkyJLEla+09Nke3LZM8sCQ4oAPX68G9uGF0vS7bxCsjuNXVuHIDgTAsjJRNVyzXxu2e2JJJlEsSQpsS4U',
    '7LiS8dW/sCgSWokYdJKsP+BiEIAcOBOMXwBiIIkKgEcIQlEdk4KSQqDXsG7J26grxoKkvTZCcv0brrSEJxJFwyW+fa72TSTbgyDHxBEk4CZRZd',
    'Ax+sS/joW8Mx5exoAH6ybk8lsYPTydBG9w2JMOkaQ6auNo0d5FfsECoBQTadwFGcFG0CTnrxo+nsydkq3eNxo5xKVPr1lcjKV5GrtbqqWqxDCj',
    'gN6jcDLh5PR5L3iJerSPPPNIx2nm9acQNti/BH5Vild6kEXQ9LYcoG9XSbi/3p3sBS+DdsATY2IK/jocV+p4T6HMWbOq1VRAS5EINWPrDrqSzT',
    '0RkyPC+7N8HIHVKimh6USX22pxKshHdONuT4OOArYuxNfRPS0GWhg4p7mwVpQNyvGAChbU+eHi6pgPEGSo2zo6XDPm35nETgEHMmYd1BM8VqiE',
    'aPrQi79CgCR7eQYhtAJb85XOqQbodZgsg4jcpz3Sk3nxAYYP+TM8wg9sMMcjUpdQXWaGouwqQw4vsauI6aQ0xyEWnY2pKkZo40Y5MXhY5dvmz4',
    'BoBQp6ndAUChYw/D6PykDUuY2XAJniTLkr2EAiL6CXhCKjg2efZ+DWfrzeoC7GfCgkJcK/IU4T9js0QgKj5ufXg3pL4rsl8zUmbrsr+YvEJDkY',
    'eLV0K2sMjCoVs2T+tgCJzsVCwUHI9+uT1aEDAOmCcIS8zzPIsNcMOHpXqoOyrFjiHbKl8LJFo=',
  ].join(''),
  zstdFast: [
    'KLUv/QBInRkAxlQ6IJAlaQ6wCLr41gXnbi/NoATtruRbFruBlhy7u75Gdz7qMwAxADAAZHhDYo/uIF28pKp01qJBwuANB566eBBV6Sy7eElBiz',
    'rgCZLYo5tdvGSAFksS8FiqSmcBi1WlMwAtphYbpi5OVeks+e4Noot1cQ5vuIN08ZJdvCTfPWKP7iBKoMXTokFCiwYJI0dXpbPUxSqdtWiQ0KJB',
    'QhcvLRokDN5w4IuHN9wc3nB1cXbxskd3kOENN3XxIIsH0UQX79Hlu8d3L/nu8d0bZI/uHl2+e4tVpTO+e9miQQLfveEN+e4Re3SHN1yVzjaBMa',
    'gRByJECgqSwsYcIQQNBbIUXA8RIAjC05Qxqk0KwwGyqFBhzSNfgxBp0kWgJfoj4AIBhpke6RKsSDdK1Xwd4DCrqUCwZNLNSequlEFgXoLvAMnY',
    'vIaEQ3o9+Z6wGvYAY4l3/S5VIu5pH5EYsV0cydDw2reI5BhQQFPZe4I25NELwUAtITkqnl1nwwQ3j2hQXW8iCKd+nJFrrFZUVoNGGV6cy/3kY3',
    'c7OXUSLaFGQbBM0tS3zI++JO4uhArqFNiJPzzeA4kwMja8coW8eeJpYFrpvEIrZYgDNoT7yI8hVBmSl0q7QvWAYCOmYXo/yEJqlvmecoyEE3Vb',
    'Slq/RG54GBuJQFmfX2ocMu6SAOYWB/ECAACw+gO/VlpQJc5/BKlu940+Gs9+CB8Cs2y4kGuQG7X8Fg5Si+T1UZ3Snk2TC8JV2QbWtcQ2nisiUm',
    'h6Lm1ovSGvalSdsSJbWjdoKDvZ08BN8gnVc0jomZMHspLpDm0JWMJZHHguI9j9Cj8ozQhmLGNCtCdLP3gZG3YgsHSkhuEl0Dydap3kDuISo4yW',
    'IXlvbBaNZozg9GfGEOYUaVYuEyfCddXqhlRIQV6II+kyQSwaH71DfHJf5HyvyJPiwSYRZCwFIz2XHvepbuAGYYTZtxvDRJt2CmWK3p3CKjVwpy',
    'RHCoHJDvdoFum2CWjltf621G/bTOtFngm4Pim+1IeP4+Ug2gYl3NBNCpbs1SXHZYJOi30bs9XA4vMiiddqyiyocDwjXd3TzaMKYn+69CnsO+L7',
    'jqAK',
  ].join(''),
};

type Fixture = keyof typeof FIXTURES;
const NAMES = Object.keys(FIXTURES) as Fixture[];
const bytesOf = (name: Fixture): Uint8Array => new Uint8Array(Buffer.from(FIXTURES[name], 'base64'));
const open = (name: string, content: Uint8Array, chunk = 65_536) => openAll(chosen(name, content, chunk));
const textOf = ({ members }: Awaited<ReturnType<typeof openAll>>, name = 'a') =>
  new TextDecoder().decode(members[name]);

const SKIPPABLE = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);

describe.each(NAMES)('%s', (name) => {
  const packed = bytesOf(name);

  it('is unpacked from any chunks, also several behind one another and zeros behind them', async () => {
    for (const chunk of [1, 7, 100_000]) {
      expect(textOf(await open('a', packed, chunk))).toBe(TEXT);
      const both = await open('a', Buffer.concat([packed, packed, new Uint8Array(8)]), chunk);
      expect(both.errors).toEqual([]);
      expect(textOf(both)).toBe(TEXT + TEXT);
    }
  });

  it('is looked through where it holds an archive, and where it lies in one', async () => {
    const archive = tar([
      { name: 'b.txt', content: 'salam' },
      { name: 'a.packed', content: packed },
    ]);
    const opened = await open('a.tar', archive);
    expect([textOf(opened, 'b.txt'), textOf(opened, 'a.packed')]).toEqual(['salam', TEXT]);
  });

  it('that is followed by something else is told', async () => {
    const { errors, members } = await open('a', Buffer.concat([packed, Buffer.from('salam')]));
    expect(new TextDecoder().decode(members.a)).toBe(TEXT);
    expect(errors).toEqual(['a: archive-damaged']);
  });

  it('that is cut is told, wherever it is cut', async () => {
    for (let end = 6; end < packed.length; end += 61) {
      const opened = await open('a', packed.subarray(0, end));
      expect(opened.skipped).toEqual({});
      expect(opened.errors.at(-1)).toMatch(/archive-damaged$/);
      expect(TEXT.startsWith(textOf(opened).replace(/\uFFFD$/, ''))).toBe(true);
    }
  });

  it('that was changed throws nothing but what is known, and ends', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const bytes = packed.slice();
        for (const [at, value] of changed) bytes[at % bytes.length] = value;
        const { errors, members } = await openAll(chosen('a', bytes), { ...CONTAINER_LIMITS, freeBytes: 1_000_000 });
        for (const error of errors) expect(error).toMatch(/archive-(damaged|bomb)$/);
        if (errors.length > 0) expect(Buffer.concat(Object.values(members)).length).toBeLessThan(1_200_000);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what the checks of a format cover', () => {
  it.each(['bzip2', 'xz', 'xzBlocks', 'xzOther', 'zstd'] as const)(
    '%s: a changed byte of the data is told',
    async (name) => {
      const packed = bytesOf(name);
      const at = Math.round(packed.length / 2);
      packed[at] = packed[at]! ^ 1;
      expect((await open('a', packed)).errors.at(-1)).toMatch(/archive-damaged$/);
    },
  );
});

it('skippable frames of zstd are passed over, before and behind others', async () => {
  const packed = bytesOf('zstd');
  expect(textOf(await open('a', Buffer.concat([SKIPPABLE, packed, SKIPPABLE])))).toBe(TEXT);
});

it('a frame of zstd that needs a dictionary, or too much memory, is told', async () => {
  const frame = (...header: number[]) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, ...header, 1, 0, 0);
  for (const packed of [frame(0x01, 0x50, 7), frame(0, 0xff), frame(8, 0x50)]) {
    expect((await open('a', packed)).errors).toEqual(['archive-damaged']);
  }
  expect((await open('a', frame(0, 0x50))).errors).toEqual([]);
});
