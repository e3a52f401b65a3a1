/** A file as it is pushed: read once, for what it is known by on the Hub, and for whether the token lies in it. */
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { OcaqError } from '../../errors.ts';
import type { PushFile } from './push-target.ts';

/** Of Node, which has them in native code, or of a package. */
export interface Hashes {
  sha256(): Hashing;
  sha1(): Hashing;
}

interface Hashing {
  update(piece: Uint8Array): unknown;
  digest(): Uint8Array;
}

/**
 * @param pieces of the content, in order
 * @param token not empty
 * @throws OcaqError `hub-token-in-file`; whatever reading throws
 */
export async function prepareFile(
  path: string,
  content: Blob,
  pieces: AsyncIterable<Uint8Array>,
  token: string,
  hashes: Hashes,
): Promise<PushFile> {
  const sha256 = hashes.sha256();
  const git = hashes.sha1();
  git.update(utf8ToBytes(`blob ${content.size}\0`));
  const secret = utf8ToBytes(token);
  let before: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    sha256.update(piece);
    git.update(piece);
    const read = concatBytes(before, piece);
    if (includes(read, secret)) throw holdsToken(path);
    before = read.subarray(-secret.length);
  }
  return { path, content, sha256: bytesToHex(sha256.digest()), gitOid: bytesToHex(git.digest()) };
}

function includes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  for (let at = bytes.indexOf(wanted[0]!); at !== -1; at = bytes.indexOf(wanted[0]!, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}

const holdsToken = (file: string): OcaqError =>
  new OcaqError(
    'hub-token-in-file',
    `"${file}" holds the token itself, so nothing was sent. Take it out of the file, and make a new token if others may have seen it.`,
    { file },
  );
