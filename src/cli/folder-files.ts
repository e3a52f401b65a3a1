/**
 * The files of a folder and of all folders in it, sorted by their paths. Links are followed, and whatever they lead to is read
 * once; what is no file of the corpus is listed with the reason.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { unreadableError } from './files.ts';

export interface FolderFiles {
  readonly files: { readonly file: string; readonly size: number }[];
  readonly passedOver: PassedOverPath[];
}

export interface PassedOverPath {
  readonly file: string;
  /** `output`: it is what the command writes. `read-already`: a link to what has another path here. */
  readonly reason: 'link-broken' | 'not-a-file' | 'output' | 'read-already' | 'unreadable';
  readonly message?: string;
}

/** @param out the file or folder that is written, which is no input wherever it lies */
export async function filesIn(folder: string, out?: string): Promise<FolderFiles> {
  const walk = new FolderWalk(out === undefined ? undefined : await realpath(out).catch(() => undefined));
  await walk.follow(folder);
  // What has a path of its own comes before links to it; following one may lead to more.
  for (const link of walk.links) await walk.follow(link);
  const byPath = (a: { readonly file: string }, b: { readonly file: string }) => (a.file < b.file ? -1 : 1);
  return { files: walk.files.sort(byPath), passedOver: walk.passedOver.sort(byPath) };
}

class FolderWalk {
  readonly files: FolderFiles['files'] = [];
  readonly passedOver: PassedOverPath[] = [];
  readonly links: string[] = [];
  readonly #out: string | undefined;
  readonly #met = new Set<string>();

  constructor(out: string | undefined) {
    this.#out = out;
  }

  async follow(link: string): Promise<void> {
    try {
      await this.#visit(link, await realpath(link));
    } catch (cause) {
      this.#failed(link, cause);
    }
  }

  /** @param real the same without links */
  async #visit(file: string, real: string): Promise<void> {
    if (real === this.#out) return this.#passOver(file, 'output');
    if (this.#met.has(real)) return this.#passOver(file, 'read-already');
    this.#met.add(real);
    try {
      const info = await stat(real);
      if (info.isDirectory()) await this.#open(file, real);
      else if (info.isFile()) this.files.push({ file, size: info.size });
      else this.#passOver(file, 'not-a-file');
    } catch (cause) {
      this.#failed(file, cause);
    }
  }

  async #open(folder: string, real: string): Promise<void> {
    for (const entry of await readdir(real, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isSymbolicLink()) this.links.push(file);
      else await this.#visit(file, path.join(real, entry.name));
    }
  }

  #passOver(file: string, reason: PassedOverPath['reason']): void {
    this.passedOver.push({ file, reason });
  }

  #failed(file: string, cause: unknown): void {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENOENT' || code === 'ELOOP') this.#passOver(file, 'link-broken');
    else this.passedOver.push({ file, reason: 'unreadable', message: unreadableError(file, cause).message });
  }
}
