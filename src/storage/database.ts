/**
 * The one IndexedDB database: its schema, how it grows, and transactions that survive a lost connection. Everything in
 * this folder goes through `transact`. A second tab with a newer version of the studio closes this one's connection; a
 * database made by a newer version is refused and left as it is. The work of a transaction may run twice (once more
 * after a lost connection), so it must give the same result either time: keys are chosen outside of it.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { OcaqError } from '../errors.ts';
import type {
  CheckpointChunkRecord,
  CheckpointManifest,
  CleanShardRecord,
  ConversationRecord,
  DocumentShardRecord,
  InstructionSetRecord,
  InstructionShardRecord,
  JobItemRecord,
  JobRecord,
  JudgementRecord,
  KernelsRecord,
  MeasurementRecord,
  MetricsRecord,
  PointerRecord,
  ProjectRecord,
  RunRecord,
  SourceRecord,
  SpeedRecord,
  TokenizerRecord,
  TokenShardRecord,
  WordListRecord,
} from './records.ts';

type OfProject = { byProject: string };

export interface OcaqSchema extends DBSchema {
  projects: { key: string; value: ProjectRecord };
  sources: { key: string; value: SourceRecord; indexes: OfProject };
  documentShards: { key: [sourceId: string, index: number]; value: DocumentShardRecord };
  cleanShards: { key: [cleaningId: string, index: number]; value: CleanShardRecord };
  tokenizers: { key: string; value: TokenizerRecord; indexes: OfProject };
  tokenShards: {
    key: [projectId: string, tokenizerId: string, setId: string, split: string, index: number];
    value: TokenShardRecord | WordListRecord;
  };
  instructionSets: { key: string; value: InstructionSetRecord; indexes: OfProject };
  instructionShards: { key: [setId: string, index: number]; value: InstructionShardRecord };
  runs: { key: string; value: RunRecord; indexes: OfProject };
  metrics: { key: [runId: string, series: string, block: number]; value: MetricsRecord };
  checkpoints: { key: string; value: CheckpointManifest; indexes: OfProject & { byRun: string } };
  checkpointChunks: { key: [checkpointId: string, index: number]; value: CheckpointChunkRecord };
  pointers: { key: PointerRecord['key']; value: PointerRecord };
  kernels: { key: string; value: KernelsRecord };
  speeds: { key: [adapter: string, shape: string]; value: SpeedRecord };
  jobs: { key: string; value: JobRecord; indexes: OfProject };
  jobItems: {
    key: [jobId: string, index: number];
    value: JobItemRecord;
    indexes: { byState: [jobId: string, state: JobItemRecord['state']] };
  };
  conversations: { key: string; value: ConversationRecord; indexes: OfProject };
  judgements: { key: string; value: JudgementRecord; indexes: OfProject };
  measurements: { key: string; value: MeasurementRecord; indexes: OfProject & { byRun: string } };
}

export type StoreName = StoreNames<OcaqSchema>;
/** Every store that belongs to projects; `kernels` and `speeds` belong to the machine. */
export const ALL_STORES: StoreName[] = [
  ...(['projects', 'sources', 'documentShards', 'tokenizers', 'tokenShards', 'instructionSets'] as const),
  ...(['instructionShards', 'runs', 'metrics', 'checkpoints', 'checkpointChunks', 'pointers'] as const),
  ...(['jobs', 'jobItems', 'conversations', 'judgements', 'cleanShards', 'measurements'] as const),
];
export type ReadTransaction = IDBPTransaction<OcaqSchema, StoreName[], 'readonly'>;
export type WriteTransaction = IDBPTransaction<OcaqSchema, StoreName[], 'readwrite'>;
type AnyTransaction = IDBPTransaction<OcaqSchema, StoreName[], 'readonly' | 'readwrite'>;
type UpgradeTransaction = IDBPTransaction<OcaqSchema, StoreName[], 'versionchange'>;
type Connection = IDBPDatabase<OcaqSchema>;

