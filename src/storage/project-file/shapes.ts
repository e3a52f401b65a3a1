/** What a record of each store must be, as far as storage itself reads it; the rest is for whoever reads that. */
import { absent, listOf, number, object, oneOf, type Shape, text, whole } from '../../data/shape.ts';
import type { OwnedStore } from './inventory.ts';

const bytes: Shape = (value) => value instanceof Uint8Array;
const numbers: Shape = (value) => value instanceof Uint16Array || value instanceof Uint32Array;

const named = { id: text, projectId: text };
const pass = object({ id: text, key: text, documents: whole, textBytes: whole, storedBytes: whole, shards: whole });
const split = object({
  tokens: whole,
  documents: whole,
  textBytes: whole,
  shards: whole,
  digests: oneOf(absent, listOf(text)),
});
const tokenSet = object({
  ...named,
  tokenizerId: text,
  vocabSize: whole,
  shardTokens: whole,
  splits: object({ train: split, heldout: split }),
});
const chunk = object({ index: whole, bytes: whole, sha256: text });
const tokens = { projectId: text, tokenizerId: text, setId: text, split: text, index: whole };

const SHAPES: { readonly [S in OwnedStore]: Shape } = {
  projects: object({ id: text, name: text, createdAt: number, updatedAt: number }),
  sources: object({
    ...named,
    name: text,
    status: (value) => value === 'ready',
    createdAt: number,
    documents: whole,
    textBytes: whole,
    storedBytes: whole,
    shards: whole,
    cleaned: oneOf(absent, pass),
    cleaning: oneOf(absent, pass),
  }),
  tokenizers: object({ ...named, name: text, createdAt: number, vocabSize: whole, json: text }),
  instructionSets: object({
    ...named,
    name: text,
    createdAt: number,
    examples: whole,
    storedBytes: whole,
    shards: whole,
  }),
  runs: object({ ...named, name: text, status: text, createdAt: number, updatedAt: number, step: whole }),
  checkpoints: object({
    ...named,
    runId: text,
    step: whole,
    label: text,
    savedAt: number,
    bytes: whole,
    metrics: object({}),
    tensors: listOf(object({ name: text, bytes: whole, chunks: listOf(chunk) })),
  }),
  jobs: object({
    ...named,
    kind: text,
    createdAt: number,
    updatedAt: number,
    items: whole,
    done: whole,
    failed: whole,
  }),
  conversations: object({ ...named, title: text, updatedAt: number, revision: text }),
  judgements: object({ ...named, savedAt: number }),
  measurements: object({ ...named, runId: text, savedAt: number }),
  pointers: object({ key: listOf(text), latest: oneOf(absent, text), set: oneOf(absent, tokenSet) }),
  documentShards: object({ sourceId: text, index: whole, documents: whole, gzip: bytes }),
  cleanShards: object({ cleaningId: text, index: whole, gzip: bytes, fingerprints: listOf(bytes) }),
  tokenShards: oneOf(
    object({ ...tokens, tokens: numbers, documentStarts: numbers }),
    object({ ...tokens, split: (value) => value === 'words', bits: numbers }),
  ),
  instructionShards: object({ setId: text, index: whole, gzip: bytes }),
  metrics: object({ runId: text, series: text, block: whole, points: listOf(object({ step: number })) }),
  jobItems: object({ jobId: text, index: whole, state: text }),
  checkpointChunks: object({ checkpointId: text, index: whole, bytes }),
};

export const hasShape = (store: OwnedStore, record: unknown): boolean => SHAPES[store](record);
