/** Compares two sets of documents that were made of the same source. */
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { MinHasher, similarityOf } from '../../data/cleaning/minhash.ts';
import { beforeAndAfter, beginning } from '../../data/excerpt.ts';
import { documentHash } from '../../data/heldout.ts';
import { OcaqError } from '../../errors.ts';
import { fileSource } from '../files.ts';
import { defineCommand } from '../options.ts';

interface Line {
  readonly text: string;
  readonly source: string;
}

const SHOWN_UNITS = 200;
const EXAMPLES = 5;
/** A document that was changed is looked for among so many of its source, and is at least so like. */
const WINDOW = 64;
const LEAST_SIMILARITY = 0.3;

export const diffCorpora = defineCommand({
  name: 'corpus diff',
  summary: 'Compares two sets of documents that were made of the same texts, as by `corpus clean` with other steps.',
  details: [
    'Documents are the same where only white space differs. One of each set, of the same source and in the same order, that have much in common are one document that was changed.',
  ],
  options: {
    before: { kind: 'text', value: 'FILE', required: true, help: 'A `documents.jsonl`, or the folder that it is in.' },
    after: { kind: 'text', value: 'FILE', required: true, help: 'The other one.' },
  },
  async run({ before, after }) {
    const [first, second] = [await hashesOf(before), await hashesOf(after)];
    const [removed, added] = [await missing(before, second), await missing(after, first)];
    const changed = pairs(removed, added);
    const paired = new Set(changed.flat());
    const onlyBefore = removed.filter((line) => !paired.has(line));
    const onlyAfter = added.filter((line) => !paired.has(line));
    const shown = ({ text, source }: Line) => ({ source, text: beginning(text, SHOWN_UNITS) });
    return {
      before: total(first),
      after: total(second),
      same: total(first) - removed.length,
      changed: changed.length,
      only_before: onlyBefore.length,
      only_after: onlyAfter.length,
      examples: {
        changed: changed
          .slice(0, EXAMPLES)
          .map(([a, b]) => ({ source: a.source, ...beforeAndAfter(a.text, b.text, SHOWN_UNITS) })),
        only_before: onlyBefore.slice(0, EXAMPLES).map(shown),
        only_after: onlyAfter.slice(0, EXAMPLES).map(shown),
      },
    };
  },
});

const total = (hashes: ReadonlyMap<string, number>): number => [...hashes.values()].reduce((a, b) => a + b, 0);

async function* linesOf(file: string): AsyncGenerator<Line> {
  await fileSource(documentsFile(file));
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(documentsFile(file)), crlfDelay: Infinity })) {
    number++;
    if (line.trim() !== '') yield parsed(line, file, number);
  }
}

const documentsFile = (file: string): string =>
  statSync(file, { throwIfNoEntry: false })?.isDirectory() ? path.join(file, 'documents.jsonl') : file;

function parsed(line: string, file: string, number: number): Line {
  try {
    const { text, source = '' } = JSON.parse(line) as { text?: unknown; source?: unknown };
    if (typeof text === 'string') return { text, source: String(source) };
  } catch {
    // What is said below holds for it too.
  }
  throw new OcaqError('json-invalid', `Line ${number} of "${file}" is no document, as in {"text": "…"}.`, { file });
}

/** How often each document is there. */
async function hashesOf(file: string): Promise<Map<string, number>> {
  const hashes = new Map<string, number>();
  for await (const { text } of linesOf(file)) {
    const hash = documentHash(text);
    hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
  }
  return hashes;
}

/** Documents of a file that the other one does not have as often. */
async function missing(file: string, other: ReadonlyMap<string, number>): Promise<Line[]> {
  const left = new Map(other);
  const lines: Line[] = [];
  for await (const line of linesOf(file)) {
    const hash = documentHash(line.text);
    const times = left.get(hash) ?? 0;
    if (times > 0) left.set(hash, times - 1);
    else lines.push(line);
  }
  return lines;
}

function pairs(before: readonly Line[], after: readonly Line[]): (readonly [Line, Line])[] {
  const found: (readonly [Line, Line])[] = [];
  for (const source of new Set(before.map((line) => line.source))) {
    let waiting = after.filter((line) => line.source === source);
    for (const line of before.filter((one) => one.source === source)) {
      const at = waiting.slice(0, WINDOW).findIndex((other) => areAlike(line.text, other.text));
      const other = waiting[at];
      if (other === undefined) continue;
      found.push([line, other]);
      waiting = waiting.slice(at + 1);
    }
  }
  return found;
}

const hasher = new MinHasher();

/** Texts of fewer than five words are alike where one begins as the other does. */
function areAlike(a: string, b: string): boolean {
  const [first, second] = [hasher.signature(a), hasher.signature(b)];
  if (!first || !second) return a.slice(0, 8) === b.slice(0, 8);
  const equal = first.reduce((count, byte, i) => count + Number(byte === second[i]), 0);
  return similarityOf(equal / first.length) >= LEAST_SIMILARITY;
}
