/**
 * Where the file of a project was made, as far as computed bits depend on it: versions, adapter, seeds and kernels of its runs,
 * and what its texts were. Whoever opens it elsewhere is told what is otherwise there.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { listOf, nothing, object, oneOf, text, whole } from '../data/shape.ts';
import { OcaqError } from '../errors.ts';
import { type AdapterSummary, describeAdapter } from '../gpu/device.ts';
import type { Database } from '../storage/database.ts';
import { listReferences, listSources, readShard } from '../storage/documents.ts';
import type { SourceRecord } from '../storage/records.ts';
import { listRuns } from '../storage/runs.ts';
import { KERNELS_VERSION } from '../tuning/stored.ts';
import type * as api from './api.ts';
import { basisOf, type RepeatBasis, runConfig } from './stored.ts';

export interface Origin {
  /** Of the code that computes: the worker's own file, which is named after what is in it. */
  readonly code: string;
  /** KERNELS_VERSION */
  readonly kernels: string;
  readonly browser: string;
  /** null where there was none. */
  readonly adapter: Pick<AdapterSummary, 'name' | 'features' | 'maxBindingBytes'> | null;
  readonly sources: readonly SourceSum[];
  readonly runs: readonly RunOrigin[];
}

interface SourceSum {
  readonly name: string;
  readonly documents: number;
  /** SHA-256 over the UTF-8 of its texts as they were read, each followed by a zero byte; null where they are damaged. */
  readonly sha256: string | null;
}

interface RunOrigin {
  readonly id: api.Id;
  readonly seed: number;
  /** null of one that has not begun, or of an earlier version. */
  readonly basis: RepeatBasis | null;
}

/** @param signal ends the reading of sources */
export async function originOf(database: Database, project: api.Id, signal: AbortSignal): Promise<Origin> {
  const sources = [...(await listSources(database, project)), ...(await listReferences(database, project))];
  const sums: SourceSum[] = [];
  for (const source of sources) sums.push(await sumOf(database, source, signal));
  const runs = await listRuns(database, project);
  return {
    ...(await machine()),
    sources: sums,
    runs: runs.map((run) => ({ id: run.id, seed: runConfig(run).settings.seed, basis: basisOf(run) })),
  };
}

type Machine = Pick<Origin, 'code' | 'kernels' | 'browser' | 'adapter'>;

async function machine(): Promise<Machine> {
  const code = new URL(import.meta.url).pathname.split('/').at(-1) ?? '';
  return { code, kernels: KERNELS_VERSION, browser: navigator.userAgent, adapter: await adapterHere() };
}

async function adapterHere(): Promise<Origin['adapter']> {
  try {
    const { name, features, maxBindingBytes } = await describeAdapter(navigator.gpu);
    return { name, features: [...features].sort((a, b) => (a < b ? -1 : 1)), maxBindingBytes };
  } catch (error) {
    if (error instanceof OcaqError && ['no-webgpu', 'no-adapter'].includes(error.code)) return null;
    throw error;
  }
}

async function sumOf(database: Database, source: SourceRecord, signal: AbortSignal): Promise<SourceSum> {
  const { name, documents } = source;
  try {
    return { name, documents, sha256: await sha256Of(database, source, signal) };
  } catch (error) {
    if (error instanceof OcaqError && error.code === 'documents-damaged') return { name, documents, sha256: null };
    throw error;
  }
}

async function sha256Of(database: Database, source: SourceRecord, signal: AbortSignal): Promise<string> {
  const sum = sha256.create();
  const encoder = new TextEncoder();
  for (let shard = 0; shard < source.shards; shard++) {
    signal.throwIfAborted();
    for (const document of await readShard(database, source, shard))
      sum.update(encoder.encode(document.text)).update(ZERO);
  }
  return bytesToHex(sum.digest());
}

const ZERO = new Uint8Array(1);

const adapter = object({ name: text, features: listOf(text), maxBindingBytes: whole });
const shape = object({ code: text, kernels: text, browser: text, adapter: oneOf(nothing, adapter) });

/**
 * What is otherwise here than where the file was made; null where the file does not say, as one of an earlier version.
 * @param origin of a file, where it may be anything
 */
export async function differencesFrom(origin: unknown): Promise<api.MachineDifference[] | null> {
  if (!shape(origin)) return null;
  return differences(origin as Machine, await machine());
}

export function differences(there: Machine, here: Machine): api.MachineDifference[] {
  const shown = (machine: Machine): Record<api.MachineDifference['what'], string> => ({
    adapter: machine.adapter?.name ?? '',
    features: machine.adapter?.features.join(', ') ?? '',
    limits: String(machine.adapter?.maxBindingBytes ?? ''),
    kernels: machine.kernels,
    code: machine.code,
    browser: machine.browser,
  });
  const [before, now] = [shown(there), shown(here)];
  return (Object.keys(before) as api.MachineDifference['what'][]).flatMap((what) =>
    before[what] === now[what] ? [] : [{ what, there: before[what], here: now[what] }],
  );
}
