/** Files and folders of the machine, as the pure rooms read them: random access, streams, whole texts. */
import { constants, createReadStream, openAsBlob } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChosenFile } from '../data/readers/reader-file.ts';
import { OcaqError } from '../errors.ts';
import type { ByteSource } from '../formats/byte-source.ts';
import type { FolderSource } from '../formats/hf-folder.ts';
import { usageError } from './options.ts';

/** @throws OcaqError `file-unreadable`, `not-a-file`; its `read` throws `file-changed` where it is no more what it was */
export async function fileSource(file: string): Promise<ByteSource> {
  const info = await stat(file).catch((cause: unknown) => unreadable(file, cause));
  if (!info.isFile()) throw new OcaqError('not-a-file', `"${file}" is not a file.`, { file });
  return {
    name: file,
    size: info.size,
    async read(start, end) {
      const handle = await open(file);
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        const { size, mtimeMs } = await handle.stat();
        if (bytesRead !== bytes.length || size !== info.size || mtimeMs !== info.mtimeMs)
          throw new OcaqError(
            'file-changed',
            `"${file}" was changed while it was read, so what was read of it is not to be used. Try again when nothing writes to it.`,
            { file },
          );
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}

export function folderSource(folder: string): FolderSource {
  return {
    name: folder,
    list: () => readdir(folder).catch((cause: unknown) => unreadable(folder, cause)),
    open: (file) => fileSource(path.join(folder, file)),
  };
}

/** As a person chooses one in a page: of random access, and not read before it is asked for. */
export async function chosenFile(file: string): Promise<ChosenFile> {
  const { size } = await fileSource(file);
  await access(file, constants.R_OK).catch((cause: unknown) => unreadable(file, cause));
  const blob = await openAsBlob(file);
  return { name: file, size, slice: (start, end) => blob.slice(start, end), stream: () => blob.stream() };
}

export const fileChunks = (file: string): AsyncIterable<Uint8Array> =>
  createReadStream(file, { highWaterMark: 1 << 20 });

export const fileExists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => unreadable(file, cause));
}

export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    // Editors of Windows put a byte order mark in front, which JSON.parse refuses.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new OcaqError(
      'json-invalid',
      `"${file}" is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { file },
      { cause },
    );
  }
}

/**
 * Makes a folder, and those that it is to stand in. (Node's own recursive `mkdir` never returns where a file system makes none,
 * as /proc does.)
 * @returns the first one that was made; undefined where all were there
 * @throws OcaqError `usage` where it cannot be made
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const info = await stat(folder).catch(() => null);
  if (info?.isDirectory()) return undefined;
  if (info) throw usageError(`"${folder}" is a file, not a folder. Choose another one.`);
  const parent = path.dirname(folder);
  const made = parent === folder ? undefined : await makeFolder(parent);
  try {
    await mkdir(folder);
  } catch (cause) {
    // Another process may have made it meanwhile.
    if (!(await stat(folder).catch(() => null))?.isDirectory())
      throw usageError(`The folder "${folder}" cannot be made here (${String(cause)}). Choose another one.`);
  }
  return made ?? folder;
}

/** That a file can be written, as far as that is known before. @throws OcaqError `usage` where its folder cannot be made, or it is one */
export async function makeFolderOf(file: string): Promise<void> {
  await makeFolder(path.dirname(file));
  const info = await stat(file).catch(() => null);
  if (info?.isDirectory()) throw usageError(`"${file}" is a folder, not a file. Choose another name.`);
}

/**
 * Writes beside the file and renames: readers see the old or the new content, never a part.
 * @throws OcaqError `disk-full`, `usage` where it cannot be written, and as `makeFolderOf`; nothing is left then
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  await makeFolderOf(file);
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, content, { flush: true });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw writingError(file, error);
  }
}

/** What a person can mend said as such; anything else as it is. */
function writingError(file: string, error: unknown): unknown {
  if (isNoRoom(error)) return diskFull(file, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!NOT_WRITABLE.includes(code)) return error;
  return usageError(`"${file}" cannot be written here (${String(error)}). Choose another place or name.`);
}

const NOT_WRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENAMETOOLONG', 'EINVAL', 'EISDIR'];

/** Whether the disk, or what this user may take of it, is full. */
export const isNoRoom = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code));

const diskFull = (file: string, cause: unknown): OcaqError =>
  new OcaqError(
    'disk-full',
    `"${file}" was not written: there is no room left on its disk. What was there before is unchanged. Make room, then try again.`,
    { file },
    { cause },
  );

/**
 * Files of one folder that belong together: `write` writes each beside its name, and they get their names when all are there.
 * On an error none is left.
 * @throws as `writeWhole`
 */
export async function writeTogether<Name extends string, Result>(
  folder: string,
  names: readonly Name[],
  write: (partial: Readonly<Record<Name, string>>) => Promise<Result>,
): Promise<Result> {
  const made = await makeFolder(folder);
  for (const name of names) await makeFolderOf(path.join(folder, name));
  const files = names.map((name) => [name, path.join(folder, `${name}.partial`)] as const);
  try {
    const result = await write(Object.fromEntries(files) as Record<Name, string>);
    for (const [name, partial] of files) await rename(partial, path.join(folder, name));
    return result;
  } catch (error) {
    for (const [, partial] of files) await rm(partial, { force: true }).catch(() => undefined);
    if (made !== undefined) await rmdir(folder).catch(() => undefined);
    throw writingError(path.join(folder, names[0] ?? ''), error);
  }
}

/** Values as lines of JSON; a megabyte at a time. */
export async function writeLines(file: string, values: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
  await writeFile(file, linesOf(values), { flush: true });
}

async function* linesOf(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  let text = '';
  for await (const value of values) {
    text += `${JSON.stringify(value)}\n`;
    if (text.length < 1 << 20) continue;
    yield text;
    text = '';
  }
  yield text;
}

function unreadable(file: string, cause: unknown): never {
  throw unreadableError(file, cause);
}

/** @param cause what Node throws */
export function unreadableError(file: string, cause: unknown): OcaqError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why =
    code === 'ENOENT'
      ? 'does not exist'
      : code === 'EACCES'
        ? 'may not be read by this user'
        : code === 'EISDIR'
          ? 'is a folder, not a file'
          : code === 'ENOTDIR'
            ? 'is a file or lies in one, where a folder is needed'
            : `cannot be read (${String(cause)})`;
  return new OcaqError('file-unreadable', `"${file}" ${why}.`, { file }, { cause });
}
