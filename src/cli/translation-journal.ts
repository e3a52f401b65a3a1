/**
 * What a translation has received so far, beside the file that it writes: one JSON object a line, flushed before more is
 * asked for. A line that was cut off by a crash is passed over.
 */
import { createHash } from 'node:crypto';
import { appendFile, open } from 'node:fs/promises';
import path from 'node:path';
import type { Direction } from '../data/translation/checks.ts';
import { addUsage, NO_USAGE, type Usage } from '../data/translation/cost.ts';
import type { Source, Texts } from '../data/translation/record.ts';
import type { Settled } from '../remote/translate-all.ts';
import { fileExists, makeFolder, readText } from './files.ts';
import { usageError } from './options.ts';

/** What became of a record; null: its answer could not be used, or was refused. */
export type Received = ReadonlyMap<number, Texts | null>;

interface Head extends Direction {
  /** SHA-256 of the records. */
  readonly data: string;
}
type Line = Head | { readonly id: number; readonly texts: Texts | null } | { readonly usage: Usage };

export interface Journal {
  readonly received: Received;
  readonly usage: Usage;
  add(settled: readonly Settled[], usage: Usage): Promise<void>;
}

/** Opens the journal of this translation, or begins it. @throws OcaqError `usage` where it is another one's */
export async function openJournal(file: string, sources: readonly Source[], { from, to }: Direction): Promise<Journal> {
  const head: Head = { from, to, data: createHash('sha256').update(JSON.stringify(sources)).digest('hex') };
  const received = new Map<number, Texts | null>();
  const journal = { received, usage: NO_USAGE, add };
  if (await fileExists(file)) await readJournal();
  else {
    await makeFolder(path.dirname(file));
    await write([head]);
  }

  async function readJournal(): Promise<void> {
    const text = await readText(file);
    const [first, ...lines] = linesOf(text);
    if (JSON.stringify(first) !== JSON.stringify(head))
      throw usageError(
        `"${file}" is the journal of another translation: its records or languages differ. Choose another --out, or delete it.`,
      );
    for (const line of lines) {
      if ('id' in line) received.set(line.id, line.texts);
      if ('usage' in line) journal.usage = addUsage(journal.usage, line.usage);
    }
    if (!text.endsWith('\n')) await appendFile(file, '\n');
  }

  async function add(settled: readonly Settled[], usage: Usage): Promise<void> {
    const lines = settled.map((one) => ({ id: one.id, texts: 'texts' in one ? one.texts : null }));
    await write([...lines, { usage }]);
    for (const { id, texts } of lines) received.set(id, texts);
    journal.usage = addUsage(journal.usage, usage);
  }

  async function write(lines: readonly Line[]): Promise<void> {
    const handle = await open(file, 'a');
    try {
      await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  return journal;
}

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return []; // cut off, or the end of the file
    }
  });
}
