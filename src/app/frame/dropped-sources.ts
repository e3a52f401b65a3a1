/** What was dropped on the page, as sources: each file is one, and each folder with all files in it, however deep. */
import { OcaqError } from '../../errors.ts';
import type { SourceFiles } from '../../worker/api.ts';
import { entriesOf, fileOf, isFile, isFolder } from '../model/picked-folder.ts';

/** Must be called while the drop is being handled: the browser forgets what was dropped afterwards. */
export async function droppedSources(items: DataTransferItemList): Promise<SourceFiles[]> {
  const dropped = Array.from(items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const sources = await Promise.all(
    dropped.map(async ({ entry, file }): Promise<SourceFiles[]> => {
      if (entry && isFolder(entry)) return [{ name: entry.name, files: await filesUnder(entry, '') }];
      // What another page or a script hands over is a file without a place on the disk.
      return file ? [{ name: file.name, files: [{ path: file.name, file }] }] : [];
    }),
  );
  return sources.flat();
}

/** What is gone by now is named without its file. */
async function filesUnder(entry: FileSystemEntry, folder: string): Promise<SourceFiles['files']> {
  const path = `${folder}${entry.name}`;
  try {
    if (isFile(entry)) return [{ path, file: await fileOf(entry) }];
    if (!isFolder(entry)) return [];
    const inside = await Promise.all((await entriesOf(entry)).map((one) => filesUnder(one, `${path}/`)));
    return inside.flat();
  } catch (error) {
    if (error instanceof OcaqError && error.code === 'file-unreadable') return [{ path, file: null }];
    throw error;
  }
}
