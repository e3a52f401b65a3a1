/** What the Hub means where it refuses, and what a person can do about it. */
import type { HubModel } from '../../data/hub.ts';
import { OcaqError } from '../../errors.ts';
import { RemoteFault, retryAfter } from '../http.ts';

/** @param response not ok; its body is left alone */
export function refusal(model: HubModel, hasToken: boolean, response: Response): RemoteFault {
  const { status, headers } = response;
  const { host } = new URL(response.url);
  const later = busyFault(response);
  if (later) return later;
  return new RemoteFault('service', meaning(model, host, status, headers.get('x-error-code') ?? '', hasToken));
}

/** null: the same request will not succeed later. */
export function busyFault({ status, headers, url }: Response): RemoteFault | null {
  if (status !== 408 && status !== 429 && status < 500) return null;
  return new RemoteFault('later', busy(new URL(url).host, status), wait(headers));
}

/** Those who may not see a model are told by the Hub that there is none, with 401 where they sent no token. */
function meaning(model: HubModel, host: string, status: number, code: string, hasToken: boolean): OcaqError {
  if (code === 'GatedRepo' || status === 403) return gated(model);
  if (code === 'RevisionNotFound') return noRevision(model, host);
  if (code === 'RepoNotFound' || status === 404 || (status === 401 && !hasToken)) return noModel(model, host);
  if (status === 401) return badToken(host);
  return unexpected(host, status);
}

export const unreachable = (host: string): OcaqError =>
  new OcaqError(
    'hub-unreachable',
    `${host} cannot be reached, cuts the connection, or leads to a host that may not be asked. Check the address and the network, then resume.`,
    { host },
  );

export const unexpected = (host: string, status: number): OcaqError =>
  new OcaqError('hub-answer', `${host} did not answer as the Hugging Face Hub does (${status}). Check the address.`, {
    host,
    status,
  });

const busy = (host: string, status: number): OcaqError =>
  new OcaqError(
    'hub-busy',
    `${host} is too busy, or limits how much may be asked (${status}). Wait a while, then resume; with a token the limit is higher.`,
    { host, status },
  );

function gated({ id, address }: HubModel): OcaqError {
  const page = `${address.replace(/\/+$/, '')}/${id}`;
  return new OcaqError(
    'hub-gated',
    `"${id}" is given only to those who have accepted its conditions. Accept them at ${page}, then give a token of that account that may read the model.`,
    { id, page },
  );
}

const badToken = (host: string): OcaqError =>
  new OcaqError(
    'hub-token',
    `${host} does not know this token. Make a new one there that may read models, or leave the token out for a model that is open to all.`,
    { host },
  );

const noModel = ({ id }: HubModel, host: string): OcaqError =>
  new OcaqError(
    'hub-missing',
    `${host} has no model "${id}", or shows it only to some accounts. Check the id; for a private model give a token of an account that sees it.`,
    { id, host },
  );

const noRevision = ({ id, revision }: HubModel, host: string): OcaqError =>
  new OcaqError(
    'hub-revision',
    `"${id}" on ${host} has no revision "${revision}". Give the name of a branch or a tag, or a commit.`,
    { id, host, revision },
  );

/** The Hub says when its limit ends in a header of its own: `RateLimit: "resolvers";r=0;t=55`. */
function wait(headers: Headers): number | null {
  const seconds = /;t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return retryAfter(headers) ?? (seconds === undefined ? null : Number(seconds) * 1000);
}
