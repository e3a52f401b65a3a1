/** Folders that the project writes, read by the rules of transformers 4 and of 5; what comes of it is docs/folders.md. */
import { isDeepStrictEqual } from 'node:util';
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES } from '../golden.ts';
import { type FolderCase, goldenFolder, KEY_TYPES, keyFolder, splitFolders, variantFolders, written } from './cases.ts';
import { DAMAGES, type DamagedModel, withoutKey } from './damages.ts';
import { type CaseRow, conformance, type Row } from './document.ts';
import { NEW_RULES } from './new-rules.ts';
import { OLD_RULES } from './old-rules.ts';
import { largestDifference, type Outcome, outcomeOf } from './outcome.ts';
import { logitsOf } from './plain-forward.ts';
import { type Files, type ReadModel, readFolder } from './read-folder.ts';
import type { WeightType } from './settings.ts';
import { wantedSettings } from './wanted.ts';

/** Of logits. */
const TOLERANCE = 2e-5;
const RULES = [OLD_RULES, NEW_RULES];

const splits = await Promise.all(splitFolders());
const cases = [
  ...(await Promise.all(GOLDEN_CASES.map(goldenFolder))),
  ...(await Promise.all(variantFolders())),
  ...splits,
];

describe.each(cases)('$what', (folder) => {
  it.each(RULES)('is read with its settings, numbers and logits by the rules of $name', async (rules) => {
    const model = readFolder(await written(folder), rules);
    expect(model.settings).toEqual(wantedSettings(folder.config, 'F32'));
    for (const [name, { values }] of model.tensors)
      expect(Float32Array.from(values), name).toEqual(await folder.tensor(name));
    expect(model.tokenizer?.chatTemplate).toBe(folder.tokenizerJson && folder.chatTemplate);
    expect(largestDifference(logitsOf(model, folder.tokens), folder.logits)).toBeLessThan(TOLERANCE);
  });
});

/** Half the distance between neighbours, as a share of the number and, close to zero, by itself. */
const ROUNDING: Readonly<Record<WeightType, [share: number, least: number]>> = {
  F32: [0, 0],
  F16: [2 ** -11, 2 ** -25],
  BF16: [2 ** -8, 0],
};

describe.each(Object.keys(ROUNDING) as WeightType[])('weights in %s', (type) => {
  it.each(cases)('are the numbers, rounded once, by both rules: $what', async (folder) => {
    const files = await written(folder, type);
    const [old, modern] = RULES.map((rules) => readFolder(files, rules)) as [ReadModel, ReadModel];
    expect(old).toEqual(modern);
    expect(old.settings.type).toBe(type);
    const [share, least] = ROUNDING[type];
    for (const [name, { values }] of old.tensors) {
      const numbers = await folder.tensor(name);
      const far = values.findIndex((value, i) => Math.abs(value - numbers[i]!) > Math.abs(numbers[i]!) * share + least);
      expect(far, name).toBe(-1);
    }
  });
});

describe.each(splits)('the tokenizer of the rule $rule.id', (folder) => {
  it.each(RULES)('has the ids of the Rust library, read by the rules of $name', async (rules) => {
    const { tokenizer } = readFolder(await written(folder), rules);
    const library = new LibraryTokenizer(tokenizer!.json, tokenizer!.config);
    for (const { text, ids } of folder.samples) expect(library.encode(text).ids, text).toEqual(ids);
  });
});

const damaged: Readonly<Record<DamagedModel, FolderCase>> = {
  ...(Object.fromEntries(await Promise.all(KEY_TYPES.map(async (type) => [type, await keyFolder(type)]))) as Record<
    (typeof KEY_TYPES)[number],
    FolderCase
  >),
  chat: splits.find(({ chatTemplate }) => chatTemplate !== '')!,
};

/** By both rules, of a folder that was changed. */
function outcomes(folder: FolderCase, before: Files, after: Files): { old: Outcome; new: Outcome } {
  const by = (rules: typeof OLD_RULES) => outcomeOf(after, rules, readFolder(before, rules), folder.tokens);
  return { old: by(OLD_RULES), new: by(NEW_RULES) };
}

const damageRows: Row[] = await Promise.all(
  DAMAGES.map(async ({ what, of, change }) => {
    const files = await written(damaged[of]);
    return { name: what, models: [of], written: '', ...outcomes(damaged[of], files, change(files)) };
  }),
);

describe('a folder that is wrong', () => {
  it.each(DAMAGES)('$what: $old by the old rules, $new by the new ones', ({ what, old, new: modern }) => {
    const row = damageRows.find(({ name }) => name === what)!;
    expect([row.old.kind, row.new.kind]).toEqual([old, modern]);
    for (const outcome of [row.old, row.new])
      if (outcome.kind === 'another') expect(outcome.logits, what).toBeGreaterThan(100 * TOLERANCE);
  });
});

const keyRows: Row[] = (
  await Promise.all(
    KEY_TYPES.map(async (type) => {
      const files = await written(damaged[type]);
      const config = JSON.parse(new TextDecoder().decode(files.get('config.json'))) as Record<string, unknown>;
      return Object.entries(config).map(([key, value]) => ({
        ...{ name: `\`${key}\``, models: [type], written: JSON.stringify(value) },
        ...outcomes(damaged[type], files, withoutKey('config.json', key)(files)),
      }));
    }),
  )
).flat();

/** Whether what was read is the model that was written. */
async function isSame({ config, tensor, tokens, logits }: FolderCase, model: ReadModel): Promise<boolean> {
  for (const [name, { values }] of model.tensors) if (!sameValues(await tensor(name), values)) return false;
  return (
    isDeepStrictEqual(model.settings, wantedSettings(config, 'F32')) &&
    largestDifference(logitsOf(model, tokens), logits) < TOLERANCE
  );
}

const sameValues = (a: Float32Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

async function caseRow(folder: FolderCase): Promise<CaseRow> {
  const files = await written(folder);
  const config = JSON.parse(new TextDecoder().decode(files.get('config.json'))) as { architectures: string[] };
  const [old = false, modern = false] = await Promise.all(
    RULES.map((rules) => isSame(folder, readFolder(files, rules))),
  );
  return { folder, architecture: config.architectures.join(), old, new: modern };
}

describe('docs/folders.md', () => {
  it('is what the readers say (npm run docs:folders writes it)', async () => {
    const document = conformance({
      cases: await Promise.all(cases.map(caseRow)),
      keys: keyRows,
      damages: damageRows,
    });
    await expect(document).toMatchFileSnapshot('../../../docs/folders.md');
  });
});
