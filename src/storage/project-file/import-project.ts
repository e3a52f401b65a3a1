/**
 * Takes the file of a project in, part by part: each is held to its hash, its records to their shapes and to one another, and
 * is then written under ids that are new. The project itself is written last: until that moment nobody sees any of it, and what
 * an interruption leaves is collected at the next start (orphans.ts). In memory: one part, and the project's sources.
 */
import { OcaqError } from '../../errors.ts';
import { readExactly } from '../../formats/byte-source.ts';
import { isProjectFile, PROJECT_MARK } from '../../formats/project-mark.ts';
import { type OpenedArchive, openArchive } from '../../formats/zip.ts';
import { type Database, transact } from '../database.ts';
import { whileWriting } from '../locks.ts';
import { deleteProject } from '../projects.ts';
import { checkRoom } from '../quota.ts';
import type { ProjectRecord, SourceRecord } from '../records.ts';
import { sha256 } from '../sha256.ts';
import { newIds, renamed } from './ids.ts';
import { OWNED_STORES, type OwnedRecord, type OwnedStore } from './inventory.ts';
import { Ledger } from './ledger.ts';
import {
  damagedFile,
  foreignFile,
  MANIFEST,
  MANIFEST_LIMIT,
  type Manifest,
  namesOf,
  PART_LIMIT,
  type Part,
  readManifest,
  type Sealed,
} from './manifest.ts';
import { hasShape } from './shapes.ts';
import { unpack } from './values.ts';

type Ids = ReadonlyMap<string, string>;

/** What other parts of a project are explained by. */
export interface ProjectHead {
  readonly project: ProjectRecord;
  readonly sources: readonly SourceRecord[];
}

/** Whoever knows what storage keeps unread. What it throws refuses the file. */
export interface Receiver {
  /** Sources as they are to be stored, where something in them was made of ids: as the file has them, and with new ids. */
  sources(before: ProjectHead, now: ProjectHead): readonly SourceRecord[];
  /** Hears of the project when all of it is written, and before anybody can see it. */
  accept(project: ProjectRecord): Promise<void>;
  /** Bytes gone through. What it throws ends the work. */
  onPart(done: number, total: number): void;
}

export interface ImportedProject {
  readonly project: ProjectRecord;
  /** As the file has it. */
  readonly origin: unknown;
}

interface ProjectFile {
  readonly name: string;
  readonly archive: OpenedArchive;
  readonly manifest: Manifest;
}

/**
 * @throws `project-file-foreign`, `project-file-newer`, `project-file-damaged` (naming the part), `file-unreadable`,
 *   `storage-full`, `database-lost`; nothing is kept then
 */
export async function importProject(
  database: Database,
  name: string,
  blob: Blob,
  receiver: Receiver,
): Promise<ImportedProject> {
  const file = await openFile(name, blob);
  const ids = newIds(file.manifest.ids);
  const id = ids.get(file.manifest.project)!;
  await checkRoom(blob.size);
  return whileWriting(database, async () => {
    try {
      const project = await writeProject(database, file, ids, receiver);
      return { project, origin: file.manifest.origin };
    } catch (error) {
      // What cannot be cleared now, because the storage fails altogether, is collected at the next start.
      await deleteProject(database, id).catch(() => undefined);
      throw error;
    }
  });
}

/** Reads all of a file that has just been written. @throws as `importProject` does of one that is not whole */
export async function verifyProjectFile(name: string, blob: Blob, onPart: Receiver['onPart']): Promise<void> {
  const file = await openFile(name, blob);
  for await (const _ of verified(file, new Map(), onPart));
}

async function writeProject(
  database: Database,
  file: ProjectFile,
  ids: Ids,
  receiver: Receiver,
): Promise<ProjectRecord> {
  const head = await readHead(file, ids);
  const project = { ...head.project, updatedAt: Date.now() };
  const sources = await asking(file, async () => receiver.sources(await readHead(file, new Map()), head));
  for await (const { store, records } of verified(file, ids, receiver.onPart)) {
    if (store === 'sources') await write(database, store, sources.filter(isAmong(records)));
    else if (store !== 'projects') await write(database, store, records);
  }
  await asking(file, () => receiver.accept(project));
  await write(database, 'projects', [project]);
  return project;
}

const isAmong = (records: readonly OwnedRecord[]) => {
  const ids = new Set(records.map((record) => 'id' in record && record.id));
  return ({ id }: SourceRecord) => ids.has(id);
};

