/** What `train` refuses before it asks for a device. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../parse-options.ts';
import { trainTokenizer } from './tokenizer-train.ts';
import { train } from './train.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-train-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CORPUS = path.resolve('public/sample/corpus/hekayeler.txt');
const CONFIG = {
  model_type: 'llama',
  vocab_size: 300,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 24,
  max_position_embeddings: 16,
};

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  writeFileSync(at('config.json'), `\ufeff${JSON.stringify(CONFIG)}`);
  writeFileSync(at('pad-ends.json'), JSON.stringify({ ...CONFIG, eos_token_id: 2 }));
  await runCommand(trainTokenizer, ['--input', CORPUS, '--vocab', '300', '--out', at('tokenizer.json')]);
}, 60_000);

const trainIn = (out: string, ...more: string[]) =>
  runCommand(train, [
    ...['--corpus', CORPUS, '--tokenizer', at('tokenizer.json'), '--config', at('config.json')],
    ...['--steps', '2', '--batch', '1', '--seq', '16', '--out', at(out), ...more],
  ]);

const holding = (name: string, file: string): string => {
  const whole = path.join(at(name), file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, '{}');
  return name;
};

describe('train', () => {
  it.each([
    ['is not there', () => 'nowhere'],
    ['holds something else', () => holding('notes', 'notes.txt')],
    ['holds the log of a run that saved nothing', () => holding('unsaved', 'log.jsonl')],
    [
      'holds a checkpoint that was not written to its end',
      () => holding('torn', 'checkpoints/step-4/state.safetensors'),
    ],
  ])('has nothing to resume in a folder that %s, and says so', async (_how, out) => {
    await expect(trainIn(out(), '--resume')).rejects.toMatchObject({ code: 'nothing-to-resume' });
  });

  it('has nothing to anneal where no run is', async () => {
    await expect(trainIn('new', '--anneal', at('nowhere'))).rejects.toMatchObject({ code: 'nothing-to-resume' });
    await expect(trainIn('same', '--anneal', at('same'))).rejects.toThrow('is read from');
  });

  it.each([
    ['checkpoints', 'checkpoints/step-4/state.json'],
    ['a model', 'model.safetensors'],
    ['an adapter', 'adapter_model.safetensors'],
  ])('does not begin a new run where %s would be replaced', async (what, file) => {
    const out = holding(`old-${what}`, file);
    await expect(trainIn(out)).rejects.toThrow('another --out');
    expect(readFileSync(path.join(at(out), file), 'utf8')).toBe('{}');
  });

  it('refuses a config whose end token is another one by its name', async () => {
    await expect(trainIn('new', '--config', at('pad-ends.json'))).rejects.toThrow(
      'by its names it should be 1, "<|eos|>"',
    );
  });
});
