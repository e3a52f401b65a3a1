/**
 * `fetch` for all that a push asks of the Hub. A request that was cut is made again by itself, so that of a large file only the
 * part is sent again that did not arrive. A commit is not: it may have arrived before the cut, which `push.ts` looks up.
 */
import { bearer } from '../bearer.ts';
import { RemoteFault, reasonIn } from '../http.ts';
import { askHub } from './hub-fetch.ts';
import { patiently } from './patiently.ts';
import { fileRefused, pushRefusal, sentElsewhere } from './push-faults.ts';
import type { PushAccess, PushFile, PushTarget } from './push-target.ts';
import { putBlob } from './put-blob.ts';

export interface PushFetch {
  readonly fetch: typeof fetch;
  /** Bytes of large files that arrived. */
  sent(): number;
  /**
   * Work that ends as soon as one of its requests has failed for good. The package loses an error of one of several uploads
   * where another has just told its progress, and would wait for ever.
   */
  whileAllGoesWell<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

const COMMIT = /\/commit\/[^/]+$/;
const LFS_BATCH = /\.git\/info\/lfs\/objects\/batch$/;

/** @throws OcaqError `endpoint-key` */
export function pushFetch(target: PushTarget, files: readonly PushFile[], access: PushAccess): PushFetch {
  const { origin } = new URL(target.address);
  const authorization = bearer(access.token);
  const bySha = new Map(files.map((file) => [file.sha256, file]));
  /** Where the Hub wants a file to go, or a part of it. */
  const places = new Map<string, PushFile>();
  /** Bytes of each file that are on the way or there, by those places. */
  const underWay = new Map<PushFile, Map<string, number>>();
  let sent = 0;
  let failed: (reason: unknown) => void = () => undefined;

  function tell(url: string, bytes: number): void {
    const file = places.get(url);
    const parts = file && underWay.get(file);
    if (!parts) return;
    parts.set(url, bytes);
    access.progress?.(
      file,
      [...parts.values()].reduce((sum, part) => sum + part, 0),
    );
  }

  /** The Hub says of each large file by itself whether it takes it, and where it is to go unless it has it. */
  function takeAnswer(answer: LfsAnswer): void {
    for (const { oid, error, actions } of answer.objects ?? []) {
      const file = bySha.get(oid);
      if (!file) continue;
      if (error) throw notTaken(file, error, access.token);
      underWay.set(file, new Map());
      if (!actions?.upload) access.progress?.(file, file.content.size);
      else for (const place of placesIn(actions.upload)) places.set(place, file);
    }
  }

  function send(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const to = new URL(url);
    const { method, body, headers } = init;
    // What goes to the Hub's own origin carries the token.
    if (to.origin === origin) return askHub(url, init, origin, authorization, signal);
    if (access.maySend?.(to.origin) === false) throw new RemoteFault('service', sentElsewhere(to.host));
    if (method === 'PUT' && body instanceof Blob && typeof XMLHttpRequest !== 'undefined')
      return putBlob(url, headers, body, signal, (bytes) => tell(url, bytes));
    return askHub(url, init, origin, authorization, signal);
  }

  async function ask(url: string, init: RequestInit): Promise<Response> {
    const signal = init.signal ? AbortSignal.any([init.signal, access.signal]) : access.signal;
    const response = await send(url, init, signal).catch(async (thrown: unknown) => {
      signal.throwIfAborted();
      // A file that changed is no fault of the network, though it ends a request as one does.
      await access.checkUnchanged();
      throw thrown;
    });
    if (!response.ok) throw await pushRefusal(target, access.token, response);
    return response;
  }

  async function answer(url: string, init: RequestInit): Promise<Response> {
    const { pathname, host } = new URL(url);
    if (COMMIT.test(pathname)) return ask(url, init);
    const persistence = init.signal ? { ...access, signal: AbortSignal.any([init.signal, access.signal]) } : access;
    const response = await patiently(() => ask(url, init), host, persistence);
    if (LFS_BATCH.test(pathname)) takeAnswer(await response.clone().json());
    if (init.method === 'PUT' && init.body instanceof Blob) {
      sent += init.body.size;
      tell(url, init.body.size);
    }
    return response;
  }

  return {
    async fetch(input, init = {}) {
      try {
        return await answer(input instanceof Request ? input.url : String(input), init);
      } catch (thrown) {
        failed(thrown);
        throw thrown;
      }
    },
    sent: () => sent,
    whileAllGoesWell<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const ending = new AbortController();
      return new Promise<T>((resolve, reject) => {
        failed = (reason) => {
          reject(reason);
          ending.abort();
        };
        work(ending.signal).then(resolve, reject);
      });
    },
  };
}

interface LfsUpload {
  readonly href: string;
  readonly header?: Readonly<Record<string, string>>;
}

interface LfsAnswer {
  readonly objects?: readonly {
    readonly oid: string;
    readonly error?: { readonly message?: string };
    readonly actions?: { readonly upload?: LfsUpload };
  }[];
}

/** Addresses of parts lie where headers would. */
const placesIn = ({ href, header = {} }: LfsUpload): string[] => [
  href,
  ...Object.entries(header).flatMap(([name, address]) => (/^\d+$/.test(name) ? [address] : [])),
];

function notTaken({ path, content }: PushFile, error: object, token: string): RemoteFault {
  const { reason } = reasonIn(JSON.stringify({ error }), token);
  return new RemoteFault('service', fileRefused(path, content.size, reason));
}
