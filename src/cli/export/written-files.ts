/** Files that an export has written, with their sizes. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { WrittenFile } from './target.ts';

export const writtenFiles = (dir: string, names: readonly string[]): Promise<WrittenFile[]> =>
  Promise.all(names.map(async (name) => ({ name, bytes: (await stat(path.join(dir, name))).size })));
