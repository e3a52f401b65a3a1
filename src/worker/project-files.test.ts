import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_STEPS, type StepChoice } from '../data/cleaning/table.ts';
import { OcaqError } from '../errors.ts';
import { openDatabase } from '../storage/database.ts';
import { listSources } from '../storage/documents.ts';
import { MANIFEST } from '../storage/project-file/manifest.ts';
import { createProject, listProjects, updateProject } from '../storage/projects.ts';
import { filesOf, jsonOf } from '../testing/project-files.ts';
import type * as api from './api.ts';
import { Hub } from './hub.ts';
import { Chat } from './models/chat.ts';
import { ProjectFiles } from './project-files.ts';
import { Projects } from './projects.ts';
import { RunsUnderWay } from './runs/runs-under-way.ts';
import { TextRoom } from './text/text-room.ts';

beforeEach(() => vi.stubGlobal('navigator', { userAgent: 'Browser 1' }));

let count = 0;

/** A tab on a database of its own. */
async function opened() {
  const hub = new Hub(await openDatabase(`project-files-${count++}`), () => undefined);
  const underWay = new RunsUnderWay(hub);
  const projects = new Projects(hub, underWay, new Chat(hub));
  return {
    hub,
    projects,
    underWay,
    room: new TextRoom(hub, underWay, projects),
    files: new ProjectFiles(hub, underWay),
  };
}

const file = (name: string, text: string) => ({ name, files: [{ path: name, file: new File([text], name) }] });
const reading = { readings: { text: { format: 'text', split: 'line' } }, licence: null } as const;
const line = (what: string) => `${what} payızda bağdan səbət-səbət yığılır, axşam isə qonşulara paylanır.`;
const steps: StepChoice[] = ['whitespace', 'leaks', 'exact-duplicates'].map((id) => ({ id, options: {} }));

/** Two sources of a corpus, cleaned with steps that compare and need chosen texts, and a third that is not yet. */
async function withCorpus() {
  const tab = await opened();
  const project = (await createProject(tab.hub.database, 'Bağ')).id;
  await tab.room.addReference(project, 'r', 'evaluation', {
    kind: 'files',
    source: file('e.jsonl', `{"q":"${line('Üzüm')}"}`),
  });
  await tab.room.importSource(project, 'a', file('a', [line('Alma'), line('Armud')].join('\n')), reading);
  await tab.room.importSource(project, 'b', file('b', [line('Nar'), line('Alma')].join('\n')), reading);
  await tab.room.cleanCorpus(project, 'c', steps, 'all');
  await tab.room.importSource(project, 'd', file('d', line('Heyva')), reading);
  return { ...tab, project };
}

async function savedFile({ files, project }: { files: ProjectFiles; project: api.Id }): Promise<File> {
  const options = { jobId: 's', project, checkpoints: true, fileName: 'Bağ.ocaq.zip', into: null };
  const { bytes, file: saved } = await files.save(options);
  expect(saved?.size).toBe(bytes);
  return saved!;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OcaqError);
  return (error as OcaqError).code;
}

test('a file says what its texts were and where it was made, and whoever opens it what is otherwise', async () => {
  const here = await withCorpus();
  const saved = await savedFile(here);
  const { sources } = jsonOf(await filesOf(new Uint8Array(await saved.arrayBuffer())), MANIFEST).origin;
  const sumOf = (...texts: string[]) =>
    createHash('sha256')
      .update(texts.map((text) => `${text}\0`).join(''))
      .digest('hex');
  expect(sources.slice(0, 2)).toEqual([
    { name: 'a', documents: 2, sha256: sumOf(line('Alma'), line('Armud')) },
    { name: 'b', documents: 2, sha256: sumOf(line('Nar'), line('Alma')) },
  ]);
  expect(sources.map(({ name }: { name: string }) => name)).toEqual(['a', 'b', 'd', 'e.jsonl']);
  expect((await here.files.open('o', saved)).differences).toEqual([]);
  vi.stubGlobal('navigator', { userAgent: 'Browser 2' });
  expect((await here.files.open('o', saved)).differences).toEqual([
    { what: 'browser', there: 'Browser 1', here: 'Browser 2' },
  ]);
});

