import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../storage/database.ts';
import { saveInstructionSet } from '../../storage/instructions.ts';
import { createProject } from '../../storage/projects.ts';
import { Hub } from '../hub.ts';
import { toInstructionSet } from '../stored.ts';
import { importInstructions, mapInstructions, recordsOf } from './instructions.ts';

let count = 0;
let database: Database;
let hub: Hub;
let project: string;
beforeEach(async () => {
  database = await openDatabase(`worker-instructions-${count++}`);
  hub = new Hub(database, () => undefined);
  project = (await createProject(database, 'p')).id;
});

const add = (content: string | Uint8Array<ArrayBuffer>, name: string) =>
  importInstructions(hub, project, crypto.randomUUID(), new File([content], name));

describe('an imported set', () => {
  const rows = [
    { id: 1, question: 'Bir?', answer: 'A', reason: 'x' },
    { id: 2, question: 'İki?', answer: '', reason: 'y' },
    { id: 3, question: 'Üç?', answer: 3, reason: 'z' },
  ];

  it('says how its records are read, and what is to be known of them', async () => {
    const set = await add(JSON.stringify(rows), 'dəst.json');
    expect(set).toMatchObject({
      fileName: 'dəst.json',
      records: 2,
      shape: 'instruction',
      mapping: { instruction: 'question', output: 'answer' },
      problems: [{ row: 2, reason: 'output-missing' }],
      problemCount: 1,
      remarks: [{ remark: 'taken-as-text', count: 1, rows: [3] }],
      laterAnswers: 0,
    });
    expect(set.fields.map(({ name }) => name)).toEqual(['id', 'question', 'answer', 'reason']);
  });

  it('is read another way without its file, and as before where a run began so', async () => {
    const set = await add(JSON.stringify(rows), 'a.json');
    const mapping = { instruction: 'question', output: 'reason' };
    const changed = await mapInstructions(hub, set.id, { shape: 'instruction', mapping });
    expect(changed).toMatchObject({ id: set.id, records: 3, mapping, problems: [], remarks: [] });
    expect((await recordsOf(hub, set.id)).map(({ output }) => output)).toEqual(['x', 'y', 'z']);
    const before = await recordsOf(hub, set.id, { shape: set.shape, mapping: set.mapping });
    expect(before.map(({ output }) => output)).toEqual(['A', '3']);
  });

  it('stays as it is where another reading would leave nothing', async () => {
    const set = await add(JSON.stringify(rows), 'a.json');
    const none = { shape: 'instruction', mapping: { instruction: 'none', output: 'answer' } } as const;
    await expect(mapInstructions(hub, set.id, none)).rejects.toMatchObject({ code: 'instructions-none' });
    expect(await recordsOf(hub, set.id)).toHaveLength(2);
  });

  it('is kept where nothing but lists for texts keeps its records from being used, so that these can be joined', async () => {
    const set = await add(JSON.stringify([{ instruction: 'S', output: ['a', 'b'] }]), 'a.json');
    expect(set).toMatchObject({ records: 0, problems: [{ row: 1, reason: 'text-is-list' }] });
    expect(set.fields).toContainEqual(expect.objectContaining({ name: 'output', lists: 1 }));
    const { shape, mapping } = set;
    expect(await mapInstructions(hub, set.id, { shape, mapping, joinLists: true })).toMatchObject({ records: 1 });
    expect((await recordsOf(hub, set.id)).map(({ output }) => output)).toEqual(['a\nb']);
  });

  it('may be gzipped, whatever its name', async () => {
    const csv = 'sual;cavab\n"Bir;\nİki?";A\n';
    for (const name of ['a.csv.gz', 'a.csv'])
      expect(await add(new Uint8Array(gzipSync(csv)), name)).toMatchObject({ records: 1, problemCount: 0 });
  });

  it('keeps the records in an object as rows of their own', async () => {
    const set = await add(JSON.stringify({ data: rows }, null, 2), 'a.json');
    expect((await recordsOf(hub, set.id)).map(({ row }) => row)).toEqual([1, 3]);
  });
});

it('a set of an earlier version gives its records as they are', async () => {
  const records = [{ instruction: 'a', input: '', output: 'b', row: 4 }];
  const details = { problems: [], problemCount: 0, mapping: { instruction: 'question', output: 'answer' } };
  const stored = await saveInstructionSet(database, { projectId: project, name: 'i', details }, records);
  expect(toInstructionSet(stored)).toMatchObject({ records: 1, fields: [], remarks: [], mapping: details.mapping });
  expect(await recordsOf(hub, stored.id)).toEqual(records);
});
