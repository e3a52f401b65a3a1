import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { addSource } from '../../testing/corpus.ts';
import { fullProject } from '../../testing/full-project.ts';
import {
  anyReceiver,
  everythingIn,
  filesOf,
  importBytes,
  jsonOf,
  sizesOf,
  writtenProject,
  zipOf,
} from '../../testing/project-files.ts';
import { type Fault, withFault } from '../../testing/storage-faults.ts';
import { loadLatest, saveCheckpoint } from '../checkpoints.ts';
import { beginCleaning, writeVerdicts } from '../cleaning.ts';
import { saveConversation } from '../conversations.ts';
import { closeDatabase, type Database, openDatabase, transact } from '../database.ts';
import { listSources } from '../documents.ts';
import { saveInstructionSet } from '../instructions.ts';
import { createJob, settleItems } from '../jobs.ts';
import { collectOrphans } from '../orphans.ts';
import { createProject, getProject, listProjects } from '../projects.ts';
import { appendEvents, appendPoints, createRun, listRuns, updateRun } from '../runs.ts';
import { saveTokenizer } from '../tokenizers.ts';
import { dropTokens, listTokenSets, writeTokenSet } from '../tokens.ts';
import { projectFile } from './export-project.ts';
import { importProject, verifyProjectFile } from './import-project.ts';
import { MANIFEST } from './manifest.ts';

let count = 0;
let database: Database;
const another = () => openDatabase(`project-file-${count++}`);
beforeEach(async () => {
  database = await another();
});

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return error as OcaqError;
}

const tensorsOf = async function* (...all: Uint8Array[]) {
  for (const [i, bytes] of all.entries()) yield { name: `w${i}`, bytes };
};

const orphansOf = async (some: Database): Promise<number> =>
  Object.values((await collectOrphans(some)) ?? {}).reduce((sum, count) => sum + count, 0);

