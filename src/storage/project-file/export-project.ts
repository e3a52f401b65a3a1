/**
 * Writes a project as one file. What it holds is looked up in one transaction, so that it is the project of one moment; what is
 * large is read after that, one record at a time. In memory: one part of about 16 MiB, and what a person sees as lists.
 */
import { OcaqError } from '../../errors.ts';
import { PROJECT_MARK } from '../../formats/project-mark.ts';
import { type StoredFile, storedZip } from '../../formats/stored-zip.ts';
import { type Database, transact } from '../database.ts';
import { sha256 } from '../sha256.ts';
import {
  type Inventory,
  OWNED_STORES,
  type OwnedRecord,
  type OwnedStore,
  type ProjectParts,
  takeInventory,
} from './inventory.ts';
import { Ledger } from './ledger.ts';
import { MANIFEST, manifestBytes, type Part } from './manifest.ts';
import { type ByteSink, pack } from './values.ts';

/** Bytes of typed arrays, and code units of JSON, after which a part is closed. */
const PART_BYTES = 2 ** 24;
const PART_TEXT = 2 ** 22;

export interface ProjectFileOptions extends ProjectParts {
  /** Goes into the manifest as it is: JSON. */
  readonly origin?: unknown;
}

/**
 * @param onRecord hears after each record how many of how many are written; what it throws ends the file
 * @throws `project-missing`; `project-changed` where it became another one meanwhile; `project-incomplete` where something of
 *   it is no longer stored; `database-lost`, `storage-unreadable`
 */
export async function* projectFile(
  database: Database,
  projectId: string,
  { origin, ...parts }: ProjectFileOptions,
  onRecord: (done: number, total: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const inventory = await inventoryOf(database, projectId, parts);
  yield* storedZip(filesOf(database, inventory, origin, onRecord));
  const now = new Set(followed(await inventoryOf(database, projectId, parts)));
  if (!followed(inventory).every((record) => now.has(record))) throw changed();
}

async function inventoryOf(database: Database, projectId: string, parts: ProjectParts): Promise<Inventory> {
  const inventory = await transact(database, [...OWNED_STORES], 'readonly', (transaction) =>
    takeInventory(transaction, projectId, parts),
  );
  if (inventory) return inventory;
  throw new OcaqError('project-missing', 'This project is no longer stored. Choose another one or create it anew.', {
    projectId,
  });
}

/** Items of a job and curves of a run are read after it, and what is under way changes them in their place. */
const followed = ({ records }: Inventory): string[] =>
  records.filter(({ store }) => store === 'jobs' || store === 'runs').map(({ record }) => JSON.stringify(record));

async function* filesOf(
  database: Database,
  inventory: Inventory,
  origin: unknown,
  onRecord: (done: number, total: number) => void,
): AsyncGenerator<StoredFile> {
  yield { name: PROJECT_MARK.name, bytes: new TextEncoder().encode(PROJECT_MARK.content) };
  const { project, ids } = inventory;
  const total = inventory.records.length + inventory.keys.length;
  const ledger = new Ledger(project, ids);
  const parts: Part[] = [];
  let open = newPart('projects');
  let done = 0;
  for await (const { store, record } of allRecords(database, inventory)) {
    if (!ledger.take(store, record)) throw incomplete(store);
    if (store !== open.store || open.sink.bytes >= PART_BYTES || open.text >= PART_TEXT) {
      yield* closePart(open, parts);
      open = newPart(store);
    }
    const json = JSON.stringify(pack(record, open.sink));
    open.json.push(json);
    open.text += json.length;
    onRecord(++done, total);
  }
  yield* closePart(open, parts);
  const missing = ledger.missing();
  if (missing !== undefined) throw incomplete(missing);
  yield { name: MANIFEST, bytes: manifestBytes({ project, ids, parts, origin }) };
}

/** Those of one store one after the other, in the order of the stores. */
async function* allRecords(
  database: Database,
  { records, keys }: Inventory,
): AsyncGenerator<{ store: OwnedStore; record: OwnedRecord }> {
  for (const store of OWNED_STORES) {
    yield* records.filter((one) => one.store === store);
    for (const { key } of keys.filter((one) => one.store === store)) {
      const record = await transact(database, [store], 'readonly', (transaction) =>
        transaction.objectStore(store).get(IDBKeyRange.only(key)),
      );
      if (record === undefined) throw changed();
      yield { store, record };
    }
  }
}

interface OpenPart {
  readonly store: OwnedStore;
  readonly json: string[];
  readonly sink: ByteSink;
  text: number;
}

const newPart = (store: OwnedStore): OpenPart => ({ store, json: [], sink: { pieces: [], bytes: 0 }, text: 0 });

async function* closePart({ store, json, sink }: OpenPart, parts: Part[]): AsyncGenerator<StoredFile> {
  const stem = `${store}-${parts.length}`;
  const text = new TextEncoder().encode(`[${json.join(',\n')}]`);
  const part: Part = { store, records: json.length, ...(await sealed(`${stem}.json`, text)) };
  yield { name: part.name, bytes: text };
  if (sink.bytes === 0) {
    parts.push(part);
    return;
  }
  const bytes = joined(sink);
  const binary = await sealed(`${stem}.bin`, bytes);
  parts.push({ ...part, binary });
  yield { name: binary.name, bytes };
}

const sealed = async (name: string, bytes: Uint8Array<ArrayBuffer>) => ({
  name,
  bytes: bytes.length,
  sha256: await sha256(bytes),
});

function joined({ pieces, bytes }: ByteSink): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const changed = (): OcaqError =>
  new OcaqError(
    'project-changed',
    'The project was changed while it was being saved to a file, so there is none. Wait until its cleaning, translations and runs are over or paused, then try again.',
  );

const incomplete = (part: string): OcaqError =>
  new OcaqError(
    'project-incomplete',
    `A part of this project is no longer in the browser's storage: "${part}". No file was written. Delete that and try again; everything else is as it was.`,
    { part },
  );
