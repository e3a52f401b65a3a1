/**
 * Changed files of every format end in documents or an error of our own, within a second and in bounded memory. By default a few
 * hundred of each; OCAQ_FUZZ_INPUTS is how many, OCAQ_FUZZ_SEED which ones, OCAQ_FUZZ_FIRST the number of the first:
 * `OCAQ_FUZZ_INPUTS=20000 npx vitest run --project unit src/testing/fuzz -t parquet` prints what became of them.
 */
import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { FUZZED } from './targets.ts';

const chosen = process.env.OCAQ_FUZZ_INPUTS;
const inputs = Number(chosen ?? 100);
const seed = Number(process.env.OCAQ_FUZZ_SEED ?? 1);
const first = Number(process.env.OCAQ_FUZZ_FIRST ?? 0);

for (const target of FUZZED)
  it(target.name, { timeout: 60_000 + 1000 * inputs }, async () => {
    const report = await fuzz(target, inputs, seed, first);
    if (chosen !== undefined) console.log(JSON.stringify({ target: target.name, ...report }));
    expect(report.faults).toEqual({});
    expect(report.read).toBeGreaterThan(0);
  });