describe('a project as a file', () => {
  it('is the same project in another database, and a copy of it in its own', async () => {
    const id = await fullProject(database, 'a');
    const bytes = await writtenProject(database, id);
    await verifyProjectFile('p', new Blob([bytes]), () => undefined);
    const other = await another();
    const { id: there } = await importBytes(other, bytes);
    expect(there).not.toBe(id);
    expect(await everythingIn(other)).toEqual(await everythingIn(database));
    const before = await sizesOf(database);
    await importBytes(database, bytes);
    expect(await sizesOf(database)).toEqual(Object.fromEntries(Object.entries(before).map(([s, n]) => [s, 2 * n])));
    expect(await orphansOf(database)).toBe(0);
    expect(await orphansOf(other)).toBe(0);
  });

  it('has no weights and no imported model where they are to be left out', async () => {
    const id = await fullProject(database, 'a');
    const config = { imported: { name: 'm' }, tokenizer: '' };
    const foreign = await saveTokenizer(database, {
      ...{ projectId: id, name: 'f', vocabSize: 9, json: '{}' },
      details: { imported: true },
    });
    const run = { projectId: id, name: 'm', status: 'finished', step: 0, state: null, details: null } as const;
    const model = await createRun(database, { ...run, config: { ...config, tokenizer: foreign.id } });
    const lora = { method: { kind: 'lora' }, baseCheckpoint: '' };
    const checkpoint = { runId: model.id, projectId: id, step: 0, label: 'm', metrics: {}, state: null };
    const saved = await saveCheckpoint(database, checkpoint, tensorsOf(Uint8Array.of(4)));
    await createRun(database, { ...run, config: { ...lora, baseCheckpoint: saved.checkpoint.id } });
    const other = await another();
    const { id: there } = await importBytes(other, await writtenProject(database, id, { checkpoints: false }));
    const before = await sizesOf(database);
    expect(before).toMatchObject({ runs: 3, checkpoints: 2, tokenizers: 2, pointers: 3 });
    const less = { runs: 2, checkpoints: 0, checkpointChunks: 0, tokenizers: 1, pointers: 1 };
    expect(await sizesOf(other)).toEqual({ ...before, ...less });
    expect(await orphansOf(other)).toBe(0);
    // What it hung on is nowhere, and not in another project of the same browser.
    const bases = (await listRuns(other, there)).map(({ config }) => (config as typeof lora | null)?.baseCheckpoint);
    expect(bases).not.toContain(saved.checkpoint.id);
  });

  it('may lack tokens that were let go, which are made again', async () => {
    const id = await fullProject(database, 'a');
    const [set] = await listTokenSets(database, id);
    await dropTokens(database, set!);
    const other = await another();
    await importBytes(other, await writtenProject(database, id));
    expect(await everythingIn(other)).toEqual(await everythingIn(database));
    expect(await sizesOf(other)).toMatchObject({ pointers: 2, tokenShards: 0 });
  });

  it('is cut into parts that are held one at a time', async () => {
    const id = await fullProject(database, 'a');
    const run = {
      projectId: id,
      name: 'r',
      status: 'paused',
      step: 1,
      config: null,
      state: null,
      details: null,
    } as const;
    const { id: runId } = await createRun(database, run);
    const weights = Uint8Array.from({ length: 2 ** 22 }, (_, i) => i % 253);
    const checkpoint = { runId, projectId: id, step: 1, label: 'large', metrics: {}, state: { rng: -0 } };
    await saveCheckpoint(database, checkpoint, tensorsOf(weights, weights, weights, weights, weights), 2 ** 20);
    let largest = 0;
    let shown: [number, number] = [0, 0];
    const pieces: Uint8Array[] = [];
    const onRecord = (done: number, total: number) => {
      shown = [done, total];
    };
    for await (const piece of projectFile(database, id, { checkpoints: true }, onRecord)) {
      largest = Math.max(largest, piece.length);
      pieces.push(piece);
    }
    expect(largest).toBeLessThan(17 * 2 ** 20);
    expect(shown[0]).toBe(shown[1]);
    const other = await another();
    await importBytes(other, Uint8Array.from(Buffer.concat(pieces)));
    const there = (await listProjects(other))[0]!;
    const runs = await listRuns(other, there.id);
    const latest = await loadLatest(other, runs.find(({ status }) => status === 'paused')!.id);
    expect(latest?.manifest.state).toEqual({ rng: -0 });
    expect(Buffer.compare(await latest!.tensor('w4'), weights)).toBe(0);
  });

  it('is of one moment: what changes meanwhile is told, and what is gone already is named', async () => {
    const id = await fullProject(database, 'a');
    const during = async (change: () => Promise<unknown>) => {
      const pieces = projectFile(database, id, { checkpoints: true });
      await pieces.next();
      await change();
      for await (const _ of pieces);
    };
    const [run] = await listRuns(database, id);
    const goesOn = async () => {
      await appendPoints(database, run!.id, 'steps', [{ step: 1 }, { step: 2 }]);
      await updateRun(database, run!.id, { step: 2 });
    };
    expect((await errorOf(during(goesOn))).code).toBe('project-changed');
    await during(() => createRun(database, { ...run!, name: 'another' }));
    expect((await errorOf(during(() => deleteOne('checkpointChunks')))).code).toBe('project-changed');
    const gone = await errorOf(writtenProject(database, id));
    expect([gone.code, gone.details]).toEqual(['project-incomplete', { part: 'l' }]);
    const jobs = await another();
    const project = (await createProject(jobs, 'j')).id;
    const job = await createJob(jobs, { projectId: project, kind: 'k', options: null }, ['one']);
    const pieces = projectFile(jobs, project, { checkpoints: true });
    await pieces.next();
    await settleItems(jobs, job.id, [{ index: 0, outcome: { state: 'done', result: 'bir' } }]);
    const rest = async () => {
      for await (const _ of pieces);
    };
    expect((await errorOf(rest())).code).toBe('project-changed');
    expect((await errorOf(writtenProject(database, 'none'))).code).toBe('project-missing');
  });

  it('stops where it is asked to', async () => {
    const id = await fullProject(database, 'a');
    const stop = () => {
      throw new OcaqError('cancelled', 'stop');
    };
    const write = async () => {
      for await (const _ of projectFile(database, id, { checkpoints: true }, stop));
    };
    expect((await errorOf(write())).code).toBe('cancelled');
    const bytes = await writtenProject(database, id);
    const other = await another();
    const work = importProject(other, 'p', new Blob([bytes]), { ...anyReceiver, onPart: stop });
    expect((await errorOf(work)).code).toBe('cancelled');
    expect(Object.values(await sizesOf(other)).every((size) => size === 0)).toBe(true);
  });

  it('is refused where whoever reads its records cannot, and is seen by nobody before', async () => {
    const bytes = await writtenProject(database, await fullProject(database, 'a'));
    const other = await another();
    let seen: unknown;
    const refusing = (why: Error) =>
      importProject(other, 'p', new Blob([bytes]), {
        ...anyReceiver,
        accept: async ({ id }) => {
          seen = [await listProjects(other), (await errorOf(getProject(other, id))).code];
          throw why;
        },
      });
    expect((await errorOf(refusing(new TypeError('no')))).code).toBe('project-file-damaged');
    expect(seen).toEqual([[], 'project-missing']);
    expect((await errorOf(refusing(new OcaqError('config-family', 'no')))).code).toBe('config-family');
    expect(Object.values(await sizesOf(other)).every((size) => size === 0)).toBe(true);
  });
});

