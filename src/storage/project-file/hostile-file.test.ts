/** Files that are torn, changed, or made by somebody who means harm: refused with what is wrong, and nothing is left behind. */
import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { fullProject } from '../../testing/full-project.ts';
import {
  everythingIn,
  type Files,
  filesOf,
  importBytes,
  jsonOf,
  sizesOf,
  withJson,
  writtenProject,
  zipOf,
} from '../../testing/project-files.ts';
import { type Database, openDatabase } from '../database.ts';
import { deleteProject } from '../projects.ts';
import { MANIFEST } from './manifest.ts';

const DEEP: unknown = JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`);

let database: Database;
let whole: Uint8Array<ArrayBuffer>;
let files: Files;
let before: Record<string, number>;

beforeAll(async () => {
  database = await openDatabase('hostile');
  whole = await writtenProject(database, await fullProject(database, 'a'));
  files = await filesOf(whole);
  before = await sizesOf(database);
});

/** Into a database that has the project, whose records nothing may touch. */
async function refusal(bytes: Uint8Array<ArrayBuffer>): Promise<OcaqError> {
  const kept = await everythingIn(database);
  const error = await importBytes(database, bytes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  expect(await sizesOf(database)).toEqual(before);
  expect(await everythingIn(database)).toEqual(kept);
  return error as OcaqError;
}

const named = (stem: string): string => [...files.keys()].find((name) => name.startsWith(stem))!;

describe('refused', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('what is torn after %i tenths', async (tenths) => {
    const torn = whole.slice(0, Math.floor((whole.length * tenths) / 10));
    expect((await refusal(torn)).code).toBe(tenths === 0 ? 'project-file-foreign' : 'project-file-damaged');
  });

  it('what lacks its last byte, or has one more before its end', async () => {
    expect((await refusal(whole.slice(0, -1))).code).toBe('project-file-damaged');
    const longer = Uint8Array.from([...whole.slice(0, 200), 0, ...whole.slice(200)]);
    expect((await refusal(longer)).code).toBe('project-file-damaged');
  });

  it('what is no file of a project', async () => {
    for (const bytes of [new Uint8Array(0), new TextEncoder().encode('salam'), await zipOf([['a', new Uint8Array(3)]])])
      expect((await refusal(bytes)).code).toBe('project-file-foreign');
  });

  it.each(['projects', 'sources', 'documentShards', 'checkpointChunks', 'pointers'])('without its %s', async (stem) => {
    const rest = new Map(files);
    rest.delete(named(`${stem}-`));
    const error = await refusal(await zipOf(rest));
    expect([error.code, error.details.part]).toEqual(['project-file-damaged', named(`${stem}-`)]);
  });

  it('without a manifest, or with two', async () => {
    const rest = new Map(files);
    rest.delete(MANIFEST);
    expect((await refusal(await zipOf(rest))).details).toEqual({ file: 'p.ocaq.zip', part: MANIFEST });
    const twice = await zipOf([...files, [MANIFEST, files.get(MANIFEST)!]]);
    expect((await refusal(twice)).details).toEqual({ file: 'p.ocaq.zip', part: MANIFEST });
  });

  it.each(['extra.json', '../../extra', '/etc/passwd', 'C:\\extra', 'projects-0.json/..', '__proto__', '', 'a/'])(
    'with the file “%s” beside its own',
    async (name) => {
      const error = await refusal(await zipOf([...files, [name, new Uint8Array(1)]]));
      expect([error.code, error.details.part]).toEqual(['project-file-damaged', name]);
    },
  );

  it.each(['../projects-0.json', '__proto__', MANIFEST, 'mimetype'])(
    'with “%s” as the name of a part',
    async (name) => {
      const part = named('projects-');
      const changed = await withJson(files, MANIFEST, (manifest) => {
        manifest.parts[0].name = name;
      });
      const renamed = [...changed].map(([one, bytes]): [string, Uint8Array] => [one === part ? name : one, bytes]);
      const isOwn = name === MANIFEST || name === 'mimetype';
      if (isOwn) expect((await refusal(await zipOf(renamed))).code).toBe('project-file-damaged');
      // A name is looked up among those of the archive and leads nowhere else.
      else await deleteProject(database, (await importBytes(database, await zipOf(renamed))).id);
    },
  );

  it.each([
    ['the next version', { version: 2 }, 'project-file-newer'],
    ['records of the next version', { schema: 1000 }, 'project-file-newer'],
    ['no version', { version: undefined }, 'project-file-damaged'],
    ['a version in words', { version: '1' }, 'project-file-damaged'],
    ['another format', { format: 'zip' }, 'project-file-damaged'],
    ['no ids', { ids: [] }, 'project-file-damaged'],
    ['ids that are none', { ids: ['__proto__'], project: '__proto__' }, 'project-file-damaged'],
    ['no parts', { parts: [] }, 'project-file-damaged'],
    ['parts that are none', { parts: [null] }, 'project-file-damaged'],
  ])('a manifest of %s', async (_, fields, code) => {
    const changed = await withJson(files, MANIFEST, (manifest) => ({ ...manifest, ...fields }));
    expect((await refusal(await zipOf(changed))).code).toBe(code);
  });

  it('a newer version by its name', async () => {
    const changed = await withJson(files, MANIFEST, (manifest) => ({ ...manifest, version: 7, schema: 9 }));
    expect((await refusal(await zipOf(changed))).details).toMatchObject({ file: 'p.ocaq.zip', format: '7.9' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a store of another kind', { store: 'kernels' }],
    ['a store that is a field of every object', { store: 'constructor' }],
    ['more bytes than it has', { bytes: 1e6 }],
    ['more bytes than any part', { bytes: 2 ** 40 }],
    ['another hash', { sha256: '0'.repeat(64) }],
    ['more records', { records: 2 }],
  ])('a part of %s', async (_, fields) => {
    const changed = await withJson(files, MANIFEST, (manifest) => {
      Object.assign(manifest.parts[1], fields);
    });
    expect((await refusal(await zipOf(changed))).code).toBe('project-file-damaged');
  });

  it('parts in an order in which others hang on what is not there yet', async () => {
    const changed = await withJson(files, MANIFEST, (manifest) => {
      manifest.parts.reverse();
    });
    expect((await refusal(await zipOf(changed))).code).toBe('project-file-damaged');
  });

  // An id that is not among those of the file stays as it is, and could be that of something else in the browser.
  const stranger = crypto.randomUUID();
  it.each<[string, string, (records: Record<string, never>[]) => unknown]>([
    ['a project of another id', 'projects', ([one]) => Object.assign(one!, { id: stranger })],
    ['a project without a name', 'projects', ([one]) => Object.assign(one!, { name: 1 })],
    ['two projects', 'projects', (all) => [all[0], { ...all[0] }]],
    ['a project that is none', 'projects', () => [null]],
    ['a source of another project', 'sources', ([one]) => Object.assign(one!, { projectId: stranger })],
    ['a source of another id', 'sources', ([one]) => Object.assign(one!, { id: stranger })],
    ['a source that is still read', 'sources', ([one]) => Object.assign(one!, { status: 'importing' })],
    ['a source with more shards', 'sources', ([one]) => Object.assign(one!, { shards: 2 })],
    ['a source with fewer shards', 'sources', ([one]) => Object.assign(one!, { shards: 0 })],
    ['a source with half a shard', 'sources', ([one]) => Object.assign(one!, { shards: 0.5 })],
    ['a source whose pass has another id', 'sources', ([one]) => Object.assign(one!.cleaned!, { id: stranger })],
    ['a shard of another source', 'documentShards', ([one]) => Object.assign(one!, { sourceId: stranger })],
    ['a shard at another place', 'documentShards', ([one]) => Object.assign(one!, { index: 1 })],
    ['a shard of text', 'documentShards', ([one]) => Object.assign(one!, { gzip: 'x' })],
    ['a shard twice', 'documentShards', ([one]) => [one, one]],
    ['a shard beyond its bytes', 'documentShards', ([one]) => Object.assign(one!.gzip!, { at: 1e6 })],
    ['an array of no kind', 'documentShards', ([one]) => Object.assign(one!.gzip!, { $: 'constructor' })],
    ['verdicts of another pass', 'cleanShards', ([one]) => Object.assign(one!, { cleaningId: stranger })],
    ['tokens of another tokenizer', 'tokenShards', ([one]) => Object.assign(one!, { tokenizerId: stranger })],
    ['tokens of another project', 'tokenShards', ([one]) => Object.assign(one!, { projectId: stranger })],
    ['tokens as bytes', 'tokenShards', ([one]) => Object.assign(one!.tokens!, { $: 'Uint8Array' })],
    ['a checkpoint of no run', 'checkpoints', ([one]) => Object.assign(one!, { runId: one!.id })],
    ['a checkpoint without tensors', 'checkpoints', ([one]) => Object.assign(one!, { tensors: [] })],
    ['a chunk of another checkpoint', 'checkpointChunks', ([one]) => Object.assign(one!, { checkpointId: stranger })],
    ['a measurement of another run', 'measurements', ([one]) => Object.assign(one!, { runId: stranger })],
    ['points of another run', 'metrics', ([one]) => Object.assign(one!, { runId: stranger })],
    ['an item of another job', 'jobItems', ([one]) => Object.assign(one!, { jobId: stranger })],
    [
      'a pointer to nothing',
      'pointers',
      (all) => all.map((one) => ('latest' in one ? { ...one, latest: stranger } : one)),
    ],
    ['a pointer without a set', 'pointers', ([one]) => [{ key: one!.key }]],
    ['a pointer elsewhere', 'pointers', (all) => all.map((one) => ({ ...one, key: ['tokens', stranger, stranger] }))],
    ['a conversation of another id', 'conversations', ([one]) => Object.assign(one!, { id: 'c' })],
    ['values deep in one another', 'judgements', ([one]) => Object.assign(one!, { value: DEEP })],
  ])('%s', async (_, store, change) => {
    const changed = await withJson(files, named(`${store}-`), (records) => {
      const result = change(records);
      return Array.isArray(result) ? result : records;
    });
    // The number that the manifest states follows the list.
    const fitting = await withJson(changed, MANIFEST, (manifest) => {
      for (const part of manifest.parts) part.records = jsonOf(changed, part.name).length;
    });
    expect((await refusal(await zipOf(fitting))).code).toBe('project-file-damaged');
  });
});

it('a changed byte is found, or changes nothing', async () => {
  const empty = await openDatabase('hostile-bytes');
  const kept = await everythingIn(database);
  let found = 0;
  for (let at = 0; at < whole.length; at += 11) {
    const changed = whole.slice();
    changed[at]! ^= 1 << (at % 8);
    const project = await importBytes(empty, changed).catch((error: unknown) => {
      expect(error).toBeInstanceOf(OcaqError);
      return null;
    });
    if (project === null) {
      found++;
      expect(Object.values(await sizesOf(empty)).every((size) => size === 0)).toBe(true);
    } else {
      expect(await everythingIn(empty)).toEqual(kept);
      await deleteProject(empty, project.id);
    }
  }
  expect(found).toBeGreaterThan(100);
});

it('fields called like those of every object are fields like others', async () => {
  const changed = await withJson(files, named('projects-'), ([project]) => [
    { ...project, details: { $: 'object', entries: [['__proto__', { polluted: true }]] } },
  ]);
  const empty = await openDatabase('hostile-proto');
  const { details } = await importBytes(empty, await zipOf(changed));
  expect(Object.keys(details as object)).toEqual(['__proto__']);
  expect((details as { polluted?: unknown }).polluted).toBeUndefined();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