/** A handle to pass around. Its connection is this file's own business. */
export interface Database {
  readonly name: string;
  readonly link: Link;
}

interface Link {
  connection: Connection | undefined;
  opening: Promise<Connection> | undefined;
  /** Why it may not be opened again. */
  closed: OcaqError | undefined;
  options: OpenOptions;
}

interface OpenOptions {
  /** How long an upgrade waits for other tabs to let go. */
  blockedGraceMs: number;
  migrations: Migrations;
}

/** Step n takes a database of version n − 1 to version n. Steps are never changed once released, only added. */
export type Migrations = Readonly<Record<number, (connection: Connection, transaction: UpgradeTransaction) => void>>;

export const migrations: Migrations = {
  1: createStores,
  2: addKernels,
  3: addJobs,
  4: addSpeeds,
  5: addConversations,
  6: addJudgements,
  7: addCleanShards,
  8: addMeasurements,
};

const versionOf = (steps: Migrations): number => Math.max(...Object.keys(steps).map(Number));

/** What a database that has been opened was brought to. */
export const SCHEMA_VERSION = versionOf(migrations);

function createStores(connection: Connection): void {
  const ofProject = (name: 'sources' | 'tokenizers' | 'instructionSets' | 'runs' | 'checkpoints') => {
    const store = connection.createObjectStore(name, { keyPath: 'id' });
    store.createIndex('byProject', 'projectId');
    return store;
  };
  connection.createObjectStore('projects', { keyPath: 'id' });
  ofProject('sources');
  connection.createObjectStore('documentShards', { keyPath: ['sourceId', 'index'] });
  ofProject('tokenizers');
  connection.createObjectStore('tokenShards', { keyPath: ['projectId', 'tokenizerId', 'setId', 'split', 'index'] });
  ofProject('instructionSets');
  connection.createObjectStore('instructionShards', { keyPath: ['setId', 'index'] });
  ofProject('runs');
  connection.createObjectStore('metrics', { keyPath: ['runId', 'series', 'block'] });
  const checkpoints = connection.createObjectStore('checkpoints', { keyPath: 'id' });
  checkpoints.createIndex('byProject', 'projectId');
  checkpoints.createIndex('byRun', 'runId');
  connection.createObjectStore('checkpointChunks', { keyPath: ['checkpointId', 'index'] });
  connection.createObjectStore('pointers', { keyPath: 'key' });
}

/** Version 2 remembers which kernels are fastest. */
function addKernels(connection: Connection): void {
  connection.createObjectStore('kernels', { keyPath: 'key' });
}

/** Version 3 keeps long jobs, item by item. */
function addJobs(connection: Connection): void {
  connection.createObjectStore('jobs', { keyPath: 'id' }).createIndex('byProject', 'projectId');
  connection.createObjectStore('jobItems', { keyPath: ['jobId', 'index'] }).createIndex('byState', ['jobId', 'state']);
}

/** Version 4 remembers how fast models were trained. */
function addSpeeds(connection: Connection): void {
  connection.createObjectStore('speeds', { keyPath: ['adapter', 'shape'] });
}

/** Version 5 keeps conversations. */
function addConversations(connection: Connection): void {
  connection.createObjectStore('conversations', { keyPath: 'id' }).createIndex('byProject', 'projectId');
}

/** Version 6 keeps what a person found of hidden answers. */
function addJudgements(connection: Connection): void {
  connection.createObjectStore('judgements', { keyPath: 'id' }).createIndex('byProject', 'projectId');
}

/** Version 7 keeps documents as they were read, and beside them what cleaning made of them. */
function addCleanShards(connection: Connection): void {
  connection.createObjectStore('cleanShards', { keyPath: ['cleaningId', 'index'] });
}

/** Version 8 keeps what was measured of models. */
function addMeasurements(connection: Connection): void {
  const store = connection.createObjectStore('measurements', { keyPath: 'id' });
  store.createIndex('byProject', 'projectId');
  store.createIndex('byRun', 'runId');
}

