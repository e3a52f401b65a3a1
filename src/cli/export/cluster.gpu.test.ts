/** A run that leaves as a cluster bundle and comes back. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportModel } from '../commands/export.ts';
import { importModel } from '../commands/import.ts';
import { trainTokenizer } from '../commands/tokenizer-train.ts';
import { train } from '../commands/train.ts';
import { runCommand } from '../parse-options.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-cluster-'));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXTS = ['hekayeler', 'xeberler'].map((name) => path.resolve(`public/sample/corpus/${name}.txt`));
const CONFIG = {
  ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], vocab_size: 300, hidden_size: 16 },
  ...{ num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 24 },
  ...{ max_position_embeddings: 16, rms_norm_eps: 1e-5, tie_word_embeddings: true },
};
const SIZES = ['--steps', '9', '--batch', '2', '--seq', '16', '--accumulate', '2', '--no-tune'];
const LEARNING = ['--optimizer', 'muon', '--average', '--packing', 'best-fit', '--states', 'bf16'];

const trained = (out: string, ...more: string[]) =>
  runCommand(train, [
    ...['--corpus', ...TEXTS, '--tokenizer', at('tokenizer.json'), '--config', at('config.json')],
    ...[...SIZES, ...LEARNING, '--out', at(out), ...more],
  ]);
const bundled = (run: string, out: string, corpus = TEXTS) =>
  runCommand(exportModel, ['--to', 'cluster', '--run', at(run), '--corpus', ...corpus, '--out', at(out)]);
const returned = (...words: string[]) => runCommand(importModel, words);
const weights = (out: string) => readFileSync(at(out, 'model.safetensors'));

beforeAll(async () => {
  writeFileSync(at('config.json'), JSON.stringify(CONFIG));
  await runCommand(trainTokenizer, ['--input', ...TEXTS, '--vocab', '300', '--out', at('tokenizer.json')]);
  await trained('whole');
  await trained('left', '--stop-at', '7');
}, 180_000);

describe('a run that leaves as a cluster bundle', () => {
  it('is bit for bit the one that stayed when it comes back from there, from a folder and from an archive', async () => {
    expect(await bundled('left', 'bundle')).toMatchObject({
      step: 7,
      checks: { tensors: expect.any(Number) as number },
    });
    const came = at('bundle', 'checkpoints', 'step-7');
    expect(await returned(came, '--check')).toMatchObject({ step: 7, steps: 9, usable: true });
    expect(await returned(came, '--out', at('back'))).toMatchObject({
      step: 7,
      out: at('back', 'checkpoints', 'step-7'),
    });
    expect(await trained('back', '--resume')).toMatchObject({ steps: 9, finished: true });
    expect(weights('back').equals(weights('whole'))).toBe(true);
    expect(await bundled('left', 'run.zip')).toMatchObject({ files: [{ name: 'run.zip' }] });
  }, 120_000);

  it('comes back into the folder that it left, and into no other run or later one', async () => {
    // What an interrupted export left is no part of the next one.
    mkdirSync(at('again.partial'));
    writeFileSync(at('again.partial', 'left'), '');
    await bundled('left', 'again');
    expect(readdirSync(at('again'))).not.toContain('left');
    expect(existsSync(at('again.partial'))).toBe(false);
    const came = at('again', 'checkpoints', 'step-7');
    cpSync(at('left'), at('same'), { recursive: true });
    const files = readdirSync(came).map((name) => [
      `step-7/${name}`,
      new Uint8Array(readFileSync(path.join(came, name))),
    ]);
    writeFileSync(at('step-7.zip'), zipSync(Object.fromEntries(files)));
    expect(await returned(at('step-7.zip'), '--out', at('same'))).toMatchObject({ step: 7 });
    await expect(returned(came, '--out', at('whole'))).rejects.toThrow(/has done 9 steps, but what came back 7/);
    const state = JSON.parse(readFileSync(path.join(came, 'state.json'), 'utf8')) as { run: object };
    writeFileSync(
      path.join(came, 'state.json'),
      JSON.stringify({ ...state, run: { ...state.run, corpus: 'another' } }),
    );
    await expect(returned(came, '--out', at('same'))).rejects.toThrow(/holds another run/);
    await expect(returned(came)).rejects.toThrow(/--out DIR/);
  }, 120_000);

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['where nothing is left to do', () => bundled('whole', 'x.zip'), /has done all of its 9 steps/],
    ['into a folder that holds something', () => bundled('left', 'whole'), /is not empty/],
    ['with other texts', () => bundled('left', 'x.zip', TEXTS.slice(1)), /learns something else/],
    [
      'without a run',
      () => runCommand(exportModel, ['--to', 'cluster', '--model', at('left'), '--out', at('x.zip')]),
      /--run DIR/,
    ],
    ['from a folder of no run', () => bundled('nothing', 'x.zip'), /holds no checkpoint/],
  ])('is refused %s', async (_name, leaving, said) => {
    await expect(leaving()).rejects.toThrow(said);
  });
});
