import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../data/random.ts';
import { encodeInOrder, messageOf } from '../../data/tokenizer/bulk-encoding.ts';
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { openEncoderThreads } from '../encoder-threads.ts';
import { runCommand } from '../parse-options.ts';
import { namelessRuleText } from '../split-rule-text.ts';
import { mixCorpus } from './corpus-mix.ts';
import { reportCorpus } from './corpus-report.ts';
import { compareTokenizers } from './tokenizer-compare.ts';
import { encodeFiles } from './tokenizer-encode.ts';
import { trainTokenizer } from './tokenizer-train.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-tokenizer-'));
const at = (...names: string[]) => path.join(dir, ...names);
const INPUT = ['--input', at('a.jsonl')];
const MIX = [...INPUT, '--weight', '1', '--out', at('never')];
const random = new Random(7);
const SYLLABLES = ['qa', 'rə', 'dım', 'lar', 'şi', 'gün', 'ba', 'çay', 'və', 'ki', 'tab', 'sö', 'züm', 'öl', 'kə'];
const word = () => Array.from({ length: 3 }, () => SYLLABLES[random.integer(SYLLABLES.length)]).join('');
/** No two of them are alike. */
const LINES = Array.from(
  { length: 60 },
  (_, n) => `Ankara'da ${n}-ci gün: ${Array.from({ length: 20 }, word).join(' ')}; Leyla Bakı’dan gəldi.`,
);

beforeAll(async () => {
  writeFileSync(at('a.jsonl'), LINES.map((text) => JSON.stringify({ text })).join('\n'));
  for (const rule of ['llama-3', 'turkic'])
    await runCommand(trainTokenizer, [
      ...['--input', at('a.jsonl'), '--vocab', '340', '--rule', rule, '--out', at(`${rule}.json`)],
    ]);
});

it('a split pattern that would take forever is stopped', async () => {
  const file = JSON.parse(readFileSync(at('turkic.json'), 'utf8'));
  file.pre_tokenizer.pretokenizers[0].pattern.Regex = '(?:[a-z]|[a-z])*!';
  writeFileSync(at('hostile.json'), JSON.stringify(file));
  writeFileSync(at('run.jsonl'), JSON.stringify({ text: `Bir mətn: ${'abcd'.repeat(5000)}.` }));
  const given = ['--tokenizer', at('hostile.json'), '--input', at('run.jsonl'), '--workers', '1'];
  await expect(runCommand(encodeFiles, [...given, '--out', at('hostile')])).rejects.toMatchObject({
    code: 'split-pattern-slow',
  });
});

const tokenizerOf = (rule: string) => Tokenizer.fromJson(readFileSync(at(`${rule}.json`), 'utf8'));

describe('tokenizer train', () => {
  it('cuts text by the rule that is asked for, and says what a GGUF calls it', async () => {
    const options = ['--input', at('a.jsonl'), '--vocab', '280', '--rule', 'turkic', '--out', at('t.json')];
    expect(await runCommand(trainTokenizer, options)).toMatchObject({
      vocab: 280,
      rule: 'turkic',
      gguf_name: 'ufakzeka',
      tools: { transformers: 'same', 'ollama-folder': 'other' },
      left_out: { occurrences: 0, most: 0 },
    });
    const cut = (rule: string) => tokenizerOf(rule).pieces("Ankara'da");
    expect(cut('turkic').at(-1)?.text).toBe("'da");
    expect(cut('llama-3').at(-1)?.text).toBe('a');
  });

  it('takes letters without end', async () => {
    writeFileSync(at('dna.txt'), 'ACGT'.repeat(1_048_000));
    const options = ['--input', at('dna.txt'), '--vocab', '264', '--out', at('dna.json')];
    expect(await runCommand(trainTokenizer, options)).toMatchObject({ vocab: 264, documents: 1 });
  });
});

describe('tokenizer compare', () => {
  it('gives figures of every tokenizer, with the rule of each', async () => {
    const files = [at('llama-3.json'), at('turkic.json')];
    const result = await runCommand(compareTokenizers, ['--tokenizer', ...files, '--input', at('a.jsonl')]);
    expect(result).toMatchObject({
      documents: 60,
      tokenizers: [
        { file: files[0], rule: 'llama-3', gguf_name: 'llama-bpe', vocab: 340, suffixes: { whole_share: 0.5 } },
        { file: files[1], rule: 'turkic', gguf_name: 'ufakzeka', vocab: 340, suffixes: { whole_share: 1 } },
      ],
    });
  });
});

