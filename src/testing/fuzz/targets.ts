/** What is fuzzed, an entry each: the files that are changed, the words of their format, and how the program opens them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import type { Random } from '../../data/random.ts';
import type { ChosenFile } from '../../data/readers/reader-file.ts';
import { newSourceReport, readingOfAllFields, readSource } from '../../data/readers/source.ts';
import type { FuzzTarget } from './fuzz.ts';
import { MODEL_FILES } from './model-files.ts';
import { mutate, oneOf } from './mutate.ts';

const FOLDER = fileURLToPath(new URL('seeds', import.meta.url));

const JSON_WORDS = ['\n', '[[', ...'{ } [ ] " : , null 1e999 \\u0000 \\ud800 "text": {"a":'.split(' ')];
const XML_WORDS = ['<a b="', ...'< > </ /> & &# &lt; <!-- --> <![CDATA[ <p> </p> <?'.split(' ')];
const PAGE_WORDS = '<page> </page> <text> </text> <ref> </ref> <nowiki> </nowiki>'.split(' ');
const WIKI_WORDS = ['\n', ...PAGE_WORDS, ..."{{ }} [[ ]] {| |} |- | ''' -{ }- ==".split(' ')];
const PDF_WORDS = ['0 R', ...'<< >> obj endobj stream endstream /Kids /Length /Filter [ ( Tj q'.split(' ')];
const WORD_WORDS = ['<w:fldChar w:fldCharType="begin"/>', ...'<w:p> <w:tbl> <w:tr> <w:tc> <w:r> <w:t>'.split(' ')];

/** Files that are read into a corpus, by the endings of their names, and files of models. */
export const FUZZED: readonly FuzzTarget[] = [
  corpusFile('parquet', ['.parquet'], []),
  corpusFile('arrow', ['.arrow'], []),
  corpusFile('jsonl', ['.jsonl'], JSON_WORDS),
  corpusFile('json', ['.json'], JSON_WORDS),
  corpusFile('csv', ['.csv', '.tsv'], ['"', ',', ';', '\t', '\r', '\n', '""']),
  corpusFile('mediawiki', ['.xml'], [...XML_WORDS, ...WIKI_WORDS]),
  corpusFile('pdf', ['.pdf'], PDF_WORDS),
  corpusFile('docx', ['.docx'], [...XML_WORDS, ...WORD_WORDS]),
  corpusFile('epub', ['.epub'], [...XML_WORDS, '<item href="', '<itemref idref="']),
  corpusFile('zip', ['.zip'], ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', '../']),
  corpusFile('gzip', ['.txt.gz', '.tar.gz'], ['\x1f\x8b\x08\x00']),
  corpusFile('tar', ['.tar'], ['ustar\0', '0', '\0', '7777777']),
  corpusFile('bzip2', ['.bz2'], ['BZh9', '1AY&SY']),
  corpusFile('xz', ['.xz'], ['\0', '7zXZ']),
  corpusFile('zstd', ['.zst'], ['\0']),
  ...MODEL_FILES,
];

function corpusFile(name: string, endings: readonly string[], words: readonly string[]): FuzzTarget {
  const files = readdirSync(FOLDER).filter((file) => endings.some((ending) => file.endsWith(ending)));
  if (files.length === 0) throw new Error(`there is no file ${endings.join(', ')} in ${FOLDER}`);
  const seeds = files.map((file) => new Uint8Array(readFileSync(path.join(FOLDER, file))));
  return {
    name,
    make(random) {
      const seed = oneOf(random, seeds);
      const changed = (file: Uint8Array) => mutate(file, { random, words, others: seeds });
      return isZip(seed) && random.integer(2) === 0 ? inside(seed, random, changed) : changed(seed);
    },
    async open(bytes, cameOut) {
      const report = newSourceReport();
      const file = fileInMemory(`a${endings[0]}`, bytes);
      try {
        for await (const _ of readSource([file], {}, report, { suggest: readingOfAllFields }));
      } finally {
        cameOut.bytes = report.counts.bytes;
      }
    },
  };
}

/** A `File` of Node takes longer than most of what is read of it here. */
const fileInMemory = (name: string, bytes: Uint8Array<ArrayBuffer>): ChosenFile => ({
  name,
  size: bytes.length,
  slice: (start, end) => ({ arrayBuffer: async () => bytes.slice(start, end).buffer }),
  stream: () =>
    new ReadableStream({
      pull(controller) {
        if (bytes.length > 0) controller.enqueue(bytes);
        controller.close();
      },
    }),
});

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** One of the files in a zip changed, and the zip whole: its checksums would tell any change of its bytes. */
function inside(
  zip: Uint8Array,
  random: Random,
  changed: (file: Uint8Array) => Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const files = unzipSync(zip);
  const name = oneOf(random, Object.keys(files));
  return zipSync({ ...files, [name]: changed(files[name]!) }, { level: 1 });
}