/**
 * Opens (and, if needed, creates or migrates) the database.
 * @throws `database-newer`, `database-blocked`, `database-upgrade-failed`, `storage-unavailable`, `storage-full`
 */
export async function openDatabase(name = 'ocaq', options: Partial<OpenOptions> = {}): Promise<Database> {
  const database: Database = {
    name,
    link: {
      connection: undefined,
      opening: undefined,
      closed: undefined,
      options: { blockedGraceMs: 3000, migrations, ...options },
    },
  };
  await connect(database);
  return database;
}

/** Lets go of the database; whatever is asked of the handle afterwards throws `database-closed`. */
export function closeDatabase(database: Database): void {
  const { link } = database;
  link.closed ??= new OcaqError('database-closed', 'The stored data was closed. Reload the page to open it again.');
  link.connection?.close();
  link.connection = undefined;
}

/**
 * Runs `work` in one transaction: all of it happens or nothing. When the connection is lost it is opened again and the
 * work repeated once. `work` awaits nothing but requests of the transaction.
 * @param durability `strict` where "saved" is shown on the strength of it: written to the disk before it resolves
 * @throws `storage-full`, `storage-unreadable`, `database-lost`, `database-superseded`, `database-closed`, and what `work` throws
 */
export async function transact<T>(
  database: Database,
  stores: StoreName[],
  mode: 'readonly',
  work: (transaction: ReadTransaction) => Promise<T>,
): Promise<T>;
export async function transact<T>(
  database: Database,
  stores: StoreName[],
  mode: 'readwrite',
  work: (transaction: WriteTransaction) => Promise<T>,
  durability?: 'default' | 'strict',
): Promise<T>;
export async function transact<T>(
  database: Database,
  stores: StoreName[],
  mode: 'readonly' | 'readwrite',
  work: ((transaction: ReadTransaction) => Promise<T>) | ((transaction: WriteTransaction) => Promise<T>),
  durability: 'default' | 'strict' = 'default',
): Promise<T> {
  const attempt = async () => {
    const connection = await connect(database);
    const transaction: AnyTransaction = connection.transaction(stores, mode, { durability });
    return finish(transaction, work as (transaction: AnyTransaction) => Promise<T>);
  };
  try {
    return await attempt();
  } catch (error) {
    if (!isLostConnection(error)) throw explained(error);
    database.link.connection?.close();
    database.link.connection = undefined;
  }
  try {
    return await attempt();
  } catch (error) {
    throw isLostConnection(error) ? connectionLost(error) : explained(error);
  }
}

