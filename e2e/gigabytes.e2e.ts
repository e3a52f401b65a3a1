/** Text of gigabytes goes through the whole workshop in bounded memory. OCAQ_GIGABYTES says how much; default 2. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { SimilarDocuments } from '../src/testing/similar-documents.ts';
import { expect, test } from './fixtures.ts';
import { watchHeap } from './heap.ts';
import { openStudio, stored } from './steps.ts';

const BYTES = Number(process.env.OCAQ_GIGABYTES ?? 2) * 1e9;
const NEAR_DUPLICATES = 0.3;
const HEAP_LIMIT = 600e6;
const HOURS = 3_600_000;

test.use({ webGpu: false });

/** Documents of 50 to 650 words, of which the given share are made from the one before. @returns how many there are */
async function writeText(file: string): Promise<number> {
  const made = new SimilarDocuments(1);
  const out = createWriteStream(file);
  const write = async (text: string) => {
    if (!out.write(`${text}\n\n`)) await once(out, 'drain');
    return Buffer.byteLength(text) + 2;
  };
  let documents = 0;
  for (let bytes = 0, due = 0; bytes < BYTES; documents++) {
    const text = made.document(50 + ((documents * 7919) % 600));
    bytes += await write(text);
    due += NEAR_DUPLICATES / (1 - NEAR_DUPLICATES);
    if (due < 1) continue;
    due--;
    documents++;
    bytes += await write(nearlySame(text, made));
  }
  out.end();
  await finished(out);
  return documents;
}

/** Every hundredth word is another, so about 90 of 100 runs of five words are in both. */
const nearlySame = (text: string, made: SimilarDocuments): string =>
  text
    .split(' ')
    .map((word, i) => (i % 100 === 30 ? made.document(1) : word))
    .join(' ');

test('gigabytes of text with near-duplicates are read and cleaned in bounded memory @long', async ({
  page,
  profile,
}) => {
  test.setTimeout(2 * HOURS);
  const file = path.join(profile, 'gigabytes.txt');
  const written = await writeText(file);
  const { size } = await stat(file);
  await openStudio(page);
  const stop = await watchHeap(page);
  const began = Date.now();
  await page.getByTestId('drop-input').first().setInputFiles(file);
  await page.getByTestId('import-confirm').click({ timeout: HOURS });
  const confirmed = Date.now();
  await expect(async () => {
    const [source] = await stored<{ cleaned: object | null }>(page, 'sources');
    expect(source?.cleaned).toBeTruthy();
  }).toPass({ timeout: 2 * HOURS, intervals: [5000] });
  const seconds = (Date.now() - confirmed) / 1000;
  const peak = await stop();
  const [source] = await stored<{
    documents: number;
    cleaned: { documents: number; details: { steps: { id: string; removed: number }[] } };
  }>(page, 'sources');
  const removed = source!.cleaned.details.steps.find(({ id }) => id === 'near-duplicates')!.removed;
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `${mb(size)}, ${written} documents, ${removed} near-duplicates; preview ${(confirmed - began) / 1000} s, read and cleaned in ${seconds} s; ` +
      `heap of ${peak.threads} threads: objects ${mb(peak.objects)}, buffers ${mb(peak.buffers)}, together ${mb(peak.all)}`,
  );
  expect(source!.documents).toBe(written);
  expect(removed / written).toBeGreaterThan(0.95 * NEAR_DUPLICATES);
  expect(peak.threads).toBeGreaterThan(2);
  expect(peak.all).toBeLessThan(HEAP_LIMIT);
});