describe('tokenizer encode', () => {
  it('writes shards that hold every document, and a manifest of them', async () => {
    const out = at('shards');
    const options = ['--tokenizer', at('turkic.json'), '--input', at('a.jsonl'), '--out', out, '--workers', '1'];
    const result = await runCommand(encodeFiles, [...options, '--shard-tokens', '500']);
    const manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
    expect(result).toMatchObject(manifest);
    expect(manifest).toMatchObject({ vocab: 340, dtype: 'uint16', eos_id: 1, shard_tokens: 500 });
    const tokenizer = tokenizerOf('turkic');
    const found: string[] = [];
    for (const split of ['train', 'heldout']) {
      const { shards, tokens, documents } = manifest.splits[split];
      const bytes = Buffer.concat(shards.map(({ file }: { file: string }) => readFileSync(path.join(out, file))));
      const ids = Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i));
      expect(ids.length).toBe(tokens);
      for (const { tokens: some } of shards.slice(0, -1)) expect(some).toBe(500);
      const texts = tokenizer.decode(ids).split('<|eos|>').slice(0, -1);
      expect(texts.length).toBe(documents);
      found.push(...texts);
    }
    expect(new Set(found)).toEqual(new Set(LINES));
    expect(readdirSync(out).filter((file) => file.endsWith('.partial'))).toEqual([]);
    await expect(runCommand(encodeFiles, options)).rejects.toMatchObject({ code: 'usage' });
  });

  it('has the same ids from threads', async () => {
    const input = 'src/cli/encoder-entry.ts';
    const output = { ssr: true, outDir: at('build'), target: 'node20', rollupOptions: { input } };
    await build({ configFile: false, logLevel: 'error', build: output });
    const entry = pathToFileURL(at('build', 'encoder-entry.js'));
    const tokenizer = tokenizerOf('turkic');
    const pool = openEncoderThreads(messageOf(tokenizer), 2, entry);
    async function* documents() {
      for (const text of LINES) yield { text: text.repeat(60) };
    }
    try {
      for await (const { document, ids } of encodeInOrder(documents(), tokenizer, pool))
        expect(ids.join()).toBe(tokenizer.encode(document.text).join());
    } finally {
      pool.end();
    }
  });
});

describe('a tokenizer whose rule has no name in a GGUF', () => {
  it('is compared all the same, and told apart', async () => {
    const file = readFileSync(at('llama-3.json'), 'utf8').replace('{1,3}', '{1,4}');
    writeFileSync(at('nameless.json'), file);
    const result = await runCommand(compareTokenizers, [
      ...['--tokenizer', at('nameless.json'), '--input', at('a.jsonl')],
    ]);
    expect(result).toMatchObject({ tokenizers: [{ rule: null, gguf_name: null }] });
    const [nameless, named] = [Tokenizer.fromJson(file), tokenizerOf('llama-3')].map(namelessRuleText);
    expect(nameless).toContain('ollama create');
    expect(named).toBe('');
  });
});

describe('a tokenizer that is none', () => {
  it.each([
    ['compare', (file: string) => runCommand(compareTokenizers, ['--tokenizer', at('turkic.json'), file, ...INPUT])],
    ['encode', (file: string) => runCommand(encodeFiles, ['--tokenizer', file, ...INPUT, '--out', at('never')])],
    ['mix', (file: string) => runCommand(mixCorpus, ['--tokenizer', file, '--tokens', '9', ...MIX])],
    ['report', (file: string) => runCommand(reportCorpus, ['--tokenizer', file, ...INPUT])],
  ])('is named by %s', async (_, run) => {
    const file = at('broken.json');
    writeFileSync(file, '{"model": {"type": "BPE"');
    await expect(run(file)).rejects.toMatchObject({
      code: 'tokenizer-json-invalid',
      message: expect.stringContaining(`"${file}"`),
      details: { file, field: '(whole file)' },
    });
  });
});
