/** What a folder is that is to be pushed, and whether this project can read it. */
import path from 'node:path';
import { checkPushed } from '../data/pushed-folder.ts';
import { READERS } from '../data/readers/table.ts';
import { OcaqError } from '../errors.ts';
import { readFolderModel } from '../model/folder.ts';
import { newInputReport, readInput, reasonText, requireDocuments } from './corpus-input.ts';
import { folderSource } from './files.ts';
import type { CommandResult } from './options.ts';

/**
 * What was found, for the result.
 * @param paths those that are pushed
 * @throws OcaqError what the readers of model folders, adapters and corpora throw
 */
export function checkFolder(
  dir: string,
  type: 'model' | 'dataset',
  paths: readonly string[],
  show: (text: string) => void,
): Promise<CommandResult> {
  if (type === 'dataset') return checkDataset(dir, paths, show);
  return checkPushed(folderSource(dir), readFolderModel).then((found) => ({ ...found }));
}

/** Every file of a format that is read must be read to its end; others, such as images, are pushed as they are. */
async function checkDataset(
  dir: string,
  paths: readonly string[],
  show: (text: string) => void,
): Promise<CommandResult> {
  const input = { name: dir, files: paths.map((file) => path.join(dir, file)), passedOver: [], licence: null };
  const report = newInputReport();
  let documents = 0;
  for await (const { source } of readInput(input, { field: undefined, format: undefined, encoding: 'auto' }, report)) {
    documents++;
    show(`reading ${source}`);
  }
  const damaged = report.passedOver.find(({ file, reason }) => isText(file) && reason !== 'empty');
  if (damaged)
    throw new OcaqError(
      'corpus-unreadable',
      `"${damaged.file}" cannot be read: ${reasonText(damaged)} Nothing was sent. Mend it, or take it out of the folder.`,
      { files: 1 },
    );
  requireDocuments(documents, [input], report);
  const badRows = report.files.reduce((sum, file) => sum + file.badRows, 0);
  return { kind: 'dataset', documents, bad_rows: badRows };
}

const isText = (file: string): boolean =>
  READERS.some(({ extensions }) => extensions.some((extension) => file.toLowerCase().endsWith(extension)));
