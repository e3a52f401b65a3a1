/**
 * What each step makes of the labelled set, in figures: `npm run docs:cleaning` writes docs/cleaning-quality.md from them, and
 * the test holds it to them.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../pipeline.ts';
import type { Dropped, Kept } from '../step.ts';
import { DEFAULT_STEPS, openSteps, type StepId } from '../table.ts';
import { TEXTS_LIKE_PAGES } from './boilerplate-lines.ts';
import { LABELLED_CASES, LABELLED_PAIRS, type LabelledCase } from './cases.ts';
import { OTHERS_IN_CYRILLIC_AND_ARABIC } from './cyrillic-pairs.ts';
import { CLEAN_TEXTS } from './texts.ts';

const STEPS = [...new Set(LABELLED_CASES.map(({ step }) => step))];

const CLEAN: readonly string[] = [
  ...new Set([
    ...Object.values(CLEAN_TEXTS).flat(),
    ...LABELLED_CASES.filter(({ remark }) => remark === undefined).map(({ after }) => after),
    ...TEXTS_LIKE_PAGES,
    ...OTHERS_IN_CYRILLIC_AND_ARABIC,
  ]),
];

function cleanerOf(step: StepId, options: LabelledCase['options'] = {}) {
  const [opened] = openSteps([{ id: step, options }], {}).document;
  if (!opened) throw new RangeError(`not a step of documents: ${step}`);
  return (text: string) => opened.clean(text, { scores: {} });
}

const remarkOf = (result: Kept | Dropped) => (result.text === null ? undefined : result.remark);
const isTouched = (text: string, result: Kept | Dropped) => result.text !== text || remarkOf(result) !== undefined;

interface Score {
  kind: string;
  cases: number;
  right: number;
  /** Changed or reported, but not as it should be. */
  wrong: number;
}

function scoresOf(step: StepId): Score[] {
  const kinds = new Map<string, Score>();
  for (const labelled of LABELLED_CASES.filter((labelled) => labelled.step === step)) {
    const score = kinds.get(labelled.kind) ?? { kind: labelled.kind, cases: 0, right: 0, wrong: 0 };
    kinds.set(labelled.kind, score);
    const result = cleanerOf(step, labelled.options)(labelled.before);
    score.cases++;
    const isSaid = labelled.remark === undefined || remarkOf(result) === labelled.remark;
    if (result.text === labelled.after && isSaid) score.right++;
    else if (isTouched(labelled.before, result)) score.wrong++;
  }
  return [...kinds.values()];
}

/** Clean documents that a step changes or reports, with any options of its cases. */
function falseAlarmsOf(step: StepId, isAlarm = isTouched): string[] {
  const options = LABELLED_CASES.filter((labelled) => labelled.step === step).map((labelled) => labelled.options ?? {});
  const cleaners = [...new Set(options.map((each) => JSON.stringify(each)))].map((each) =>
    cleanerOf(step, JSON.parse(each)),
  );
  return CLEAN.filter((text) => cleaners.some((clean) => isAlarm(text, clean(text))));
}

function pairScores() {
  const open = () => new Pipeline(openSteps([{ id: 'near-duplicates', options: {} }], {}));
  const judged = LABELLED_PAIRS.map(([kind, first, second, isNear]) => {
    const pipeline = open();
    pipeline.process({ text: first });
    return { kind, isNear, isDropped: pipeline.process({ text: second }) === null };
  });
  const near = judged.filter(({ isNear }) => isNear);
  return {
    pairs: judged.length,
    near: near.length,
    found: near.filter(({ isDropped }) => isDropped).length,
    falselyFound: judged.filter(({ isNear, isDropped }) => !isNear && isDropped).length,
  };
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

function tables(): string {
  const rows = STEPS.map((step) => {
    const scores = scoresOf(step);
    const sum = (count: (score: Score) => number) => scores.reduce((total, score) => total + count(score), 0);
    const [cases, right, wrong] = [sum((s) => s.cases), sum((s) => s.right), sum((s) => s.wrong)];
    const alarms = falseAlarmsOf(step).length;
    return `| ${step} | ${cases} | ${right} | ${wrong} | ${alarms} of ${CLEAN.length} | ${percent(right, right + wrong + alarms)} | ${percent(right, cases)} |`;
  });
  const { pairs, near, found, falselyFound } = pairScores();
  const kinds = STEPS.flatMap((step) =>
    scoresOf(step).map(({ kind, cases, right, wrong }) => `| ${step} | ${kind} | ${cases} | ${right} | ${wrong} |`),
  );
  return `# What the cleaning steps find and miss

Written by \`npm run docs:cleaning\` from the labelled set in \`src/data/cleaning/labelled/\`: ${LABELLED_CASES.length} damaged documents,
${LABELLED_PAIRS.length} pairs and ${CLEAN.length} clean documents. A case is right where the step makes of it exactly what it should, byte for byte, or
says what it should; wrong where it changes or reports something else. Precision is right ÷ (right + wrong + false alarms),
recall right ÷ cases. The set is small, was written by those who wrote the steps, and served to find their mistakes: the rules of
\`repair-encoding\` were mended until they passed. The figures show where steps stand, not what they reach on the web.

| step | cases | right | wrong | false alarms | precision | recall |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
| near-duplicates | ${near} | ${found} | 0 | ${falselyFound} of ${pairs - near} | ${percent(found, found + falselyFound)} | ${percent(found, near)} |

By kind of damage:

| step | kind | cases | right | wrong |
| --- | --- | ---: | ---: | ---: |
${kinds.join('\n')}
`;
}

describe('the labelled set', () => {
  it('has at least 300 cases', () => {
    expect(LABELLED_CASES.length + LABELLED_PAIRS.length).toBeGreaterThanOrEqual(300);
    for (const { before, after, remark } of LABELLED_CASES) expect(before !== after || remark !== undefined).toBe(true);
  });

  it('is judged as docs/cleaning-quality.md says', async () => {
    await expect(tables()).toMatchFileSnapshot('../../../../docs/cleaning-quality.md');
  });

  it.each(STEPS)('%s leaves clean documents as they are', (step) => {
    expect(falseAlarmsOf(step, (text, result) => result.text !== text)).toEqual([]);
  });

  it('passes clean documents through the default steps byte for byte', () => {
    const choices = DEFAULT_STEPS.filter(({ id }) => id !== 'exact-duplicates' && id !== 'near-duplicates');
    const pipeline = new Pipeline(openSteps(choices, {}));
    const texts = CLEAN.filter((text) => text.length >= 20);
    expect(texts.filter((text) => pipeline.process({ text }) !== text)).toEqual([]);
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the test of cleaning steps on more clean text is SKIPPED');

describe.skipIf(!testData)('paragraphs of published texts', () => {
  it.each(['az_demo_corpus.txt', 'war-and-peace.txt'])('%s: at least 99.9 % stay byte for byte', (file) => {
    const paragraphs = readFileSync(`${testData}/corpus/${file}`, 'utf8').split(/\r?\n(?:\r?\n)+/);
    const clean = STEPS.filter((step) => step !== 'unicode-nfc').map((step) => cleanerOf(step));
    const texts = paragraphs.filter((text) => text.length >= 20);
    const changed = texts.filter((text) => clean.some((step) => step(text).text !== text));
    console.info(`${file}: ${changed.length} of ${texts.length} changed`, changed.slice(0, 5));
    expect(changed.length).toBeLessThanOrEqual(0.001 * texts.length);
  });
});