/** All keys that begin with these parts: in IndexedDB an array sorts after every string and number. */
export function keysUnder(...parts: string[]): IDBKeyRange {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

async function finish<T>(transaction: AnyTransaction, work: (transaction: AnyTransaction) => Promise<T>): Promise<T> {
  // Listened to from the start: the transaction may fail while the work still awaits something else.
  const ending = transaction.done.then(
    () => ({ failed: false, reason: undefined }),
    (reason: unknown) => ({ failed: true, reason }),
  );
  try {
    const result = await work(transaction);
    const { failed, reason } = await ending;
    if (failed) throw reason;
    return result;
  } catch (error) {
    const endedBefore = !abort(transaction);
    const { reason } = await ending;
    // What a request or call says of a transaction that the browser has ended is not why it was ended.
    throw endedBefore && reason !== undefined ? reason : error;
  }
}

/** false where the transaction had ended already. */
function abort(transaction: AnyTransaction): boolean {
  try {
    transaction.abort();
    return true;
  } catch {
    return false;
  }
}

async function connect(database: Database): Promise<Connection> {
  const { link } = database;
  if (link.closed !== undefined) throw link.closed;
  if (link.connection !== undefined) return link.connection;
  link.opening ??= open(database).finally(() => {
    link.opening = undefined;
  });
  const connection = await link.opening;
  if (link.closed !== undefined) {
    connection.close();
    throw link.closed;
  }
  link.connection = connection;
  return connection;
}

function open({ name, link }: Database): Promise<Connection> {
  const { blockedGraceMs, migrations: steps } = link.options;
  const schemaVersion = versionOf(steps);
  return new Promise((resolve, reject) => {
    let givenUp = false;
    const request = async () =>
      openDB<OcaqSchema>(name, schemaVersion, {
        upgrade(connection, oldVersion, _newVersion, transaction) {
          // That it failed is told by the request as a whole.
          transaction.done.catch(() => undefined);
          for (let version = oldVersion + 1; version <= schemaVersion; version++) {
            steps[version]!(connection, transaction);
          }
        },
        blocked() {
          setTimeout(() => {
            givenUp = true;
            reject(upgradeBlocked());
          }, blockedGraceMs);
        },
        blocking(_current, _next, event) {
          // Keeping it would block the other tab for good, so it goes even while this one is at work.
          link.closed ??= supersededBy();
          link.connection = undefined;
          (event.target as IDBDatabase).close();
        },
        terminated() {
          link.connection = undefined;
        },
      });
    request().then(
      (connection) => (givenUp ? connection.close() : resolve(connection)),
      (error: unknown) => reject(cannotOpen(error)),
    );
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** How browsers report a connection that went away: at the start, on the way, or from the disk. */
function isLostConnection(error: unknown): boolean {
  return ['InvalidStateError', 'AbortError', 'UnknownError'].includes(nameOf(error));
}

function connectionLost(cause: unknown): OcaqError {
  return new OcaqError(
    'database-lost',
    'The connection to the stored data was lost and could not be restored. What was saved before is kept. Reload the page; if it happens again, restart the browser.',
    { reason: nameOf(cause) },
    { cause },
  );
}

/** Errors of the browser in our words; anything else is passed on. */
function explained(error: unknown): unknown {
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return storageFull(error);
    case 'NotReadableError':
    case 'DataError':
      return new OcaqError(
        'storage-unreadable',
        'A stored record can no longer be read from the disk. The rest of the data is not touched by it.',
        { reason: nameOf(error) },
        { cause: error },
      );
    default:
      return error;
  }
}

function storageFull(cause: unknown): OcaqError {
  return new OcaqError(
    'storage-full',
    "There is no room left for this in the browser's storage. Nothing that was saved before is lost. Free disk space or delete checkpoints, sources or projects, then try again.",
    {},
    { cause },
  );
}

function cannotOpen(cause: unknown): OcaqError {
  const reason = nameOf(cause);
  switch (reason) {
    case 'VersionError':
      return new OcaqError(
        'database-newer',
        'The stored data was made by a newer version of Ocaq than this page. Nothing was changed. Reload the page, without cache if needed, to get the newer version.',
        {},
        { cause },
      );
    case 'QuotaExceededError':
      return storageFull(cause);
    case 'AbortError':
      return new OcaqError(
        'database-upgrade-failed',
        'The stored data could not be brought to the form this version of Ocaq needs. It is unchanged. Reload the page to try again.',
        {},
        { cause },
      );
    default:
      return new OcaqError(
        'storage-unavailable',
        'The browser does not let this page store data, so nothing could be kept. Private windows and blocked site data are the usual reasons: open the page in a normal window and allow it to store data.',
        { reason },
        { cause },
      );
  }
}

function upgradeBlocked(): OcaqError {
  return new OcaqError(
    'database-blocked',
    'Another tab holds the stored data open in an older version of Ocaq. Close the other tabs of Ocaq, then reload this one.',
  );
}

function supersededBy(): OcaqError {
  return new OcaqError(
    'database-superseded',
    'A newer version of Ocaq was opened in another tab, or its data was deleted there, so this tab let go of the stored data. Reload this tab.',
  );
}
