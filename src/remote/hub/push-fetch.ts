/**
 * `fetch` for all that a push asks of the Hub. A request that was cut is made again by itself, so that of a large file only the
 * part is sent again that did not arrive. A commit is not: it may have arrived before the cut, which `push.ts` looks up.
 */
import { bearer } from '../bearer.ts';
import { RemoteFault, reasonIn } from '../http.ts';
import { askHub } from './hub-fetch.ts';
import { patiently } from './patiently.ts';
import { fileRefused, pushRefusal } from './push-faults.ts';
import type { PushAccess, PushFile, PushTarget } from './push-target.ts';

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
  let sent = 0;
  let failed: (reason: unknown) => void = () => undefined;

  async function ask(url: string, init: RequestInit): Promise<Response> {
    const signal = init.signal ? AbortSignal.any([init.signal, access.signal]) : access.signal;
    const response = await askHub(url, init, origin, authorization, signal).catch(async (thrown: unknown) => {
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
    if (LFS_BATCH.test(pathname)) checkTaken(await response.clone().json(), bySha, access.token);
    if (init.method === 'PUT' && init.body instanceof Blob) {
      sent += init.body.size;
      access.arrived?.(sent);
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

/** The Hub says of each large file by itself whether it takes it. */
function checkTaken(answer: unknown, files: ReadonlyMap<string, PushFile>, token: string): void {
  const { objects = [] } = answer as { objects?: { oid: string; error?: { message?: string } }[] };
  for (const { oid, error } of objects) {
    const file = files.get(oid);
    if (!error || !file) continue;
    const { reason } = reasonIn(JSON.stringify({ error }), token);
    throw new RemoteFault('service', fileRefused(file.path, file.content.size, reason));
  }
}
