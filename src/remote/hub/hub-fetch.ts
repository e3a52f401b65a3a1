/**
 * `fetch` for all that is asked of the Hub. The token goes to the Hub's own origin and to no other, whatever addresses the
 * Hub's answers name; browsers (Chrome since 119) and Node drop it where a redirect leaves that origin.
 */
import type { HubModel } from '../../data/hub.ts';
import { bearer } from '../bearer.ts';
import { RemoteFault } from '../http.ts';
import { refusal, unexpected } from './faults.ts';

/** Milliseconds for one answer with its body, which is 4 MiB at most. */
const TIMEOUT = 120_000;

/** Asks whom the address names; the token, as a header has it, goes along to `origin` alone. */
export function askHub(
  url: string,
  init: RequestInit,
  origin: string,
  authorization: string | null,
  signal: AbortSignal,
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.delete('authorization');
  if (authorization && new URL(url).origin === origin) headers.set('authorization', authorization);
  return fetch(url, {
    ...init,
    headers,
    signal,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
}

/**
 * What it returns throws RemoteFault for every answer that is not ok, and as `fetch` does where there is none.
 * @throws OcaqError `endpoint-key`
 */
export function hubFetch(model: HubModel, token: string, signal: AbortSignal): typeof fetch {
  const { origin } = new URL(model.address);
  const authorization = token === '' ? null : bearer(token);
  /** Where files turned out to lie: their next pieces are asked for there, which spares the Hub a request each. */
  const moved = new Map<string, string>();

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
    const response = await askHub(url, init, origin, authorization, limited);
    const wantsPart = new Headers(init.headers).has('range');
    if (response.ok && (response.status === 206 || !wantsPart)) return response;
    await response.body?.cancel();
    if (response.ok) throw new RemoteFault('service', unexpected(new URL(url).host, response.status));
    throw refusal(model, token !== '', response);
  }

  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const shortcut = moved.get(url);
    if (shortcut !== undefined) {
      try {
        return await ask(shortcut, init);
      } catch (thrown) {
        moved.delete(url);
        // A signed address has expired: the Hub gives another. Whatever else it is, patience decides.
        if (!(thrown instanceof RemoteFault) || thrown.kind === 'later') throw thrown;
      }
    }
    const response = await ask(url, init);
    if (response.redirected) moved.set(url, response.url);
    return response;
  };
}
