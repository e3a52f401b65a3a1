/** Files in archives that nobody means to read: what systems leave behind, empty ones, and pointers in place of files. */
import { OcaqError } from '../../errors.ts';
import type { Entry, SkipReason } from './container.ts';

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';
const LEFT_BEHIND = ['thumbs.db', 'desktop.ini'];

export function passedOver({ path, size }: Pick<Entry, 'path' | 'size'>): SkipReason | null {
  const names = path.split('/');
  // Of macOS: what its file system keeps beside a file.
  if (names[0] === '__MACOSX' || names.at(-1)!.startsWith('._')) return 'resource-fork';
  if (names.some((name) => name.startsWith('.')) || LEFT_BEHIND.includes(names.at(-1)!.toLowerCase())) return 'hidden';
  return size === 0 ? 'empty' : null;
}

export const isLfsPointer = (head: Uint8Array): boolean =>
  new TextDecoder().decode(head.subarray(0, LFS_POINTER.length)) === LFS_POINTER;

export const lfsPointer = (file: string): OcaqError =>
  new OcaqError(
    'file-lfs-pointer',
    `${file} is a Git LFS pointer: it names a file and does not hold it. Download the file itself, for example with "git lfs pull".`,
    { file },
  );