async function deleteOne(store: 'checkpointChunks'): Promise<void> {
  await transact(database, [store], 'readwrite', async (transaction) => {
    const [key] = await transaction.objectStore(store).getAllKeys();
    await transaction.objectStore(store).delete(key!);
  });
}

describe('an import', () => {
  it.each<Fault>(['full', 'lost', 'killed', 'unreported', 'misreported'])(
    'leaves all of the project or nothing (%s)',
    async (fault) => {
      const bytes = await writtenProject(database, await fullProject(database, 'a'));
      const whole = await everythingIn(database);
      for (let n = 1; ; n++) {
        const other = await another();
        const { reached, outcome } = await withFault(n, fault, () => importBytes(other, bytes));
        if (fault === 'lost' || fault === 'unreported' || !reached) expect(outcome.status).toBe('fulfilled');
        closeDatabase(other);
        const reopened = await openDatabase(other.name);
        await collectOrphans(reopened);
        const isThere = (await listProjects(reopened)).length === 1;
        if (outcome.status === 'fulfilled') expect(isThere).toBe(true);
        if (isThere) expect(await everythingIn(reopened)).toEqual(whole);
        else expect(Object.values(await sizesOf(reopened)).every((size) => size === 0)).toBe(true);
        closeDatabase(reopened);
        if (!reached) {
          expect(n).toBeGreaterThan(10);
          return;
        }
      }
    },
  );

  it('that a closed tab has cut short, wherever, is collected at the next start, and nothing else', async () => {
    const kept = await fullProject(database, 'kept');
    const bytes = await writtenProject(database, kept);
    const before = await sizesOf(database);
    const steps = jsonOf(await filesOf(bytes), MANIFEST).parts.length;
    for (let step = 1; step <= steps; step++) {
      let parts = 0;
      const cut = () => {
        parts++;
        if (parts === step) throw new OcaqError('cancelled', 'cut');
      };
      const cutImport = importProject(database, 'p', new Blob([bytes]), { ...anyReceiver, onPart: cut });
      // Nothing is cleared away either.
      const clearing = IDBObjectStore.prototype.delete;
      IDBObjectStore.prototype.delete = () => {
        throw new DOMException('closed', 'UnknownError');
      };
      await errorOf(cutImport);
      IDBObjectStore.prototype.delete = clearing;
      expect(await collectOrphans(database)).toMatchObject({ projects: step === 1 ? 0 : 1 });
      expect(await sizesOf(database)).toEqual(before);
    }
  });
});

/** Values that the database keeps and JSON does not, ids of the project, and names of fields that mean something elsewhere. */
const anyDetails = (id: string): fc.Arbitrary<unknown> =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(null, undefined, true, Number.NaN, -0, Number.POSITIVE_INFINITY, id, `${id} × 2`),
      fc.double(),
      fc.string(),
      fc.uint8Array({ maxLength: 5 }),
      fc.float32Array({ maxLength: 3 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.constantFrom('a', '$', '__proto__', 'constructor', 'at', id), tie('value')), {
          maxLength: 3,
        })
        .map((entries) => Object.fromEntries(entries)),
    ),
  })).value;

