import { describe, expect, it } from 'vitest';
import { lineHash, RepeatedLines } from './repeated-lines.ts';

describe('RepeatedLines', () => {
  const menu = 'Ana səhifə | Xəbərlər | Əlaqə';

  it('finds what ten documents have, once each', () => {
    const lines = new RepeatedLines();
    for (let i = 0; i < 9; i++) lines.add(`${menu}\n${i}-ci yazının mətni\n${menu}`);
    expect(lines.lines().size).toBe(0);
    lines.add(`Başqa mətn buradadır\n  ${menu} `);
    expect([...lines.lines()]).toEqual([lineHash(menu)]);
  });

  it('leaves what fewer than one in a hundred have, and short lines', () => {
    const lines = new RepeatedLines();
    for (let i = 0; i < 2000; i++) lines.add(`${i}-ci yazı budur\n– Hə.${i % 200 === 0 ? `\n${menu}` : ''}`);
    expect(lines.lines().size).toBe(0);
  });

  it('remembers frequent lines where there are more lines than it can hold', () => {
    const lines = new RepeatedLines();
    for (let i = 0; i < 3000; i++) {
      const own = Array.from({ length: 100 }, (_, line) => `sətir ${i} / ${line}`);
      lines.add([menu, ...own].join('\n'));
    }
    expect([...lines.lines()]).toEqual([lineHash(menu)]);
  });
});
