/**
 * A model on the Hugging Face Hub as a folder: its files are listed at one commit and read by HTTP ranges, so that nothing is
 * fetched but what is asked for, and a whole file is never in memory. A piece that was cut is asked for again by itself.
 */
import { downloadFile, listFiles, modelInfo } from '@huggingface/hub';
import { type HubModel, isModelId } from '../../data/hub.ts';
import { OcaqError } from '../../errors.ts';
import { type ByteSource, bytesSource } from '../../formats/byte-source.ts';
import type { FolderSource } from '../../formats/hf-folder.ts';
import { endpointUrl } from '../address.ts';
import { RemoteFault } from '../http.ts';
import { unexpected } from './faults.ts';
import { hubFetch } from './hub-fetch.ts';
import { type Persistence, patiently } from './patiently.ts';

export interface HubFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of large files, in hexadecimal; null where the Hub does not say. */
  readonly sha256: string | null;
}

/** The files that lie directly in a repository, as they were at one commit. */
export interface HubRepository extends FolderSource {
  readonly commit: string;
  readonly files: ReadonlyMap<string, HubFile>;
}

export interface HubAccess extends Persistence {
  /** Sent to the Hub's own origin alone; empty: none. */
  readonly token: string;
}

/** Bytes of one request. */
const PIECE = 4 * 2 ** 20;

/** @throws OcaqError `hub-*`, `endpoint-address`, `endpoint-insecure`, `endpoint-key`; what is opened throws the same and `file-missing` */
export async function openRepository(asked: HubModel, access: HubAccess): Promise<HubRepository> {
  const model = checked(asked, access.token);
  const { host } = new URL(model.address);
  const fetch = hubFetch(model, access.token, access.signal);
  const hub = { hubUrl: model.address, fetch };
  const repo = { type: 'model', name: model.id } as const;
  const commit = await patiently(() => commitOf(model, hub), host, access);
  const files = await patiently(() => filesOf(listFiles({ repo, revision: commit, ...hub })), host, access);

  async function open(name: string): Promise<ByteSource> {
    const file = files.get(name);
    if (!file) throw missingFile(model, name);
    if (file.size === 0) return bytesSource(name, new Uint8Array());
    // The size is known from the list, which spares a request for it.
    const url = `${model.address}/${model.id}/resolve/${commit}/${encodeURIComponent(name)}`;
    const downloadInfo = { url, size: file.size, etag: commit };
    const blob = await downloadFile({ repo, path: name, xet: false, downloadInfo, ...hub });
    if (!blob) throw missingFile(model, name);
    return {
      name,
      size: file.size,
      async read(start, end) {
        const bytes = new Uint8Array(end - start);
        for (let at = start; at < end; at += PIECE) {
          const upTo = Math.min(end, at + PIECE);
          bytes.set(await patiently(() => pieceOf(blob, name, at, upTo), host, access), at - start);
        }
        return bytes;
      },
    };
  }

  return { name: model.id, commit, files, list: async () => [...files.keys()], open };
}

function checked({ id, revision, address }: HubModel, token: string): HubModel {
  const model = { id: id.trim(), revision: revision.trim() || 'main' };
  if (!isModelId(model.id))
    throw new OcaqError(
      'hub-id',
      `"${model.id}" is no id of a model. Write it as the Hub shows it, owner/name, such as openai-community/gpt2.`,
      { id: model.id },
    );
  return { ...model, address: endpointUrl(address, '', token !== '').href.replace(/\/+$/, '') };
}

interface Hub {
  readonly hubUrl: string;
  readonly fetch: typeof fetch;
}

async function commitOf({ id, revision, address }: HubModel, hub: Hub): Promise<string> {
  const { sha } = await modelInfo({ name: id, revision, additionalFields: ['sha'], ...hub });
  if (typeof sha !== 'string' || !/^\w+$/.test(sha)) throw unexpected(new URL(address).host, 200);
  return sha;
}

async function filesOf(entries: ReturnType<typeof listFiles>): Promise<Map<string, HubFile>> {
  const files = new Map<string, HubFile>();
  for await (const { type, path: name, size, lfs } of entries)
    if (type === 'file') files.set(name, { name, size: lfs?.size ?? size, sha256: lfs?.oid ?? null });
  return files;
}

async function pieceOf(blob: Blob, file: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer().catch(noneBeyondEnd));
  if (bytes.length === end - start) return bytes;
  throw new OcaqError(
    'hub-size',
    `"${file}" gave ${bytes.length} bytes where the Hub's list has ${end - start}. Try again; if it happens again, the file there is damaged.`,
    { file, bytes: bytes.length, expected: end - start },
  );
}

function noneBeyondEnd(thrown: unknown): ArrayBuffer {
  if (thrown instanceof RemoteFault && thrown.error.details.status === 416) return new ArrayBuffer();
  throw thrown;
}

const missingFile = ({ id }: HubModel, file: string): OcaqError =>
  new OcaqError('file-missing', `"${id}" has no file "${file}". Choose another model, or another revision.`, {
    folder: id,
    file,
  });
