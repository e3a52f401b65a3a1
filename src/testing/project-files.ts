/** Projects as files in memory, for tests: written, taken apart, put together otherwise, and compared; needs `fake-indexeddb/auto`. */
import { storedZip } from '../formats/stored-zip.ts';
import { openArchive } from '../formats/zip.ts';
import { ALL_STORES, type Database, type StoreName, transact } from '../storage/database.ts';
import { projectFile } from '../storage/project-file/export-project.ts';
import { renamed } from '../storage/project-file/ids.ts';
import { importProject, type Receiver } from '../storage/project-file/import-project.ts';
import { type ProjectParts, takeInventory } from '../storage/project-file/inventory.ts';
import { MANIFEST } from '../storage/project-file/manifest.ts';
import type { ProjectRecord } from '../storage/records.ts';
import { sha256 } from '../storage/sha256.ts';

export async function writtenProject(
  database: Database,
  project: string,
  parts: ProjectParts = { checkpoints: true },
): Promise<Uint8Array<ArrayBuffer>> {
  return collected(projectFile(database, project, parts));
}

/** Takes whatever the file's own records are. */
export const anyReceiver: Receiver = {
  sources: (_, { sources }) => sources,
  accept: async () => undefined,
  onPart: () => undefined,
};

export const importBytes = async (database: Database, bytes: Uint8Array<ArrayBuffer>): Promise<ProjectRecord> =>
  (await importProject(database, 'p.ocaq.zip', new Blob([bytes]), anyReceiver)).project;

/** The files of an archive by their names, in its order. */
export type Files = Map<string, Uint8Array<ArrayBuffer>>;

export async function filesOf(bytes: Uint8Array<ArrayBuffer>): Promise<Files> {
  const { names, open } = await openArchive('p', new Blob([bytes]));
  const files: Files = new Map();
  for (const name of names) {
    const source = await open(name);
    files.set(name, Uint8Array.from(await source.read(0, source.size)));
  }
  return files;
}

export function zipOf(files: Iterable<readonly [string, Uint8Array]>): Promise<Uint8Array<ArrayBuffer>> {
  const all = (async function* () {
    for (const [name, bytes] of files) yield { name, bytes };
  })();
  return collected(storedZip(all));
}

// biome-ignore lint/suspicious/noExplicitAny: what a test puts into a file is of any shape
type AnyJson = any;

export const jsonOf = (files: Files, name: string): AnyJson => JSON.parse(new TextDecoder().decode(files.get(name)));

/** The same archive with one file's JSON changed, and the manifest made to fit it, as somebody would who means harm. */
export async function withJson(files: Files, name: string, change: (json: AnyJson) => unknown): Promise<Files> {
  const json = jsonOf(files, name);
  const bytes = new TextEncoder().encode(JSON.stringify(change(json) ?? json));
  const changed = new Map(files).set(name, bytes);
  if (name === MANIFEST) return changed;
  const manifest = jsonOf(files, MANIFEST);
  const part = manifest.parts.find((one: AnyJson) => one.name === name);
  part.bytes = bytes.length;
  part.sha256 = await sha256(bytes);
  return changed.set(MANIFEST, new TextEncoder().encode(JSON.stringify(manifest)));
}

/** Number of records, store by store. */
export const sizesOf = (database: Database): Promise<Record<string, number>> =>
  transact(database, ALL_STORES, 'readonly', async (transaction) => {
    const counts: Record<string, number> = {};
    for (const store of ALL_STORES) counts[store] = await transaction.objectStore(store).count();
    return counts;
  });

/**
 * Everything in a database of one project, by store: its ids numbered in their order, the time of its last change left out.
 * Equal for equal projects.
 */
export async function everythingIn(database: Database): Promise<unknown> {
  const [all, ids] = await transact(database, ALL_STORES, 'readonly', async (transaction) => {
    const stores: Partial<Record<StoreName, unknown[]>> = {};
    for (const store of ALL_STORES) stores[store] = await transaction.objectStore(store).getAll();
    const [project] = await transaction.objectStore('projects').getAllKeys();
    const inventory = await takeInventory(transaction, project ?? '', { checkpoints: true });
    return [stores, inventory?.ids ?? []] as const;
  });
  const names = new Map(ids.map((id, i) => [id, `id ${i}`]));
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') return renamed(value, names);
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [plain(key), plain(one)]));
  };
  return plain({ ...all, projects: all.projects?.map((project) => ({ ...(project as object), updatedAt: 0 })) });
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Uint8Array.from(Buffer.concat(all));
}
