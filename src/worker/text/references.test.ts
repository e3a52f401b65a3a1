import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { DEFAULT_STEPS, type StepChoice } from '../../data/cleaning/table.ts';
import { isHeldOutRecord } from '../../data/instruct/held-out.ts';
import { openDatabase } from '../../storage/database.ts';
import { deleteSource, listReferences, listSources, importSource as storeSource } from '../../storage/documents.ts';
import { createProject, deleteProject } from '../../storage/projects.ts';
import type { WorkerEvent } from '../api.ts';
import { Hub } from '../hub.ts';
import { Chat } from '../models/chat.ts';
import { Projects } from '../projects.ts';
import { RunsUnderWay } from '../runs/runs-under-way.ts';
import { snapshotOf } from '../stored.ts';
import { importInstructions, recordsOf } from './instructions.ts';
import { compareStages, dryRun } from './stages.ts';
import { measureSurprise } from './surprise.ts';
import { TextRoom } from './text-room.ts';

const on = (...ids: string[]): StepChoice[] =>
  DEFAULT_STEPS.map(({ id, options, off }) => ({ id, options, ...(off && !ids.includes(id) ? { off } : {}) }));

const crops = ['alma', 'armud', 'heyva', 'nar', 'üzüm', 'ərik', 'gilas', 'tut', 'şaftalı', 'əncir', 'albalı'];
/** A sentence of fourteen words, another one for each number below 121: no two have thirteen words in a row in common. */
const sentence = (n: number) =>
  `Payızda ${crops[n % 11]} yığılanda uşaqlar bağa qaçır, qonşular isə axşama qədər ${crops[Math.floor(n / 11) % 11]} səbətlərini evə daşıyırdılar.`;
const strange = 'Wszystkie drogi prowadzą do młyna, a młynarz opowiada dzieciom zimowe bajki przy piecu.';

const file = (name: string, text: string) => ({ name, files: [{ path: name, file: new File([text], name) }] });
const rows = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');

let count = 0;
async function opened() {
  const heard = new Set<(event: WorkerEvent) => void>();
  const hub = new Hub(await openDatabase(`references-${count++}`), (event) => {
    for (const listener of heard) listener(event);
  });
  const underWay = new RunsUnderWay(hub);
  const project = (await createProject(hub.database, 'p')).id;
  const room = new TextRoom(hub, underWay, new Projects(hub, underWay, new Chat(hub)));
  const reading = { readings: { text: { format: 'text', split: 'line' } }, licence: null } as const;
  return {
    hub,
    heard,
    project,
    room,
    add: async (name: string, ...lines: string[]) =>
      (await room.importSource(project, name, file(name, lines.join('\n')), reading))?.id ?? '',
    choose: (use: 'evaluation' | 'trusted', name: string, text: string) =>
      room.addReference(project, `add ${name}`, use, { kind: 'files', source: file(name, text) }),
    clean: (steps: readonly StepChoice[]) => room.cleanCorpus(project, 'clean', steps, 'all'),
    now: async () => (await snapshotOf(hub.database, project, new Set())).corpus,
  };
}

const removedBy = (steps: readonly { id: string; removed: number }[], id: string) =>
  steps.find((step) => step.id === id)?.removed;

