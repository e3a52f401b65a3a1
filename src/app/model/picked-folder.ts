/** A folder that a person picked or dropped, as the files that lie directly in it. */
import { asFileError } from '../../data/file-errors.ts';
import type { ModelFolder } from '../../state/importing.ts';

/** @param files of an input that takes folders; null where it was empty */
export function pickedFolder(files: readonly File[]): ModelFolder | null {
  const name = files[0]?.webkitRelativePath.split('/')[0];
  if (name === undefined) return null;
  return { name, files: files.filter((file) => file.webkitRelativePath.split('/').length === 2) };
}

/**
 * Must be called while the drop is being handled: the browser forgets what was dropped afterwards.
 * @param items a folder, or the files of one
 */
export async function droppedFolder(items: DataTransferItemList): Promise<ModelFolder | null> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const folder = entries.find(isFolder);
  const files = await Promise.all((folder ? await entriesOf(folder) : entries).filter(isFile).map(fileOf));
  const [first] = files;
  if (first === undefined) return null;
  return { name: folder?.name ?? first.name, files };
}

export const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
export const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** The browser hands them over in parts; an empty one is the last. @throws OcaqError `file-unreadable` */
export async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, (cause) => reject(asFileError(folder.name, cause))),
    );
    if (part.length === 0) return entries;
    entries.push(...part);
  }
}

/** @throws OcaqError `file-unreadable` where it is gone by now */
export const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, (cause) => reject(asFileError(entry.name, cause))));
