/**
 * Whether the records of a project belong together: each is of this project and is there once, each that another consists of
 * comes after it and in its turn, and in the end none is missing. Kept while a file is written, and while it is read.
 */
import type { CheckpointManifest } from '../records.ts';
import { idsIn } from './ids.ts';
import { type OwnedRecord, type OwnedStore, passesOf } from './inventory.ts';

/** Records of one store that are numbered from 0. */
interface Place {
  readonly owner: string;
  /** Of several rows under one owner: which. */
  readonly row: string;
  readonly index: number;
}

const whole = (owner: string, index: number): Place => ({ owner, row: '', index });

type Placed =
  | ('documentShards' | 'cleanShards' | 'tokenShards' | 'instructionShards')
  | ('metrics' | 'jobItems' | 'checkpointChunks');

const PLACES: { readonly [S in Placed]: (record: OwnedRecord<S>) => Place } = {
  documentShards: ({ sourceId, index }) => whole(sourceId, index),
  cleanShards: ({ cleaningId, index }) => whole(cleaningId, index),
  tokenShards: ({ tokenizerId, setId, split, index }) => ({ owner: `${tokenizerId} ${setId}`, row: split, index }),
  instructionShards: ({ setId, index }) => whole(setId, index),
  metrics: ({ runId, series, block }) => ({ owner: runId, row: series, index: block }),
  jobItems: ({ jobId, index }) => whole(jobId, index),
  checkpointChunks: ({ checkpointId, index }) => whole(checkpointId, index),
};

/** What a record consists of. */
interface Announced {
  readonly store: Placed;
  readonly owner: string;
  /** How many there are in each row; in rows that are not named, any number. */
  readonly rows: Readonly<Record<string, number>>;
  /** Some of them may be gone, because they can be made again. */
  readonly mayLack?: true;
  /** What a person knows it by. */
  readonly name: string;
}

const chunksOf = ({ tensors }: CheckpointManifest): number =>
  tensors.reduce((sum, { chunks }) => sum + chunks.length, 0);

const ANNOUNCED: { readonly [S in OwnedStore]?: (record: OwnedRecord<S>) => Announced[] } = {
  sources: (source) => [
    { store: 'documentShards', owner: source.id, rows: { '': source.shards }, name: source.name },
    ...passesOf(source).map(({ id, shards }): Announced => {
      return { store: 'cleanShards', owner: id, rows: { '': shards }, name: source.name };
    }),
  ],
  instructionSets: ({ id, name, shards }) => [{ store: 'instructionShards', owner: id, rows: { '': shards }, name }],
  runs: ({ id, name }) => [{ store: 'metrics', owner: id, rows: {}, name }],
  checkpoints: (checkpoint) => [
    { store: 'checkpointChunks', owner: checkpoint.id, rows: { '': chunksOf(checkpoint) }, name: checkpoint.label },
  ],
  jobs: ({ id, kind, items }) => [{ store: 'jobItems', owner: id, rows: { '': items }, name: kind }],
  pointers: (pointer) => {
    if (!('set' in pointer)) return [];
    const { id, tokenizerId, splits } = pointer.set;
    const rows = { train: splits.train.shards, heldout: splits.heldout.shards };
    return [{ store: 'tokenShards', owner: `${tokenizerId} ${id}`, rows, mayLack: true, name: 'tokens' }];
  },
};

export class Ledger {
  private readonly project: string;
  private readonly ids: ReadonlySet<string>;
  /** Stores and ids of the records that have come. */
  private readonly seen = new Set<string>();
  private readonly announced = new Map<string, Announced>();
  /** What the next in a row is numbered. */
  private readonly nexts = new Map<string, number>();

  /** @param ids all that belong to the project */
  constructor(project: string, ids: Iterable<string>) {
    this.project = project;
    this.ids = new Set(ids);
  }

  /** @returns whether it belongs where it comes */
  take<S extends OwnedStore>(store: S, record: OwnedRecord<S>): boolean {
    if (!this.isOfProject(store, record)) return false;
    const placeOf = PLACES[store as Placed] as ((record: OwnedRecord) => Place) | undefined;
    if (placeOf) return this.takePart(store, placeOf(record));
    const own = 'key' in record ? JSON.stringify(record.key) : 'id' in record ? record.id : '';
    const isFirst = !this.seen.has(keyOf(store, own));
    this.seen.add(keyOf(store, own));
    const parts = ANNOUNCED[store]?.(record) ?? [];
    return isFirst && this.isKnown(own) && this.hangsOnKnown(record) && parts.every((one) => this.announce(one));
  }

  /** What a person knows the first thing by that is not all there; undefined: everything is. */
  missing(): string | undefined {
    for (const [key, { rows, mayLack, name }] of this.announced) {
      const isAll =
        mayLack || Object.entries(rows).every(([row, count]) => (this.nexts.get(`${key} ${row}`) ?? 0) === count);
      if (!isAll) return name;
    }
    return undefined;
  }

  private announce(parts: Announced): boolean {
    const key = keyOf(parts.store, parts.owner);
    const isFirst = !this.announced.has(key);
    this.announced.set(key, parts);
    return isFirst && this.isKnown(parts.owner);
  }

  private takePart(store: OwnedStore, { owner, row, index }: Place): boolean {
    const announced = this.announced.get(keyOf(store, owner));
    const key = `${keyOf(store, owner)} ${row}`;
    const next = this.nexts.get(key) ?? 0;
    this.nexts.set(key, index + 1);
    if (announced?.mayLack) return index >= next && index < (announced.rows[row] ?? Number.POSITIVE_INFINITY);
    return announced !== undefined && index === next;
  }

  private isOfProject(store: OwnedStore, record: OwnedRecord): boolean {
    if (store === 'projects') return 'id' in record && record.id === this.project;
    return !('projectId' in record) || record.projectId === this.project;
  }

  /** Whether a name is made of ids of the project. */
  private isKnown(name: string): boolean {
    const ids = idsIn(name);
    return ids.length > 0 && ids.every((id) => this.ids.has(id));
  }

  private hangsOnKnown(record: OwnedRecord): boolean {
    const has = (store: OwnedStore, id: string) => this.seen.has(keyOf(store, id));
    if ('runId' in record) return has('runs', record.runId);
    if (!('key' in record) || !Array.isArray(record.key)) return true;
    if ('latest' in record) return has('runs', record.key[1]!) && has('checkpoints', record.latest);
    if (!('set' in record)) return false;
    const [kind, project, tokenizer, kept = record.set.id] = record.key;
    const { id, projectId, tokenizerId } = record.set;
    const isOfKey = kind === 'tokens' && projectId === project && tokenizerId === tokenizer && id === kept;
    return isOfKey && project === this.project && has('tokenizers', tokenizerId) && this.isKnown(id);
  }
}

const keyOf = (store: OwnedStore, owner: string): string => `${store} ${owner}`;
