/** The corpus commands beside `corpus clean`, on small files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { corpusFolder, lines, sentence } from '../../testing/corpus-files.ts';
import { runCommand } from '../parse-options.ts';
import { ablateCorpus } from './corpus-ablation.ts';
import { dedupCorpus } from './corpus-dedup.ts';
import { diffCorpora } from './corpus-diff.ts';
import { mixCorpus } from './corpus-mix.ts';
import { reportCorpus } from './corpus-report.ts';

const { dir, at, file, readLines } = corpusFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('corpus report', () => {
  it('says what went in and came out, and what can be trained on it', async () => {
    const first = file('report/a.jsonl', lines({ text: sentence(1) }, { text: sentence(1) }, { text: sentence(2) }));
    const second = file(
      'report/b.txt',
      'The quick brown fox jumps over the lazy dog, and the dog sleeps on in the sun.',
    );
    const options = ['--input', first, second, '--licence', `${first}=cc-by-sa-4.0`];
    const report = await runCommand(reportCorpus, ['--workers', '1', ...options, '--out', at('report.md')]);
    expect(report).toMatchObject({
      total: { documentsIn: 4, documentsOut: 3, dropped: { 'exact-duplicates': 1 } },
      sources: [
        { name: first, licence: 'cc-by-sa-4.0', documentsIn: 3, documentsOut: 2 },
        { name: second, licence: null, documentsIn: 1, documentsOut: 1 },
      ],
      duplicates: { exact: 1, near: 0, clusters: [{ size: 2, clusters: 1 }] },
      licences: [{ kind: 'unknown', sources: [second] }],
      languages: [
        { language: 'az', documents: 2 },
        { language: 'en', documents: 1 },
      ],
      tokensAre: 'estimated',
      allowance: { model: null },
    });
    const text = readFileSync(at('report.md'), 'utf8');
    expect(text).toContain('Documents read: 4. Left: 3,');
    expect(text).toContain('| exact-duplicates |  |  | 4 | 0 | 1 |');
    await runCommand(reportCorpus, ['--workers', '1', ...options, '--out', at('report.json')]);
    const { steps: _steps, warnings: _warnings, ...same } = report;
    expect(JSON.parse(readFileSync(at('report.json'), 'utf8'))).toMatchObject(JSON.parse(JSON.stringify(same)));
    await expect(runCommand(reportCorpus, ['--workers', '1', ...options, '--out', at('report.txt')])).rejects.toThrow(
      '.md or .json',
    );
  });
});

describe('corpus report of folders', () => {
  it('says how many files of each input were not read', async () => {
    file('skipped/README.md', '---\nlicense: cc-by-4.0\n---\n');
    file('skipped/a.txt', sentence(1));
    file('skipped/b.bin', new Uint8Array([0, 1, 2]));
    file('skipped/.c.txt', sentence(2));
    symlinkSync('a.txt', at('skipped', 'd.txt'));
    const whole = file('unskipped.txt', sentence(3));
    const words = ['--workers', '1', '--input', whole, at('skipped'), '--out', at('skipped.md')];
    const { sources } = await runCommand(reportCorpus, words);
    expect((sources as { skippedFiles?: number }[]).map(({ skippedFiles }) => skippedFiles)).toEqual([undefined, 2]);
    expect(readFileSync(at('skipped.md'), 'utf8')).toContain(`Files of ${at('skipped')} that were not read: 2.`);
  });
});

describe('corpus dedup', () => {
  it('leaves the first of each cluster as it is, and lists the clusters', async () => {
    const a = file('dup/a.jsonl', lines({ text: `  ${sentence(1)}` }, { text: sentence(2) }));
    const b = file('dup/b.jsonl', lines({ text: sentence(1) }, { text: sentence(1) }));
    const result = await runCommand(dedupCorpus, ['--workers', '1', '--input', a, b, '--out', at('dup/out')]);
    expect(result).toMatchObject({
      documents_in: 4,
      documents_out: 2,
      clusters: [{ size: 3, clusters: 1 }],
      sources: [
        { file: a, share: 0 },
        { file: b, exact: 2, share: 1 },
      ],
    });
    expect(readLines('dup/out/clusters.jsonl')).toMatchObject([
      {
        size: 3,
        times: 3,
        members: [
          { source: a, document: 1 },
          { source: b, document: 1 },
          { source: b, document: 2 },
        ],
      },
    ]);
  });
});

describe('corpus mix', () => {
  it('takes documents by weight, the same ones for a seed', async () => {
    const [a, b] = ['a', 'b'].map((name, i) =>
      file(`mix/${name}.jsonl`, lines(...Array.from({ length: 20 }, (_, n) => ({ text: sentence(100 * i + n + 10) })))),
    ) as [string, string];
    const mix = (out: string, ...more: string[]) =>
      runCommand(mixCorpus, ['--input', a, b, '--weight', '3', '1', '--out', at('mix', out), ...more]);
    const result = await mix('x');
    expect(result).toMatchObject({
      sources: [{ share: 0.75, epochs: expect.closeTo(1, 2) as number }, { share: 0.25 }],
    });
    const documents = readLines('mix/x/documents.jsonl');
    expect(documents.filter(({ source }) => source === a).length / documents.length).toBeCloseTo(0.75, 1);
    await mix('y');
    expect(readLines('mix/y/documents.jsonl')).toEqual(documents);
    await mix('z', '--seed', '1');
    expect(readLines('mix/z/documents.jsonl')).not.toEqual(documents);
    expect(readdirSync(at('mix/x')).sort()).toEqual(['documents.jsonl', 'report.json']);
    await expect(mix('w', '--tokens', '5')).rejects.toThrow('--tokenizer');
  });

  it('goes through each input so many times, as the studio weighs sources', async () => {
    const texts = (from: number, count: number) =>
      lines(...Array.from({ length: count }, (_, n) => ({ text: sentence(from + n) })));
    const [a, b] = [file('times/a.jsonl', texts(10, 30)), file('times/b.jsonl', texts(60, 10))];
    const mix = (...more: string[]) => runCommand(mixCorpus, ['--input', a, b, '--out', at('times', 'x'), ...more]);
    const result = await mix('--times', '1', '2');
    const [ofA, ofB] = result.sources as { epochs: number; documents: number }[];
    expect([ofA?.epochs, ofB?.epochs]).toEqual([expect.closeTo(1, 6), expect.closeTo(2, 6)]);
    // Whole documents: the budget is reached to one of them.
    expect(Math.abs((ofA?.documents ?? 0) - 30)).toBeLessThanOrEqual(1);
    expect(Math.abs((ofB?.documents ?? 0) - 20)).toBeLessThanOrEqual(1);
    for (const wrong of [[], ['--times', '1', '2', '--weight', '1', '2']])
      await expect(mix(...wrong)).rejects.toThrow('either --weight or --times');
    await expect(mix('--times', '1')).rejects.toThrow('--times wants 2 numbers');
    await expect(mix('--times', '0', '0')).rejects.toMatchObject({ code: 'mixture-weights' });
  });
});

describe('corpus diff', () => {
  it('tells what is the same, changed, and in one of them alone', async () => {
    const source = 'a.txt';
    const of = (...texts: string[]) => lines(...texts.map((text) => ({ text, source })));
    const before = file('diff/before.jsonl', of(sentence(1), sentence(2), `${sentence(3)} ${sentence(4)}`));
    const other = 'Dənizin üstündə dolanan ağ qağayılar axşama yaxın sahilə qayıdır və qayaların arasında gecələyir.';
    const after = file('diff/after.jsonl', of(sentence(2), `${sentence(3)} ${sentence(4)} Son.`, other));
    expect(await runCommand(diffCorpora, ['--before', before, '--after', after])).toMatchObject({
      before: 3,
      after: 3,
      same: 1,
      changed: 1,
      only_before: 1,
      only_after: 1,
      examples: { only_before: [{ source, text: sentence(1) }], only_after: [{ text: other }] },
    });
    const broken = file('diff/broken.jsonl', 'x\n');
    await expect(runCommand(diffCorpora, ['--before', broken, '--after', after])).rejects.toThrow('Line 1 of');
  });
});

describe('corpus ablation', () => {
  it('refuses a folder without files before it says that it makes anything', async () => {
    mkdirSync(at('ablation'));
    const said = vi.spyOn(process.stderr, 'write');
    const attempt = runCommand(ablateCorpus, ['--input', at('ablation'), '--out', at('ablated')]);
    await expect(attempt).rejects.toMatchObject({ code: 'corpus-unreadable' });
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
    expect(existsSync(at('ablated'))).toBe(false);
  });
});
