/** Files of a repository of the Hub into a folder, each compared with what the Hub lists before it gets its name. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OcaqError } from '../errors.ts';
import type { ByteSource } from '../formats/byte-source.ts';
import type { HubFile, HubRepository } from '../remote/hub/repository.ts';
import { writeWhole } from './files.ts';
import type { Progress } from './progress.ts';

/** Bytes in memory at a time. */
const PIECE = 4 * 2 ** 20;

/**
 * What is there already, by its SHA-256, is kept; what an earlier download left unfinished is resumed.
 * @param dir a folder that is there
 * @throws OcaqError `hub-*`
 */
export async function downloadFiles(
  repository: HubRepository,
  names: readonly string[],
  dir: string,
  progress: Progress,
): Promise<void> {
  for (const name of names) {
    const source = await repository.open(name);
    const file = repository.files.get(name);
    const target = path.join(dir, name);
    const show = (done: number) => progress.show(`${name}: ${megabytes(done)} of ${megabytes(source.size)} MB`);
    if (file?.sha256) await downloadLarge(source, { ...file, sha256: file.sha256 }, target, show);
    else await writeWhole(target, pieces(source, 0, show));
  }
}

async function downloadLarge(
  source: ByteSource,
  { name, sha256 }: HubFile & { readonly sha256: string },
  target: string,
  show: (done: number) => void,
): Promise<void> {
  if ((await sizeOf(target)) === source.size && (await sha256Of(target)) === sha256) return;
  // Named after what it is a part of: another revision begins anew.
  const partial = `${target}.${sha256.slice(0, 12)}.partial`;
  const done = await sizeOf(partial);
  await writeFile(partial, pieces(source, done, show), { flag: 'a', flush: true });
  if ((await sha256Of(partial)) !== sha256) {
    await rm(partial);
    throw new OcaqError(
      'hub-checksum',
      `"${name}" as it was downloaded does not have the SHA-256 that the Hub lists, and was deleted. Run the command again; if it happens again, the file there is damaged.`,
      { file: name, sha256 },
    );
  }
  await rename(partial, target);
}

async function* pieces(source: ByteSource, from: number, show: (done: number) => void): AsyncGenerator<Uint8Array> {
  for (let at = from; at < source.size; at += PIECE) {
    show(at);
    yield await source.read(at, Math.min(source.size, at + PIECE));
  }
}

/** 0 where there is none. */
const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
