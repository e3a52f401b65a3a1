/**
 * A Hub on this machine that is pushed to, for tests: repositories, branches and commits, large files by LFS with another origin
 * for their bytes, in one piece or in parts. It holds every file against its SHA-256, notes what arrived, and cuts where a test says.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closed, listen, sendJson, sha256 } from './hub-server.ts';

/** What becomes of a request. `cut-answer`: it is done, and nobody hears of it. */
export type PushBehaviour =
  | 'answer'
  | 'cut-answer'
  /** The connection ends when so many bytes of the body have come. */
  | { readonly cutAfter: number }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly error?: string };

export interface PushAsked {
  readonly origin: 'hub' | 'storage';
  /** What is asked for. */
  readonly kind: string;
  readonly path: string;
  readonly token: string | undefined;
  /** What another request of this kind and path has been asked for before. */
  readonly before: number;
}

export interface PushHubOptions {
  readonly token: string;
  /** Accounts that the token may write to. */
  readonly owners?: readonly string[];
  /** Files that are larger are asked for in parts of this size. */
  readonly partBytes?: number;
  /** Repositories of others, which are not shown. */
  readonly taken?: readonly string[];
  /** Which files go by LFS. */
  readonly isLarge?: (path: string, size: number) => boolean;
  /** Larger files are not taken. */
  readonly mostBytes?: number;
  readonly behave?: (asked: PushAsked) => PushBehaviour;
}

interface StoredFile {
  readonly bytes: Uint8Array;
  readonly isLarge: boolean;
}

export interface PushedRepository {
  readonly isPrivate: boolean;
  readonly branches: Map<string, string>;
  readonly commits: Map<string, ReadonlyMap<string, StoredFile>>;
  readonly titles: string[];
}

export interface PushHub {
  readonly address: string;
  /** The origin that large files are sent to. */
  readonly storageAddress: string;
  /** By `models/owner/name` or `datasets/owner/name`. */
  readonly repositories: Map<string, PushedRepository>;
  readonly requests: readonly PushAsked[];
  /** Bytes of large files that arrived whole, by what they were: a SHA-256, or with the number of a part behind it. */
  readonly arrived: readonly { readonly what: string; readonly bytes: number }[];
  /** Everything that came in, of bodies and headers but for the header with the token. */
  received(): string;
  /** A file at the head of a branch. */
  file(repository: string, path: string, branch?: string): Uint8Array | undefined;
  close(): Promise<void>;
}

const usuallyLarge = (path: string, size: number): boolean =>
  /\.(safetensors|bin|parquet)$/.test(path) || size > 1_000_000;

/** Headers by which pages of other origins may ask; each is like that of the server which it stands for. */
const HUB_CORS = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-expose-headers': 'Link, X-Error-Code, X-Error-Message, X-Request-Id',
};
const STORAGE_CORS = {
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': 'x-request-id',
  'access-control-expose-headers': 'ETag',
};

function answeredPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  cors: Readonly<Record<string, string>>,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
  response.setHeader('access-control-allow-origin', origin);
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(204).end();
  return true;
}

export const gitOid = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

