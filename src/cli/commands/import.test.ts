/** `import --check` on folders of the disk: whole, incomplete and damaged ones. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readJson } from '../files.ts';
import { runCommand } from '../parse-options.ts';
import { importModel } from './import.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASES = JSON.parse(readFileSync('src/testing/golden/tokenizers/cases.json', 'utf8')) as { tokenizer: object }[];

/** A copy of the golden model of GPT-2, changed. */
function copy(name: string, change: (at: (file: string) => string) => void): string {
  const dir = path.join(folder, name);
  cpSync('src/testing/golden/gpt2', dir, { recursive: true });
  change((file) => path.join(dir, file));
  return dir;
}

const check = (dir: string) => runCommand(importModel, [dir, '--check']);

describe('import --check', () => {
  it('says what a folder holds, and that it lacks a tokenizer', async () => {
    expect(await check('src/testing/golden/gpt2')).toMatchObject({
      family: 'GPT-2',
      dtypes: { F32: expect.any(Number) as number },
      tied: true,
      chat_template: false,
      problems: [expect.stringContaining('no tokenizer.json')],
      usable: false,
    });
  });

  it('weighs the tokenizer against the table', async () => {
    const dir = copy('tokenizer', (at) => writeFileSync(at('tokenizer.json'), JSON.stringify(CASES[0]!.tokenizer)));
    expect(await check(dir)).toMatchObject({
      tokenizer: { begin: '<s>', own_encoder: false, unused_rows: 0 },
      problems: [expect.stringMatching(/^The tokenizer has \d+ tokens, but the model has rows for/)],
    });
  });

  it.each<[string, (at: (file: string) => string) => void, string]>([
    ['a pickle', (at) => pickle(at), 'weights_only=True'],
    [
      'a pointer',
      (at) => writeFileSync(at('model.safetensors'), 'version https://git-lfs.github.com/spec/v1\n'),
      'LFS',
    ],
    ['code of its own', (at) => config(at, { auto_map: { AutoModel: 'x.Model' } }), 'auto_map'],
    ['an unknown model', (at) => config(at, { model_type: 'mystery' }), 'mystery'],
    ['a damaged tokenizer', (at) => writeFileSync(at('tokenizer.json'), '{'), 'tokenizer.json cannot be used'],
  ])('names what is wrong with %s', async (name, change, said) => {
    const { problems, usable } = await check(copy(name, change));
    expect(usable).toBe(false);
    expect((problems as string[]).some((problem) => problem.includes(said))).toBe(true);
  });

  it('reads a config that begins with a byte order mark', async () => {
    const dir = copy('bom', (at) =>
      writeFileSync(at('config.json'), `\ufeff${readFileSync(at('config.json'), 'utf8')}`),
    );
    expect(await check(dir)).toMatchObject({ family: 'GPT-2' });
    expect(await readJson(path.join(dir, 'config.json'))).toMatchObject({ model_type: 'gpt2' });
  });

  it('says that a folder needs no import', async () => {
    await expect(runCommand(importModel, ['somewhere'])).rejects.toThrow('--model "somewhere"');
    await expect(runCommand(importModel, ['--check'])).rejects.toThrow('Say which: DIR');
  });
});

function pickle(at: (file: string) => string): void {
  rmSync(at('model.safetensors'));
  writeFileSync(at('pytorch_model.bin'), 'never read');
}

function config(at: (file: string) => string, change: object): void {
  const before = JSON.parse(readFileSync(at('config.json'), 'utf8')) as object;
  writeFileSync(at('config.json'), JSON.stringify({ ...before, ...change }));
}
