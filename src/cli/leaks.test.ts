import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { leaksIn } from './leaks.ts';
import { Progress } from './progress.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-leaks-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIRST = ['Bağın o başında köhnə bir quyu var idi.'];
const SECOND = ['Hansı çay Xəzərə tökülür?', 'Kür çayı Xəzər dənizinə tökülür.'];
const THIRD = ['Bu cümlə heç bir korpusda yoxdur.'];

mkdirSync(at('korpus'));
writeFileSync(at('korpus/a.txt'), `Birinci sətir.\n\n${FIRST[0]}\n\nÜçüncü.\n`);
writeFileSync(
  at('korpus/b.jsonl'),
  [
    { instruction: 'Nə isə', output: 'Cavab' },
    { instruction: 'Sual', output: SECOND[1] },
  ]
    .map((row) => JSON.stringify(row))
    .join('\n'),
);
writeFileSync(at('bos.txt'), '');

describe('leaks in files', () => {
  it('are found in folders and in all fields of rows, for each set', async () => {
    const sets = [[FIRST, THIRD], [SECOND], []];
    const [first, second, none] = await leaksIn([at('korpus')], sets, new Progress());
    expect(first).toMatchObject({ items: 2, share: 1 / 2 });
    expect(first?.leaks).toMatchObject([{ item: 0, places: [{ source: at('korpus/a.txt') }] }]);
    expect(second?.leaks).toMatchObject([
      {
        item: 0,
        sharedWords: 5,
        places: [{ source: at('korpus/b.jsonl'), document: 2, excerpt: 'Kür çayı Xəzər dənizinə tökülür' }],
      },
    ]);
    expect(none).toMatchObject({ items: 0, leaks: [] });
  });

  it('are not looked for without files', async () => {
    expect(await leaksIn([], [[FIRST]], new Progress())).toEqual([]);
  });

  it('are refused of files that are not there or hold nothing', async () => {
    await expect(leaksIn([at('yox.txt')], [[FIRST]], new Progress())).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(leaksIn([at('bos.txt')], [[FIRST]], new Progress())).rejects.toMatchObject({
      code: 'corpus-unreadable',
    });
  });
});