export async function startPushHub({
  token,
  owners = ['ocaq'],
  partBytes = Number.POSITIVE_INFINITY,
  taken = [],
  isLarge = usuallyLarge,
  mostBytes = Number.POSITIVE_INFINITY,
  behave = () => 'answer',
}: PushHubOptions): Promise<PushHub> {
  const repositories = new Map<string, PushedRepository>();
  const large = new Map<string, Uint8Array>();
  const parts = new Map<string, Uint8Array>();
  const requests: PushAsked[] = [];
  const arrived: { what: string; bytes: number }[] = [];
  const received: string[] = [];

  /** null: the request was dealt with. */
  async function bodyOf(
    origin: PushAsked['origin'],
    kind: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Uint8Array | null> {
    // Of a request that was left in its middle it is no more to be had.
    const { socket } = request;
    const { authorization, ...headers } = request.headers;
    const path = request.url ?? '';
    const asked: PushAsked = {
      ...{ origin, kind, path, token: authorization?.replace(/^Bearer /, '') },
      before: requests.filter((one) => one.kind === kind && plain(one.path) === plain(path)).length,
    };
    requests.push(asked);
    const behaviour = behave(asked);
    const cutAfter = typeof behaviour === 'object' && 'cutAfter' in behaviour ? behaviour.cutAfter : null;
    const pieces: Uint8Array[] = [];
    let size = 0;
    if (cutAfter === 0) socket.destroy();
    try {
      for await (const piece of request) {
        pieces.push(piece as Uint8Array);
        size += (piece as Uint8Array).length;
        if (cutAfter !== null && size >= cutAfter) break;
      }
    } catch {
      return null;
    }
    received.push(path, JSON.stringify(headers), Buffer.concat(pieces).toString('latin1'));
    if (cutAfter !== null) {
      socket.destroy();
      return null;
    }
    if (behaviour === 'cut-answer') response.write = response.end = () => response.destroy() as never;
    if (typeof behaviour !== 'object' || !('status' in behaviour)) return Buffer.concat(pieces);
    refuse(response, behaviour.status, behaviour.error ?? '', behaviour.headers);
    return null;
  }

  const storage = createServer(async (request, response) => {
    if (answeredPreflight(request, response, STORAGE_CORS)) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', storageAddress);
    const [, kind = '', oid = '', upload = '', number = ''] = pathname.split('/');
    const bytes = await bodyOf('storage', kind, request, response);
    if (!bytes) return;
    if (searchParams.get('signature') !== 'good') return refuse(response, 403, 'expired');
    if (kind === 'part') {
      parts.set(`${upload}/${number}`, bytes);
      arrived.push({ what: `${oid}/${number}`, bytes: bytes.length });
      response.writeHead(200, { etag: `"${sha256(bytes)}"` }).end();
    } else if (sha256(bytes) === oid) {
      large.set(oid, bytes);
      arrived.push({ what: oid, bytes: bytes.length });
      response.writeHead(200).end();
    } else refuse(response, 400, 'another SHA-256');
  });
  const storageAddress = await listen(storage);

  const hub = createServer(async (request, response) => {
    if (answeredPreflight(request, response, HUB_CORS)) return;
    const { pathname } = new URL(request.url ?? '/', address);
    const route =
      /^\/api\/(?<kind>repos\/create|complete)/.exec(pathname)?.groups ??
      /^\/api\/(?<type>models|datasets)\/(?<id>[^/]+\/[^/]+)\/(?<kind>\w+)\/(?<name>.+)$/.exec(pathname)?.groups ??
      /^\/(?<set>datasets\/)?(?<id>[^/]+\/[^/]+)\.git\/info\/(?<kind>lfs)\//.exec(pathname)?.groups ??
      {};
    const { kind = '', id = '', name = '', set, type = set ? 'datasets' : 'models' } = route;
    const body = await bodyOf('hub', kind, request, response);
    if (!body) return;
    const json = (): never => JSON.parse(Buffer.from(body).toString()) as never;
    if (kind === 'complete') return complete(response, json());
    if (request.headers.authorization !== `Bearer ${token}`) return refuse(response, 401, 'Invalid credentials');
    if (kind === 'repos/create') return create(response, json());
    const repository = repositories.get(`${type}/${id}`);
    if (!repository) return refuse(response, 404, 'Not found', { 'x-error-code': 'RepoNotFound' });
    if (kind === 'branch') return branch(response, repository, decodeURIComponent(name));
    if (kind === 'lfs') return batch(response, json());
    const revision = decodeURIComponent(name);
    const commit = repository.branches.get(revision) ?? revision;
    const files = repository.commits.get(commit);
    if (!files) return refuse(response, 404, 'No revision', { 'x-error-code': 'RevisionNotFound' });
    if (kind === 'revision')
      return sendJson(response, {
        _id: '1',
        id,
        private: repository.isPrivate,
        lastModified: '2026-01-01',
        sha: commit,
      });
    if (kind === 'tree') return list(response, files);
    if (!owners.includes(id.split('/')[0] ?? '')) return refuse(response, 403, 'You have read access only');
    if (kind === 'preupload') return preupload(response, json());
    if (kind === 'commit') return commitTo(response, repository, revision, files, Buffer.from(body).toString());
    return refuse(response, 404, 'no such address');
  });
  const address = await listen(hub);

  function create(
    response: ServerResponse,
    asked: { name: string; organization: string; type: string; visibility: string },
  ) {
    const id = `${asked.organization}/${asked.name}`;
    const key = `${asked.type}s/${id}`;
    if (!owners.includes(asked.organization))
      return refuse(response, 403, `You may not create under ${asked.organization}`);
    if (repositories.has(key) || taken.includes(id)) return refuse(response, 409, 'You already created this repo');
    const first = '0'.repeat(40);
    repositories.set(key, {
      isPrivate: asked.visibility === 'private',
      branches: new Map([['main', first]]),
      commits: new Map([[first, new Map()]]),
      titles: [],
    });
    sendJson(response, { url: `${address}/${id}`, id });
  }

  function branch(response: ServerResponse, repository: PushedRepository, name: string): void {
    repository.branches.set(name, repository.branches.get('main') ?? '');
    response.writeHead(200).end();
  }

  function list(response: ServerResponse, files: ReadonlyMap<string, StoredFile>): void {
    sendJson(
      response,
      [...files].map(([path, { bytes, isLarge: inLfs }]) => ({
        ...{ type: 'file', path, size: bytes.length, oid: inLfs ? 'f'.repeat(40) : gitOid(bytes) },
        ...(inLfs && { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 134 } }),
      })),
    );
  }

  const preupload = (response: ServerResponse, asked: { files: { path: string; size: number }[] }): void =>
    sendJson(response, {
      files: asked.files.map(({ path, size }) => ({ path, uploadMode: isLarge(path, size) ? 'lfs' : 'regular' })),
    });

  let uploads = 0;
  const batch = (response: ServerResponse, asked: { objects: { oid: string; size: number }[] }): void =>
    sendJson(response, {
      transfer: 'basic',
      objects: asked.objects.map(({ oid, size }) => {
        if (size > mostBytes) return { oid, size, error: { code: 422, message: `${size} bytes are too many` } };
        if (large.has(oid)) return { oid, size };
        if (size <= partBytes)
          return { oid, size, actions: { upload: { href: `${storageAddress}/lfs/${oid}?signature=good` } } };
        const upload = ++uploads;
        const numbers = Array.from({ length: Math.ceil(size / partBytes) }, (_, i) => String(i + 1).padStart(5, '0'));
        const places = numbers.map((number) => [
          number,
          `${storageAddress}/part/${oid}/${upload}/${number}?signature=good`,
        ]);
        const header = { chunk_size: String(partBytes), ...Object.fromEntries(places) };
        return { oid, size, actions: { upload: { href: `${address}/api/complete?upload=${upload}`, header } } };
      }),
    });

  function complete(response: ServerResponse, asked: { oid: string; parts: { partNumber: number; etag: string }[] }) {
    const found = asked.parts.map(({ etag }) => [...parts.values()].find((part) => `"${sha256(part)}"` === etag));
    const whole = Buffer.concat(found.filter((part) => part !== undefined));
    if (sha256(whole) !== asked.oid) return refuse(response, 400, 'another SHA-256');
    large.set(asked.oid, whole);
    sendJson(response, {});
  }

  function commitTo(
    response: ServerResponse,
    repository: PushedRepository,
    name: string,
    before: ReadonlyMap<string, StoredFile>,
    body: string,
  ) {
    const files = new Map(before);
    const [header, ...operations] = body.split('\n').map((line) => JSON.parse(line) as { key: string; value: never });
    for (const { key, value } of operations) {
      const { path, oid, content } = value as { path: string; oid?: string; content?: string };
      const bytes = key === 'lfsFile' ? large.get(oid ?? '') : Buffer.from(content ?? '', 'base64');
      if (!bytes) return refuse(response, 400, `${path} was never uploaded`);
      files.set(path, { bytes, isLarge: key === 'lfsFile' });
    }
    repository.titles.push((header as { value: { summary: string } } | undefined)?.value.summary ?? '');
    const commit = createHash('sha1').update(`${repository.titles.length}${body}`).digest('hex');
    repository.commits.set(commit, files);
    repository.branches.set(name, commit);
    sendJson(response, { success: true, commitOid: commit, commitUrl: `${address}/commit/${commit}`, hookOutput: '' });
  }

  return {
    ...{ address, storageAddress, repositories, requests, arrived },
    received: () => received.join('\n'),
    file(repository, path, name = 'main') {
      const found = repositories.get(repository);
      return found?.commits.get(found.branches.get(name) ?? '')?.get(path)?.bytes;
    },
    async close() {
      await Promise.all([hub, storage].map(closed));
    },
  };
}

/** Without the number of an upload, which differs each time, and what is asked of it. */
const plain = (path: string): string => path.replace(/\?.*$/, '').replace(/^(\/part\/\w+)\/\d+/, '$1');

function refuse(
  response: ServerResponse,
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }));
}