/** Strict: large values lie in files of their own, which the strict record of the project would not bring to the disk with it. */
async function write(database: Database, store: OwnedStore, records: readonly OwnedRecord[]): Promise<void> {
  await transact(
    database,
    [store],
    'readwrite',
    async (transaction) => {
      for (const record of records) await transaction.objectStore(store).put(record);
    },
    'strict',
  );
}

/** What fails on a record without saying how has not been given what it should. */
async function asking<T>(file: ProjectFile, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw cause instanceof OcaqError ? cause : damagedFile(file.name, 'projects', cause);
  }
}

async function openFile(name: string, blob: Blob): Promise<ProjectFile> {
  if (!(await isProjectFile(blob))) throw foreignFile(name);
  const archive = await inArchive(name, MANIFEST, () => openArchive(name, blob));
  const manifest = readManifest(name, await readFile({ name, archive }, MANIFEST, MANIFEST_LIMIT));
  const expected = new Set([PROJECT_MARK.name, MANIFEST, ...namesOf(manifest.parts)]);
  const extra = archive.names.find((one) => !expected.delete(one));
  const missing = [...expected][0];
  if (extra !== undefined || missing !== undefined) throw damagedFile(name, extra ?? missing ?? '');
  return { name, archive, manifest };
}

async function readHead(file: ProjectFile, ids: Ids): Promise<ProjectHead> {
  const records = async <S extends 'projects' | 'sources'>(store: S) => {
    const parts = file.manifest.parts.filter((part) => part.store === store);
    const read: OwnedRecord<S>[] = [];
    for (const part of parts) read.push(...((await readPart(file, part, ids)) as OwnedRecord<S>[]));
    return read;
  };
  const [project, ...others] = await records('projects');
  const sources = await records('sources');
  if (project === undefined || others.length > 0) throw damagedFile(file.name, MANIFEST);
  return { project, sources };
}

/** Every part with its records, once each has been found to belong where it stands; at the end, that none is missing. */
async function* verified(
  file: ProjectFile,
  ids: Ids,
  onPart: Receiver['onPart'],
): AsyncGenerator<{ store: OwnedStore; records: readonly OwnedRecord[] }> {
  const { name, manifest } = file;
  const nowOf = (id: string) => ids.get(id) ?? id;
  const ledger = new Ledger(nowOf(manifest.project), manifest.ids.map(nowOf));
  const total = manifest.parts.reduce((sum, part) => sum + bytesOf(part), 0);
  const place = ({ store }: Part) => OWNED_STORES.indexOf(store);
  let done = 0;
  let last = 0;
  for (const part of manifest.parts) {
    if (place(part) < last) throw damagedFile(name, MANIFEST);
    last = place(part);
    const records = await readPart(file, part, ids);
    if (!records.every((record) => ledger.take(part.store, record))) throw damagedFile(name, part.name);
    yield { store: part.store, records };
    done += bytesOf(part);
    onPart(done, total);
  }
  const missing = ledger.missing();
  if (missing !== undefined) throw damagedFile(name, missing);
}

const bytesOf = ({ bytes, binary }: Part): number => bytes + (binary?.bytes ?? 0);

async function readPart(file: ProjectFile, part: Part, ids: Ids): Promise<readonly OwnedRecord[]> {
  const text = await readSealed(file, part);
  const bytes = part.binary ? await readSealed(file, part.binary) : new Uint8Array(0);
  const records = decoded(file, part, text, bytes, ids);
  const isList = Array.isArray(records) && records.length === part.records;
  if (!isList || !records.every((record) => hasShape(part.store, record))) throw damagedFile(file.name, part.name);
  return records;
}

function decoded({ name }: ProjectFile, part: Part, text: Uint8Array, bytes: Uint8Array, ids: Ids): unknown {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    return unpack(json, bytes, (found) => renamed(found, ids));
  } catch (cause) {
    throw damagedFile(name, part.name, cause);
  }
}

async function readSealed(file: ProjectFile, { name, bytes, sha256: expected }: Sealed): Promise<Uint8Array> {
  const read = await readFile(file, name, PART_LIMIT);
  if (read.length !== bytes || (await sha256(read)) !== expected) throw damagedFile(file.name, name);
  return read;
}

async function readFile(
  { name, archive }: Omit<ProjectFile, 'manifest'>,
  part: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return inArchive(name, part, async () => {
    const source = await archive.open(part);
    if (source.size > limit) throw damagedFile(name, part);
    return (await readExactly(source, 0, source.size)) as Uint8Array<ArrayBuffer>;
  });
}

/** What the archive finds of itself is damage to the file. */
async function inArchive<T>(name: string, part: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof OcaqError) || error.code === 'file-unreadable') throw error;
    throw damagedFile(name, part, error);
  }
}
