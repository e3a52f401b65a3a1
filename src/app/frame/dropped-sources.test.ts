import { expect, test } from 'vitest';
import { droppedSources } from './dropped-sources.ts';

// Entries as the File and Directory Entries API hands them over: through callbacks, a folder in parts.
const gone = new DOMException('A requested file or directory could not be found.', 'NotFoundError');

const fileEntry = (name: string, file: File | null) => ({
  name,
  isFile: true,
  isDirectory: false,
  file: (found: (file: File) => void, failed: (cause: unknown) => void) => (file ? found(file) : failed(gone)),
});

const folderEntry = (name: string, entries: readonly object[] | null) => ({
  name,
  isFile: false,
  isDirectory: true,
  createReader() {
    const parts = [entries, []];
    return {
      readEntries: (found: (part: readonly object[]) => void, failed: (cause: unknown) => void) => {
        const part = parts.shift();
        if (part) found(part);
        else failed(gone);
      },
    };
  },
});

const dropped = (entry: object) =>
  droppedSources([{ webkitGetAsEntry: () => entry, getAsFile: () => null }] as unknown as DataTransferItemList);

test('a file that vanishes while its folder is opened is named, and the others are there', async () => {
  const [a, b] = ['a.txt', 'b.txt'].map((name) => new File([name], name)) as [File, File];
  const inside = folderEntry('içində', [fileEntry('b.txt', b), fileEntry('itən.txt', null)]);
  const folder = folderEntry('mətnlər', [fileEntry('a.txt', a), inside, folderEntry('itən', null)]);
  expect(await dropped(folder)).toEqual([
    {
      name: 'mətnlər',
      files: [
        { path: 'mətnlər/a.txt', file: a },
        { path: 'mətnlər/içində/b.txt', file: b },
        { path: 'mətnlər/içində/itən.txt', file: null },
        { path: 'mətnlər/itən', file: null },
      ],
    },
  ]);
});

test('what is wrong otherwise is not passed over', async () => {
  const broken = { ...folderEntry('a', []), createReader: () => null };
  await expect(dropped(broken)).rejects.toThrow(TypeError);
});
