/** What the Hub means where it does not take what is pushed to it, and what a person can do about it. */
import { OcaqError } from '../../errors.ts';
import { RemoteFault, reasonIn } from '../http.ts';
import { busyFault, refusal } from './faults.ts';
import type { PushFile, PushTarget } from './push-target.ts';

/**
 * @param response not ok; its body is read
 * @param token taken out of what the Hub says
 */
export async function pushRefusal(target: PushTarget, token: string, response: Response): Promise<RemoteFault> {
  const text = await response.text().catch(() => '');
  const later = busyFault(response);
  if (later) return later;
  const { status, url } = response;
  const { host, origin } = new URL(url);
  const { reason } = reasonIn(text, token);
  if (origin !== new URL(target.address).origin)
    return refused(status === 403 ? expired(host) : refusedBy(host, status, reason));
  switch (status) {
    case 401:
      return refused(badToken(host));
    case 403:
      return refused(forbidden(target, host, reason));
    case 404:
      return refusal({ id: target.id, revision: target.branch, address: target.address }, true, response);
    default:
      return refused(refusedBy(host, status, reason));
  }
}

const refused = (error: OcaqError): RemoteFault => new RemoteFault('service', error);

/** As a sentence after another one. */
const said = (reason: string): string => (reason === '' ? '' : ` It says: ${reason}`);

const badToken = (host: string): OcaqError =>
  new OcaqError('hub-token', `${host} does not know this token. Make a new one there that may write.`, { host });

export const forbidden = ({ id }: PushTarget, host: string, reason: string): OcaqError =>
  new OcaqError(
    'hub-forbidden',
    `This token may not write to "${id}" on ${host}.${said(reason)} Use a token of the owner that may write, or push to a repository of your own.`,
    { id, host, reason },
  );

const refusedBy = (host: string, status: number, reason: string): OcaqError =>
  new OcaqError('hub-refused', `${host} refused what was pushed (${status}).${said(reason)}`, { host, status, reason });

const expired = (host: string): OcaqError =>
  new OcaqError(
    'hub-expired',
    `The address that the Hub gave for a file, on ${host}, is no longer good. Push again: what had arrived is not sent again.`,
    { host },
  );

export const fileRefused = (file: string, size: number, reason: string): OcaqError =>
  new OcaqError(
    'hub-file-refused',
    `The Hub does not take "${file}" of ${size} bytes.${said(reason)} Make it smaller or split it, or ask for more room there; nothing of this push was committed.`,
    { file, bytes: size, reason },
  );

export const isPublicAlready = ({ id }: PushTarget): OcaqError =>
  new OcaqError(
    'hub-public',
    `"${id}" is public: everybody could read what is pushed there. If that is wanted, push to it as a public one, else to another repository.`,
    { id },
  );

/** The Hub has it, and shows it to others than the owner of the token. */
export const isTaken = ({ id }: PushTarget, host: string): OcaqError =>
  new OcaqError(
    'hub-taken',
    `${host} has something under the name "${id}" already, which this token does not see. Choose another name, or use a token of the owner.`,
    { id, host },
  );

export const wouldReplace = ({ id }: PushTarget, files: readonly PushFile[]): OcaqError =>
  new OcaqError(
    'hub-would-replace',
    `"${id}" holds other content already under ${files.length === 1 ? 'the name' : `${files.length} names`} of what is pushed, such as "${files[0]?.path}", so nothing was sent. Choose another repository, or say that it may be replaced: earlier versions stay in its history.`,
    { id, files: files.length, file: files[0]?.path ?? '' },
  );

export const sentElsewhere = (host: string): OcaqError =>
  new OcaqError(
    'hub-elsewhere',
    `The Hub wants large files to be sent to ${host}, which this page may not ask. Give it as the address for large files, and turn it on.`,
    { host },
  );

export const arrivedOtherwise = ({ path, sha256 }: PushFile): OcaqError =>
  new OcaqError(
    'hub-checksum',
    `The Hub lists "${path}" with another content than was pushed. Push again; if it happens again, somebody else pushes there.`,
    { file: path, sha256 },
  );
