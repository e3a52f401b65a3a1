/**
 * The files of a folder that are pushed to the Hub, each with what it is known by there; and what stays behind, by name: hidden
 * files, training state, unfinished files. Of links, those to files are followed.
 */
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { OcaqError } from '../errors.ts';
import { type Hashes, prepareFile } from '../remote/hub/prepare-file.ts';
import type { PushFile } from '../remote/hub/push-target.ts';
import { fileChunks, fileSource, unreadableError } from './files.ts';

export interface LeftOut {
  /** A file, or a folder with all that is in it. */
  readonly file: string;
  readonly reason: 'hidden' | 'training-state' | 'unfinished' | 'note' | 'link' | 'not-a-file';
}

export interface FolderToPush {
  /** By their paths in the folder, with slashes, sorted. */
  readonly paths: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** Of this project, of transformers and of what is built on it. */
const STATE_FOLDERS = /^(checkpoints|checkpoint-\d+|global_step\d+)$/;
const STATE_FILES =
  /^((optimizer|optim|scheduler|scaler|training_args)\.(pt|bin|json|safetensors)|rng_state.*\.pth|trainer_state\.json|state\.safetensors)$/;
/** What a download wrote down for itself. */
const NOTES = ['ocaq-download.json'];

const HASHES: Hashes = { sha256: () => createHash('sha256'), sha1: () => createHash('sha1') };

/** @throws OcaqError `file-unreadable` */
export async function filesToPush(dir: string): Promise<FolderToPush> {
  const paths: string[] = [];
  const leftOut: LeftOut[] = [];
  async function visit(inside: string): Promise<void> {
    const at = path.join(dir, inside);
    const entries = await readdir(at, { withFileTypes: true }).catch((cause: unknown) => {
      throw unreadableError(at, cause);
    });
    for (const entry of entries) {
      const file = inside === '' ? entry.name : `${inside}/${entry.name}`;
      const info = await stat(path.join(dir, file)).catch(() => null);
      const isFolder = info?.isDirectory() === true;
      const reason = reasonToLeave(entry.name, isFolder);
      if (reason) leftOut.push({ file, reason });
      else if (isFolder && entry.isSymbolicLink()) leftOut.push({ file, reason: 'link' });
      else if (isFolder) await visit(file);
      else if (info?.isFile()) paths.push(file);
      else leftOut.push({ file, reason: 'not-a-file' });
    }
  }
  await visit('');
  const byPath = (a: string, b: string) => (a < b ? -1 : 1);
  return { paths: paths.sort(byPath), leftOut: leftOut.sort((a, b) => byPath(a.file, b.file)) };
}

function reasonToLeave(name: string, isFolder: boolean): LeftOut['reason'] | null {
  if (name.startsWith('.')) return 'hidden';
  if (isFolder) return STATE_FOLDERS.test(name) ? 'training-state' : null;
  if (STATE_FILES.test(name)) return 'training-state';
  if (name.endsWith('.partial')) return 'unfinished';
  return NOTES.includes(name) ? 'note' : null;
}

export interface PreparedFiles {
  readonly files: readonly PushFile[];
  /** @throws OcaqError `file-changed` where one is no more what it was when it was prepared */
  checkUnchanged(): Promise<void>;
}

/**
 * Reads every file once.
 * @param show told which file is read
 * @throws OcaqError `hub-token-in-file`, `file-changed`, `file-unreadable`
 */
export async function prepareFiles(
  dir: string,
  paths: readonly string[],
  token: string,
  show: (file: string) => void,
): Promise<PreparedFiles> {
  const files: PushFile[] = [];
  const stamps = new Map<string, string>();
  for (const inside of paths) {
    const file = path.join(dir, inside);
    show(inside);
    await fileSource(file);
    stamps.set(file, await stampOf(file));
    const content = await openAsBlob(file);
    files.push(await prepareFile(inside, content, fileChunks(file), token, HASHES));
  }
  async function checkUnchanged(): Promise<void> {
    for (const [file, stamp] of stamps) if ((await stampOf(file)) !== stamp) throw changed(file);
  }
  await checkUnchanged();
  return { files, checkUnchanged };
}

const stampOf = (file: string): Promise<string> =>
  stat(file).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => 'gone',
  );

const changed = (file: string): OcaqError =>
  new OcaqError(
    'file-changed',
    `"${file}" was changed while it was pushed, so nothing was committed. Run the command again when nothing writes to it: files that had arrived are not sent again.`,
    { file },
  );
