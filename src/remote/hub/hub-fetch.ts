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
    const headers = new Headers(init.headers);
    if (authorization && new URL(url).origin === origin) headers.set('authorization', authorization);
    const response = await fetch(url, {
      ...init,
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    if (response.ok && (response.status === 206 || !headers.has('range'))) return response;
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