describe('evaluation sets', () => {
  test('rows of their files that could not be used are counted, and the same texts chosen twice at once are one set', async () => {
    const { choose, now } = await opened();
    const texts = `${rows({ q: sentence(1) })}\n{"q": "qırıq\n`;
    const [first, second] = await Promise.all([
      choose('evaluation', 'a.jsonl', texts),
      choose('evaluation', 'b.jsonl', texts),
    ]);
    expect(first).toMatchObject({ texts: 1, badRows: 1, skippedFiles: 0 });
    expect(second).toBeNull();
    expect((await now()).references).toEqual([first]);
  });

  test('what they hold is dropped in a trial, in cleaning and between stages, and said', async () => {
    const { hub, project, add, choose, clean, now } = await opened();
    const source = await add('a.txt', sentence(1), `Deyirlər: ${sentence(2)}`, sentence(3));
    const set = await choose(
      'evaluation',
      'suallar.jsonl',
      rows({ sual: 'Hansı?', variantlar: [sentence(2), 'heç biri'] }, { sual: 'Qısa?' }),
    );
    expect(set).toMatchObject({ use: 'evaluation', name: 'suallar.jsonl', texts: 2, shortTexts: 1 });
    expect((await now()).references).toEqual([set]);

    const steps = on('leaks');
    const trial = await dryRun(hub, project, 'try', steps, 2 ** 20);
    expect(removedBy(trial.steps, 'leaks')).toBe(1);
    await clean(steps);
    const { sources, documents } = await now();
    expect([documents, removedBy(sources[0]!.steps, 'leaks')]).toEqual([2, 1]);
    const place = sources[0]!.steps.findIndex(({ id }) => id === 'leaks');
    const { documents: shown } = await compareStages(hub, project, 'look', {
      source,
      stages: [place, place + 1],
      what: 'removed',
      rule: null,
      from: null,
      count: 10,
    });
    expect(shown).toMatchObject([{ before: `Deyirlər: ${sentence(2)}`, after: null, droppedBy: 'leaks' }]);
    expect(shown[0]?.removed).toContain('heyva yığılanda');
  });

  test('a change of them makes what was cleaned stale, where their step is on', async () => {
    const { add, choose, clean, now, room, project } = await opened();
    await add('a.txt', sentence(1), sentence(2));
    await clean(on());
    const states = async () => (await now()).sources.map(({ state }) => state);
    const set = await choose('evaluation', 'bir.txt', sentence(2));
    expect(await states()).toEqual(['clean']);
    await clean(on('leaks'));
    expect((await now()).documents).toBe(1);
    const other = await choose('evaluation', 'iki.txt', sentence(7));
    expect(await states()).toEqual(['stale']);
    await clean(on('leaks'));
    expect(await states()).toEqual(['clean']);

    await room.removeReference(project, other?.id ?? '');
    expect(await states()).toEqual(['stale']);
    expect(await choose('evaluation', 'yenə iki.txt', sentence(7))).not.toBeNull();
    expect(await states()).toEqual(['clean']); // the same texts again
    await room.removeReference(project, set?.id ?? '');
    await clean(on('leaks'));
    expect((await now()).documents).toBe(2);
  });

  test('between stages what was noted then holds, whatever is chosen now', async () => {
    const { hub, add, choose, clean, room, project } = await opened();
    const source = await add('a.txt', `${sentence(1)}  ${sentence(2)}`, sentence(3));
    const first = await choose('evaluation', 'bir.txt', sentence(3));
    await clean(on('leaks'));
    await room.removeReference(project, first?.id ?? '');
    await choose('evaluation', 'iki.txt', sentence(1));
    const shown = await compareStages(hub, project, 'look', {
      source,
      stages: [0, 11],
      what: 'both',
      rule: null,
      from: null,
      count: 10,
    });
    expect(shown.documents).toMatchObject([
      { after: expect.stringContaining('daşıyırdılar. Payızda heyva yığılanda') },
      { before: sentence(3), after: null, droppedBy: 'leaks' },
    ]);
  });

  test('an interrupted cleaning is taken up where it was, and from its beginning with other sets', async () => {
    const { hub, heard, project, add, choose, clean, now } = await opened();
    const long = (n: number) => `${sentence(n)} ${`söz${n} `.repeat(120_000)}`;
    await add('a.txt', ...[1, 2, 3, 4, 5, 6, 7, 8].map(long));
    await choose('evaluation', 'bir.txt', sentence(1));
    const interrupt = async () => {
      const cancel = ({ type }: WorkerEvent) => type === 'progress' && hub.cancel('clean');
      heard.add(cancel);
      await expect(clean(on('leaks'))).rejects.toMatchObject({ code: 'cancelled' });
      heard.delete(cancel);
      const [source] = await listSources(hub.database, project);
      expect(source).toMatchObject({ cleaned: null, shards: 4 });
      expect([1, 2, 3]).toContain(source?.cleaning?.shards);
      return source?.cleaning?.id;
    };
    const pass = await interrupt();
    await choose('evaluation', 'iki.txt', sentence(2));
    expect(await interrupt()).not.toBe(pass);
    await clean(on('leaks'));
    expect((await now()).documents).toBe(6);
  });

  test('are taken from an instruction set, whole or its held-out part', async () => {
    const { hub, project, room } = await opened();
    const records = Array.from({ length: 60 }, (_, i) => ({
      instruction: sentence(i),
      input: '',
      output: `Cavab ${i}`,
    }));
    const instructions = await importInstructions(
      hub,
      project,
      'set',
      new File([JSON.stringify(records)], 'təlimat.json'),
    );
    const held = (await recordsOf(hub, instructions.id)).filter(isHeldOutRecord).length;
    expect(held).toBeGreaterThan(0);
    const choose = (part: 'all' | 'held-out') =>
      room.addReference(project, part, 'evaluation', { kind: 'instructions', set: instructions.id, part });
    expect(await choose('held-out')).toMatchObject({ name: 'təlimat.json', texts: held });
    expect(await choose('all')).toMatchObject({ texts: 60, from: { kind: 'instructions', part: 'all' } });
    expect(await choose('all')).toBeNull();
    expect(await listReferences(hub.database, project)).toHaveLength(2);
  });

  test('are whole or are not taken', async () => {
    const { hub, project, choose, now } = await opened();
    const word = 'uzun ';
    const large = Array.from({ length: 13 }, (_, i) => `${i} ${word.repeat(420_000)}`).join('\n\n');
    await expect(choose('evaluation', 'böyük.txt', large)).rejects.toMatchObject({ code: 'evaluation-too-large' });
    await expect(choose('evaluation', 'say.jsonl', rows({ n: 1 }))).rejects.toMatchObject({ code: 'reference-empty' });
    await expect(choose('evaluation', 'boş.txt', '')).rejects.toMatchObject({ code: 'file-empty' });
    const adding = choose('evaluation', 'yarı.txt', sentence(1));
    hub.cancel('add yarı.txt');
    await expect(adding).rejects.toMatchObject({ code: 'cancelled' });
    expect((await now()).references).toEqual([]);
    expect(await listReferences(hub.database, project)).toEqual([]);
  });
});