test('what was cleaned stays cleaned, and what was stale stale, wherever the file is opened', async () => {
  const here = await withCorpus();
  const saved = await savedFile(here);
  const states = async ({ projects }: { projects: Projects }, id: api.Id) =>
    (await projects.open(id)).corpus.sources.map(({ fileName, state, documents }) => [fileName, state, documents]);
  const before = await states(here, here.project);
  expect(before).toEqual([
    ['a', 'clean', 2],
    ['b', 'clean', 1],
    ['d', 'raw', 0],
  ]);
  const there = await opened();
  for (const tab of [there, here]) {
    const { id, name } = await tab.files.open('o', saved);
    expect(name).toBe('Bağ');
    expect(await states(tab, id)).toEqual(before);
    const passes = async () => (await listSources(tab.hub.database, id)).slice(0, 2).map(({ cleaned }) => cleaned?.id);
    const were = await passes();
    await tab.room.cleanCorpus(id, 'c', steps, 'all');
    expect(await passes()).toEqual(were);
  }
  // Other steps make the first two stale; so they are in a file of then.
  await updateProject(here.hub.database, here.project, {
    details: { model: null, tokenizer: null, tokenSources: [], cleaning: [] },
  });
  const { id } = await there.files.open('o', await savedFile(here));
  expect((await states(there, id)).map(([, state]) => state)).toEqual(['stale', 'stale', 'raw']);
});

test('the size that is shown is about that of the file', async () => {
  const tab = await opened();
  const project = (await createProject(tab.hub.database, 'p')).id;
  const lines = Array.from({ length: 20_000 }, () => line(crypto.randomUUID()));
  await tab.room.importSource(project, 'a', file('a', lines.join('\n')), reading);
  await tab.room.cleanCorpus(project, 'c', DEFAULT_STEPS, 'all');
  const { size } = await savedFile({ ...tab, project });
  const { rest, checkpoints } = await tab.files.size(project);
  expect(checkpoints).toBe(0);
  expect(rest / size).toBeGreaterThan(0.9);
  expect(rest / size).toBeLessThan(1.1);
});

test('a project whose records no screen could read is refused before anybody sees it', async () => {
  const here = await opened();
  const details = { model: null, tokenizer: null, tokenSources: [] };
  const cases: unknown[] = ['details', {}, { ...details, model: {} }, { ...details, tokenizer: 7 }];
  for (const cleaning of [7, [7], [{ id: 'whitespace' }]]) cases.push({ ...details, cleaning });
  for (const wrong of cases) {
    const project = (await createProject(here.hub.database, 'p', wrong)).id;
    const there = await opened();
    const saved = await savedFile({ ...here, project });
    expect(await codeOf(there.files.open('o', saved))).toBe('project-file-damaged');
    expect(await listProjects(there.hub.database)).toEqual([]);
  }
});

/** A place on a disk that fails as it is told to. */
function place(fails: { open?: string; write?: string; close?: string; turned?: boolean }, onOpen = () => {}) {
  const written: Uint8Array<ArrayBuffer>[] = [];
  const failing = (name: string | undefined) => {
    if (name !== undefined) throw new DOMException('no', name);
  };
  const state = { aborted: false, closed: false };
  const handle = {
    name: 'Bağ.ocaq.zip',
    createWritable: async () => {
      failing(fails.open);
      onOpen();
      return {
        write: async (piece: Uint8Array<ArrayBuffer>) => {
          failing(fails.write);
          written.push(piece.slice());
        },
        close: async () => {
          failing(fails.close);
          state.closed = true;
        },
        abort: async () => {
          state.aborted = true;
        },
      };
    },
    getFile: async () => {
      if (fails.turned) written[5]![0]! ^= 1;
      return new File(written, 'Bağ.ocaq.zip');
    },
  };
  return { into: handle as unknown as FileSystemFileHandle, state };
}

test('a file is said to be saved when it was read back from where it was written', async () => {
  const { files, project } = await withCorpus();
  const save = (into: FileSystemFileHandle) =>
    files.save({ jobId: 's', project, checkpoints: true, fileName: 'x', into });
  const good = place({});
  expect((await save(good.into)).file).toBeNull();
  expect(good.state).toEqual({ aborted: false, closed: true });
  for (const fails of [{ open: 'NotAllowedError' }, { write: 'QuotaExceededError' }, { close: 'QuotaExceededError' }]) {
    const full = place(fails);
    expect(await codeOf(save(full.into))).toBe('project-file-unwritable');
    expect(full.state).toEqual({ aborted: 'write' in fails, closed: false });
  }
  expect(await codeOf(save(place({ turned: true }).into))).toBe('project-file-unverified');
});

test('nothing is saved from under a run, and what is cancelled leaves nothing', async () => {
  const { files, project, underWay, hub } = await withCorpus();
  const saved = await savedFile({ files, project });
  underWay.active = { id: 'r', projectId: project } as RunsUnderWay['active'];
  expect(await codeOf(savedFile({ files, project }))).toBe('run-active');
  underWay.active = null;
  const cut = place({}, () => hub.cancel('s'));
  const save = files.save({ jobId: 's', project, checkpoints: true, fileName: 'x', into: cut.into });
  expect(await codeOf(save)).toBe('cancelled');
  expect(cut.state.closed).toBe(false);
  const there = await opened();
  const opening = there.files.open('o', saved);
  there.hub.cancel('o');
  expect(await codeOf(opening)).toBe('cancelled');
  expect(await listProjects(there.hub.database)).toEqual([]);
});
