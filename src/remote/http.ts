/**
 * One request to a service, and what kind of failure it met. The key goes into a header or the body and nowhere else: it is
 * taken out of whatever a service says in its errors.
 */
import { OcaqError } from '../errors.ts';
import { LONGEST_WAIT } from './pace.ts';

export interface JsonRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * `later`: the same request may succeed later. `request`: this one cannot, others may. `service`: no request can until a
 * person has changed something.
 */
export type FaultKind = 'later' | 'request' | 'service';

export class RemoteFault extends Error {
  override readonly name = 'RemoteFault';
  readonly kind: FaultKind;
  /** What a person is told where it comes to that. */
  readonly error: OcaqError;
  /** Milliseconds that the service asked to wait; null where it did not say. */
  readonly retryAfter: number | null;

  constructor(kind: FaultKind, error: OcaqError, retryAfter: number | null = null) {
    super(error.message, { cause: error });
    this.kind = kind;
    this.error = error;
    this.retryAfter = retryAfter;
  }
}

/**
 * Not to be cancelled once it is sent: a service charges for answers that nobody waits for.
 * @throws RemoteFault
 */
export async function postJson({ url, headers, body }: JsonRequest, key: string, timeout: number): Promise<unknown> {
  const { host } = url;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    text = await response.text();
  } catch (cause) {
    throw new RemoteFault('later', noAnswer(host, cause, timeout));
  }
  if (!response.ok) throw refusal(host, response, reasonIn(text, key));
  try {
    return JSON.parse(text);
  } catch {
    throw new RemoteFault('service', unexpectedAnswer(host));
  }
}

export const unexpectedAnswer = (host: string): OcaqError =>
  new OcaqError(
    'endpoint-answer',
    `${host} did not answer as a service of this kind does. Check the address and the kind of service.`,
    { host },
  );

function noAnswer(host: string, cause: unknown, timeout: number): OcaqError {
  if (cause instanceof DOMException && cause.name === 'TimeoutError')
    return new OcaqError(
      'endpoint-timeout',
      `${host} did not answer within ${timeout / 1000} seconds. Resume later, or ask for fewer records in a request.`,
      { host, seconds: timeout / 1000 },
    );
  return new OcaqError(
    'endpoint-unreachable',
    `${host} cannot be reached, cut the connection, or does not answer to pages such as this one. Check the address and the network, then resume.`,
    { host },
  );
}

function refusal(host: string, response: Response, { reason, isQuota }: Reason): RemoteFault {
  const { status } = response;
  const details = { host, status, reason };
  const said = reason === '' ? '' : ` It says: ${reason}`;
  if (isQuota)
    return new RemoteFault(
      'service',
      new OcaqError('endpoint-quota', `The account at ${host} has nothing left to spend.${said}`, details),
    );
  if (status === 429 || status === 408 || status === 409 || status >= 500) {
    const wait = retryAfter(response.headers);
    const minutes = wait !== null && wait > LONGEST_WAIT ? Math.ceil(wait / 60_000) : null;
    const asks = minutes === null ? '' : ` It asks to wait for ${minutes} minutes.`;
    const sentence = `${host} is too busy or limits how much may be asked (${status}).${said}${asks} Resume later, or set lower limits.`;
    const busy = new OcaqError('endpoint-busy', sentence, { ...details, ...(minutes !== null && { minutes }) });
    return new RemoteFault('later', busy, wait);
  }
  if (status === 400 || status === 413 || status === 422)
    return new RemoteFault(
      'request',
      new OcaqError('endpoint-request', `${host} refused a request (${status}).${said}`, details),
    );
  const sentence = `${host} refuses to answer (${status}).${said} Check the key, the model and the address.`;
  return new RemoteFault('service', new OcaqError('endpoint-refused', sentence, details));
}

/** RFC 9110: seconds, or a date. */
export function retryAfter(headers: Headers, now = Date.now()): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

interface Reason {
  readonly reason: string;
  readonly isQuota: boolean;
}

const SHOWN_UNITS = 300;

/** What services say of errors: `{"error": {"message", "code"}}`, or `{"error": "…"}`. */
export function reasonIn(text: string, key: string): Reason {
  const error = errorIn(text);
  const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const message = typeof error === 'string' ? error : typeof fields.message === 'string' ? fields.message : '';
  const shown = key === '' ? message : message.replaceAll(key, '…');
  return {
    reason: shown.replace(/\s+/g, ' ').trim().slice(0, SHOWN_UNITS),
    isQuota: [fields.code, fields.type].includes('insufficient_quota'),
  };
}

function errorIn(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : undefined;
  } catch {
    return undefined;
  }
}
