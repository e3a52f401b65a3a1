/** What a run on several instruction sets learns from and is judged by. */
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { isHeldOutRecord } from '../../data/instruct/held-out.ts';
import { BYTE_LEVEL_ALPHABET } from '../../data/tokenizer/byte-level.ts';
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import type * as api from '../api.ts';
import { Hub } from '../hub.ts';
import type { RunConfig } from '../stored.ts';
import { importInstructions } from '../text/instructions.ts';
import { runData } from './run-data.ts';

const SEQ = 64;
const vocab = new Map([...BYTE_LEVEL_ALPHABET, '</s>'].map((token, id) => [token, id]));
const specialTokens = [{ content: '</s>', id: vocab.get('</s>') as number }];
const tokenizer = Tokenizer.fromModel({ vocab, merges: [], specialTokens, splitPattern: '.+' });

const database = await openDatabase('run-data');
const hub = new Hub(database, () => undefined);
const project = (await createProject(database, 'p')).id;
hub.tokenizers.remember('t', tokenizer);

const recordsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ instruction: `${name}${i}`, input: '', output: name, row: i + 1 }));
const add = async (name: string, count: number) => {
  const file = new File([JSON.stringify(recordsOf(name, count))], `${name}.json`);
  return (await importInstructions(hub, project, crypto.randomUUID(), file)).id;
};
const [a, b] = [await add('A', 300), await add('B', 200)];
const trained = (name: string, count: number) =>
  recordsOf(name, count).filter((record) => !isHeldOutRecord(record)).length;

const dataOf = (more: Partial<api.InstructionData>) => {
  const data = { kind: 'instructions', template: 'az', sets: [], ...more };
  const choice = { seq: SEQ, batch: 4 };
  return runData(hub, project, {
    data,
    choice,
    settings: { seed: 1 },
    tokenizer: 't',
    tokenSet: '',
  } as unknown as RunConfig);
};

test('a pass has the records of each set by its weight, and the held-out ones once, whatever they weigh', async () => {
  const alike = await dataOf({
    sets: [
      { set: a, weight: 1 },
      { set: b, weight: 1 },
    ],
  });
  const weighed = await dataOf({
    sets: [
      { set: a, weight: 2 },
      { set: b, weight: 0.5 },
    ],
  });
  const [ofA, ofB] = [trained('A', 300), trained('B', 200)];
  expect(alike.source.windowsPerEpoch).toBe(ofA + ofB);
  expect(weighed.source.windowsPerEpoch).toBe(2 * ofA + Math.round(ofB / 2));
  const heldOut = async (data: typeof alike) => {
    const { batches, bytes } = data.heldOut() ?? { batches: [], bytes: 0 };
    const all: unknown[] = [];
    for await (const batch of batches) all.push(batch);
    return { bytes, batches: all };
  };
  expect((await heldOut(alike)).bytes).toBe(300 - ofA + (200 - ofB));
  expect(await heldOut(weighed)).toEqual(await heldOut(alike));
});

test('the records that were chosen are answered, each of its set', async () => {
  const [row] = recordsOf('B', 200)
    .filter(isHeldOutRecord)
    .map((record) => record.row);
  const sets = [
    { set: a, weight: 1 },
    { set: b, weight: 1 },
  ];
  const asked = async (sampled: api.RecordPlace[] | null) =>
    (await dataOf({ sets, sampled })).sampled?.map(({ asked: { prompt } }) => prompt);
  expect(await asked([{ set: b, row: row ?? 0 }])).toEqual([`B${(row ?? 0) - 1}`]);
  expect(await asked(null)).toHaveLength(2);
  expect(await asked([])).toEqual([]);
});