describe('trusted text', () => {
  test('too little of it is refused when the step is run, and nothing is removed', async () => {
    const { add, choose, clean, now } = await opened();
    await add('a.txt', sentence(1), sentence(2));
    await choose('trusted', 'qısa.txt', sentence(3));
    await expect(clean(on('perplexity'))).rejects.toMatchObject({ code: 'trusted-too-short' });
    expect((await now()).sources[0]?.state).toBe('raw');
  });

  const known = Array.from({ length: 100 }, (_, n) => sentence(n));

  test('what surprises a model of it is dropped, and how much is measured', async () => {
    const { hub, project, add, choose, clean, now, room } = await opened();
    await add('a.txt', ...[101, 102, 103].map(sentence), strange);
    const trusted = await choose('trusted', 'inanılan.txt', known.join('\n'));
    expect(trusted).toMatchObject({ use: 'trusted', texts: 100, shortTexts: 0 });
    expect(trusted?.bytes).toBe(trusted?.readBytes);
    const few = await measureSurprise(hub, project, 'measure', on('perplexity'), 2 ** 20);
    expect(few.trusted).toBeNull(); // ten texts would be measured
    expect(few.corpus?.documents).toBe(4);
    expect(few.corpus?.middle).toBeLessThan(3);
    expect(few.corpus?.high).toBeGreaterThan(4);

    await clean(on('perplexity'));
    expect((await now()).documents).toBe(3);
    await room.removeReference(project, trusted?.id ?? '');
    expect((await now()).sources[0]?.state).toBe('stale');
  });

  test('others of it surprise a model of the rest like itself', async () => {
    const { hub, project, choose } = await opened();
    const lines = Array.from({ length: 300 }, (_, n) => `${sentence(n % 121)} ${crops[n % 7]} ${n}`);
    await choose('trusted', 'inanılan.txt', lines.join('\n'));
    const { trusted, corpus } = await measureSurprise(hub, project, 'measure', on('perplexity'), 2 ** 20);
    expect(corpus).toBeNull();
    expect(trusted?.documents).toBe(30);
    expect(trusted?.high).toBeLessThan(2);
    expect(trusted!.low <= trusted!.middle && trusted!.middle <= trusted!.high).toBe(true);
  });

  test('is a copy of a source that stays when the source is deleted', async () => {
    const { hub, project, add, room, now, clean } = await opened();
    const source = await add('a.txt', ...known);
    await add('b.txt', sentence(110), strange);
    const copied = await room.addReference(project, 'copy', 'trusted', { kind: 'source', source });
    expect(copied).toMatchObject({ name: 'a.txt', texts: 100, from: { kind: 'source', source } });
    await deleteSource(hub.database, source);
    expect((await now()).references).toEqual([copied]);
    await clean(on('perplexity'));
    expect((await now()).documents).toBe(1);
    const again = room.addReference(project, 'copy', 'trusted', { kind: 'source', source });
    await expect(again).rejects.toMatchObject({ code: 'source-missing' });
  });
});

test('chosen texts are no part of the corpus and go with their project', async () => {
  const { hub, project, choose } = await opened();
  await choose('trusted', 'a.txt', sentence(1));
  expect(await listSources(hub.database, project)).toEqual([]);
  const texts = (async function* () {
    yield { text: sentence(2) };
  })();
  await storeSource(hub.database, { projectId: project, name: 'b', use: 'evaluation' }, texts);
  expect((await listReferences(hub.database, project)).map(({ use }) => use)).toEqual(['trusted', 'evaluation']);
  await deleteProject(hub.database, project);
  expect(await listReferences(hub.database, project)).toEqual([]);
});
