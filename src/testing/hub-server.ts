/**
 * A Hugging Face Hub on this machine for tests, as `@huggingface/hub` asks it: a commit, its files over several pages of a
 * list, small files from its own origin and large ones by a redirect to another; gated models; and whatever faults a test wants.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredModel {
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Who may read the files; absent: everybody. */
  readonly token?: string;
  /** Whether others see that it is there. */
  readonly gated?: boolean;
  /** Bytes that the list says of a file, where they are not those that it has. */
  readonly listed?: Readonly<Record<string, number>>;
}

/** What becomes of a request: answered, cut off before or within its answer, or answered otherwise. */
export type HubBehaviour =
  | 'answer'
  | 'cut'
  | 'cut-within'
  | 'without-ranges'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface HubAsked {
  /** From 1. */
  readonly number: number;
  readonly origin: 'hub' | 'files';
  readonly path: string;
  readonly range: string | undefined;
  readonly token: string | undefined;
  readonly at: number;
}

export interface HubServer {
  readonly address: string;
  /** The origin that large files come from. */
  readonly filesAddress: string;
  readonly commit: string;
  readonly requests: readonly HubAsked[];
  close(): Promise<void>;
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const ENTRIES_A_PAGE = 2;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, range, accept',
  'access-control-expose-headers': 'link, retry-after, ratelimit, content-range, x-error-code',
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Large files are those with weights. */
const isLarge = (name: string): boolean => name.endsWith('.safetensors');

/** @param behave decides what becomes of each request, in the order in which they come */
export async function startHubServer(
  models: Readonly<Record<string, StoredModel>>,
  behave: (asked: HubAsked) => HubBehaviour = () => 'answer',
): Promise<HubServer> {
  const requests: HubAsked[] = [];

  function note(origin: HubAsked['origin'], request: IncomingMessage): HubBehaviour {
    const { range, authorization } = request.headers;
    const token = authorization?.replace(/^Bearer /, '');
    const asked = { number: requests.length + 1, origin, path: request.url ?? '', range, token, at: performance.now() };
    requests.push(asked);
    return behave(asked);
  }

  const filesServer = createServer((request, response) => {
    if (answeredPreflight(request, response)) return;
    const behaviour = note('files', request);
    if (answeredFault(behaviour, response)) return;
    const wanted = /^\/lfs\/(\w+)/.exec(request.url ?? '')?.[1];
    const bytes = Object.values(models)
      .flatMap(({ files }) => Object.values(files))
      .find((one) => sha256(one) === wanted);
    if (bytes) sendBytes(request, response, bytes, behaviour);
    else response.writeHead(403).end();
  });
  const filesAddress = await listen(filesServer);

  const hub = createServer((request, response) => {
    if (answeredPreflight(request, response)) return;
    const behaviour = note('hub', request);
    if (answeredFault(behaviour, response)) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', address);
    const asked =
      /^\/api\/models\/(?<id>.+)\/(?<kind>revision|tree)\/(?<revision>[^/]+)$/.exec(pathname)?.groups ??
      /^\/(?<id>.+)\/(?<kind>resolve)\/(?<revision>[^/]+)\/(?<file>.+)$/.exec(pathname)?.groups ??
      {};
    const { id = '', kind, revision = '', file = '' } = asked;
    const model = models[id];
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    const mayRead = model?.token === undefined || model.token === token;
    const refuse = (status: number, code: string): void =>
      void response.writeHead(status, code === '' ? {} : { 'x-error-code': code }).end();

    if (token !== undefined && !token.startsWith('hf_')) return refuse(401, '');
    if (!model || (!mayRead && !model.gated)) return refuse(token === undefined ? 401 : 404, 'RepoNotFound');
    if (revision !== 'main' && revision !== COMMIT) return refuse(404, 'RevisionNotFound');
    if (kind === 'revision') return sendJson(response, { _id: '1', id, lastModified: '2026-01-01', sha: COMMIT });
    if (kind === 'tree') return sendList(response, model, pathname, Number(searchParams.get('cursor')));
    if (!mayRead) return refuse(token === undefined ? 401 : 403, 'GatedRepo');
    const bytes = model.files[file];
    if (!bytes) return refuse(404, 'EntryNotFound');
    if (!isLarge(file)) return sendBytes(request, response, bytes, behaviour);
    response.writeHead(302, { location: `${filesAddress}/lfs/${sha256(bytes)}?signature=1` }).end();
  });
  const address = await listen(hub);

  function sendList(response: ServerResponse, { files, listed }: StoredModel, path: string, from: number): void {
    const entries = Object.entries(files).map(([name, bytes]) => {
      const size = listed?.[name] ?? bytes.length;
      const lfs = { oid: sha256(bytes), size, pointerSize: 134 };
      return { type: 'file', path: name, size, oid: 'a'.repeat(40), ...(isLarge(name) && { lfs }) };
    });
    const next = from + ENTRIES_A_PAGE;
    if (next < entries.length) response.setHeader('link', `<${address}${path}?cursor=${next}>; rel="next"`);
    sendJson(response, [{ type: 'directory', path: 'onnx', size: 0 }, ...entries.slice(from, next)]);
  }

  return {
    address,
    filesAddress,
    commit: COMMIT,
    requests,
    async close() {
      await Promise.all([hub, filesServer].map(closed));
    },
  };
}

function answeredPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(204).end();
  return true;
}

function answeredFault(behaviour: HubBehaviour, response: ServerResponse): boolean {
  if (behaviour === 'cut') response.destroy();
  else if (typeof behaviour === 'object') response.writeHead(behaviour.status, behaviour.headers).end();
  else return false;
  return true;
}

export const sendJson = (response: ServerResponse, body: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function sendBytes(request: IncomingMessage, response: ServerResponse, all: Uint8Array, behaviour: HubBehaviour): void {
  const range = behaviour === 'without-ranges' ? null : /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const [start, end] = range ? [Number(range[1]), Math.min(Number(range[2]) + 1, all.length)] : [0, all.length];
  if (start >= end) {
    response.writeHead(416, { 'content-range': `bytes */${all.length}` }).end();
    return;
  }
  const headers = { 'content-length': end - start, 'content-range': `bytes ${start}-${end - 1}/${all.length}` };
  response.writeHead(range ? 206 : 200, headers);
  const bytes = all.subarray(start, end);
  if (behaviour !== 'cut-within') response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

export const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

export function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