interface Random {
  readonly texts: readonly (readonly string[])[];
  readonly tokens: readonly number[];
  readonly records: readonly string[];
  readonly points: number;
  readonly weights: readonly Uint8Array[];
  readonly items: readonly string[];
  readonly halfCleaned: boolean;
}

const anyProject: fc.Arbitrary<Random> = fc.record({
  texts: fc.array(fc.array(fc.string(), { maxLength: 3 }), { maxLength: 3 }),
  tokens: fc.array(fc.nat(8), { maxLength: 20 }),
  records: fc.array(fc.string(), { maxLength: 3 }),
  points: fc.nat(250),
  weights: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
  items: fc.array(fc.string(), { maxLength: 3 }),
  halfCleaned: fc.boolean(),
});

async function randomProject({ texts, tokens, records, points, weights, items, halfCleaned }: Random, seed: number) {
  const { id: projectId } = await createProject(database, 'p');
  const details = () => fc.sample(anyDetails(projectId), { numRuns: 1, seed })[0];
  for (const [i, some] of texts.entries()) {
    const documents = (async function* () {
      for (const text of some) yield { text };
    })();
    await addSource(database, { projectId, name: `s${i}` }, documents, details);
  }
  const [first] = await listSources(database, projectId);
  if (halfCleaned && first && first.shards > 0) {
    const pass = await beginCleaning(database, first.id, 'k');
    await writeVerdicts(database, first.id, pass, { verdicts: [], fingerprints: [], textBytes: 0 }, details());
  }
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '{}', details: details() };
  const { id: tokenizerId } = await saveTokenizer(database, tokenizer);
  const fill = (some: readonly number[]) =>
    writeTokenSet(
      database,
      { projectId, tokenizerId, vocabSize: 9 },
      (w) => w.add('train', Uint16Array.from(some), 1),
      7,
    );
  const { id: tokenSet } = await fill(tokens);
  await saveInstructionSet(database, { projectId, name: 'i', details: details() }, records);
  const run = { projectId, name: 'r', status: 'paused', step: 1, state: details(), details: details() } as const;
  const { id: runId } = await createRun(database, {
    ...run,
    config: { tokenSet, tokenizer: tokenizerId, more: details() },
  });
  await fill([1, 2, 3]); // the one before is kept, because the run needs it
  await appendPoints(
    database,
    runId,
    'steps',
    Array.from({ length: points }, (_, step) => ({ step, loss: Math.sqrt(step) })),
  );
  await appendEvents(database, runId, 'events', [{ step: 1 }]);
  for (const step of [1, 2]) {
    const checkpoint = { runId, projectId, step, label: `${step}`, metrics: {}, state: details() };
    await saveCheckpoint(database, checkpoint, tensorsOf(...weights), 16);
  }
  await createJob(database, { projectId, kind: 'k', options: details() }, items);
  const exchanges = [{ prompt: 'salam', asked: details() }];
  await saveConversation(database, { id: crypto.randomUUID(), projectId, title: 't', exchanges }, null);
  return projectId;
}

it('whatever the project: what comes out of its file is what went in', async () => {
  await fc.assert(
    fc.asyncProperty(anyProject, fc.nat(), async (random, seed) => {
      database = await another();
      const id = await randomProject(random, seed);
      const bytes = await writtenProject(database, id);
      await verifyProjectFile('p', new Blob([bytes]), () => undefined);
      const other = await another();
      await importBytes(other, bytes);
      expect(await everythingIn(other)).toEqual(await everythingIn(database));
      expect(({} as { at?: unknown }).at).toBeUndefined();
      await collectOrphans(other);
      expect(await everythingIn(other)).toEqual(await everythingIn(database));
    }),
    { numRuns: 30 },
  );
});

it('the archive is the same in every program: its files in order, one by one', async () => {
  const bytes = await writtenProject(database, await fullProject(database, 'a'));
  const files = await filesOf(bytes);
  expect([...files.keys()][0]).toBe('mimetype');
  expect([...files.keys()].at(-1)).toBe(MANIFEST);
  expect(await zipOf(files)).toEqual(bytes);
});
