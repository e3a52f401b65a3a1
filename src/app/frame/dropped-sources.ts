/** What was dropped on the page, as sources: each file is one, and each folder with all files in it, however deep. */
import type { SourceFiles } from '../../worker/api.ts';
import { entriesOf, fileOf, isFile, isFolder } from '../model/picked-folder.ts';

/** Must be called while the drop is being handled: the browser forgets what was dropped afterwards. */
export function droppedSources(items: DataTransferItemList): Promise<SourceFiles[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return Promise.all(entries.map(async (entry) => ({ name: entry.name, files: await filesUnder(entry, '') })));
}

async function filesUnder(entry: FileSystemEntry, folder: string): Promise<SourceFiles['files']> {
  const path = `${folder}${entry.name}`;
  if (isFile(entry)) return [{ path, file: await fileOf(entry) }];
  if (!isFolder(entry)) return [];
  const inside = await Promise.all((await entriesOf(entry)).map((one) => filesUnder(one, `${path}/`)));
  return inside.flat();
}
