/** `export --to peft` on folders of the disk: the adapters of a run that is at its end or not, beside the base that it was begun with. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixSeed, Random } from '../../data/random.ts';
import { weightsName } from '../../engine/state-tensors.ts';
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from '../../formats/half.ts';
import { openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { readTensorF32 } from '../../formats/safetensors.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { factorName, type LoraConfig } from '../../model/lora.ts';
import { adapterTable } from '../../model/merged-tensor.ts';
import type { Method } from '../../model/method.ts';
import { packParameter, partShape } from '../../model/parameters.ts';
import { roundUp } from '../../ops/operator.ts';
import { FAMILY_CASES } from '../../testing/golden.ts';
import { stateAt } from '../../testing/loop-states.ts';
import { saveCheckpoint } from '../checkpoint-folder.ts';
import { exportModel } from '../commands/export.ts';
import { folderSource } from '../files.ts';
import { weightsHash } from '../model-folder.ts';
import { runCommand } from '../parse-options.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-peft-'));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Case = (typeof FAMILY_CASES)[number];

/** A rank that is no multiple of 4, so that rows are padded. */
const LORA: LoraConfig = { rank: 3, alpha: 5, dropout: 0.1, targets: 'all-linear', rsLora: true };
const METHOD: Method = { kind: 'lora', lora: LORA, base: { storage: 'f32', matrices: 'nf4' } };

const baseOf = (name: Case): string => path.join('src/testing/golden', name);
const configOf = (name: Case) =>
  parseModelConfig(JSON.parse(readFileSync(path.join(baseOf(name), 'config.json'), 'utf8')));

/** A factor as the run has it after so many steps. */
function factor(name: Case, wanted: string, step: number, size = 1): Float32Array {
  const random = new Random(mixSeed(step, wanted));
  const parameter = adapterTable(configOf(name), LORA).find(({ parts }) => parts.some((part) => part.name === wanted))!;
  const shape = partShape(parameter, parameter.parts.find((part) => part.name === wanted)!);
  return Float32Array.from({ length: shape[0]! * shape[1]! }, () => size * random.normal());
}

/** A checkpoint of a run that trains adapters. @param size of their numbers */
async function saved(name: Case, dir: string, step: number, { method = METHOD, size = 1 } = {}): Promise<void> {
  const config = configOf(name);
  const tensors = adapterTable(config, LORA).map((parameter) => ({
    ...{ name: weightsName(parameter.id), rows: parameter.rows, cols: roundUp(parameter.cols, 4) },
    read: async () => packParameter(parameter, (wanted) => factor(name, wanted, step, size)),
  }));
  const run = { config, method, corpus: '', base: await weightsHash(baseOf(name)) };
  await saveCheckpoint(at(dir), tensors, stateAt(step), run, null);
}

const exported = (run: string, model: string, out: string, ...more: string[]) =>
  runCommand(exportModel, ['--to', 'peft', '--run', at(run), '--model', model, '--out', at(out), ...more]);

beforeAll(async () => {
  for (const name of FAMILY_CASES) for (const step of [7, 9]) await saved(name, name, step);
  writeFileSync(at('gpt2', 'chat_template.jinja'), '{{ messages }}');
});

const ROUNDED = {
  f32: (values: Float32Array) => values,
  f16: (values: Float32Array) => f16ToF32(f32ToF16(values)),
  bf16: (values: Float32Array) => bf16ToF32(f32ToBf16(values)),
};

describe.each(FAMILY_CASES)('adapters beside %s', (name) => {
  it.each(Object.keys(ROUNDED) as (keyof typeof ROUNDED)[])(
    'are those of the newest checkpoint, in %s',
    async (type) => {
      const out = `${name}-${type}`;
      const result = await exported(name, baseOf(name), out, '--type', type);
      const { config, pairs } = await openAdapterFolder(folderSource(at(out)));
      expect(result).toMatchObject({
        to: 'peft',
        type,
        step: 9,
        checks: { tensors: 2 * pairs.size, modules: pairs.size },
      });
      for (const { name: file, bytes } of result.files as { name: string; bytes: number }[])
        expect(readFileSync(at(out, file)).length, file).toBe(bytes);
      for (const [module, { a, b }] of pairs) {
        expect([config.rank(module), config.scale(module)]).toEqual([3, 5 / Math.sqrt(3)]);
        for (const [side, { source, entry }] of [
          ['A', a],
          ['B', b],
        ] as const)
          expect(await readTensorF32(source, entry)).toEqual(ROUNDED[type](factor(name, factorName(module, side), 9)));
      }
      expect(config.baseModel).toBe(name);
    },
  );
});

describe('export --to peft', () => {
  it('writes the prompts that the run learns by, and a card', async () => {
    const { files } = await exported('gpt2', baseOf('gpt2'), 'chat');
    expect((files as { name: string }[]).map(({ name }) => name)).toEqual([
      ...['adapter_config.json', 'chat_template.jinja', 'README.md', 'adapter_model.safetensors'],
    ]);
    expect(readFileSync(at('chat', 'chat_template.jinja'), 'utf8')).toBe('{{ messages }}');
    expect(readFileSync(at('chat', 'README.md'), 'utf8')).toContain('# chat\n');
    expect(JSON.parse(readFileSync(at('chat', 'adapter_config.json'), 'utf8'))).toMatchObject({ fan_in_fan_out: true });
  });

  it('takes the checkpoint before one that is damaged', async () => {
    cpSync(at('mistral'), at('damaged'), { recursive: true });
    const file = at('damaged', 'checkpoints', 'step-9', 'state.safetensors');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(await exported('damaged', baseOf('mistral'), 'before')).toMatchObject({ step: 7 });
  });

  it('refuses numbers that f16 cannot hold, and writes no weights', async () => {
    await saved('mistral', 'large', 9, { size: 1e6 });
    await expect(exported('large', baseOf('mistral'), 'x', '--type', 'f16')).rejects.toMatchObject({
      code: 'weights-beyond-f16',
    });
    expect(readdirSync(at('x'))).not.toContain('adapter_model.safetensors');
    expect(await exported('large', baseOf('mistral'), 'x', '--type', 'bf16')).toMatchObject({ step: 9 });
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['another base', () => exported('mistral', baseOf('qwen3'), 'y'), /trained beside other weights/],
    ['no base', () => runCommand(exportModel, ['--to', 'peft', '--run', at('gpt2'), '--out', at('y')]), /--model DIR/],
    [
      'no run',
      () => runCommand(exportModel, ['--to', 'peft', '--model', baseOf('gpt2'), '--out', at('y')]),
      /--run DIR/,
    ],
    ['a folder of no run', () => exported('nothing', baseOf('gpt2'), 'y'), /holds no checkpoint.*--out of finetune/],
    ['the folder of the run as --out', () => exported('gpt2', baseOf('gpt2'), 'gpt2'), /read from/],
    [
      'a run of every weight',
      async () => {
        await saved('mistral', 'full', 9, { method: { kind: 'full' } });
        await exported('full', baseOf('mistral'), 'y');
      },
      /has no adapters/,
    ],
  ])('refuses %s', async (_, work, said) => {
    await expect(work()).rejects.toThrow(said);
    expect(readdirSync(folder)).not.toContain('y');
  });
});
