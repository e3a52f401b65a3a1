/** Writes AzBLiMP, the minimal pairs of Azerbaijani. */
import { minimalPairs } from '../../data/tasks/minimal-pairs/minimal-pairs.ts';
import { writeWhole } from '../files.ts';
import { defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';

export const writeMinimalPairs = defineCommand({
  name: 'minimal-pairs',
  summary: 'Writes AzBLiMP: pairs of a grammatical Azerbaijani sentence and one that differs in one point and is not.',
  details: [
    'A line is {"phenomenon", "good", "bad", "source"}; the source is "rule" or "hand". A model knows the language better, the more often it finds the good half likelier. Of what each phenomenon tests, see docs/azblimp.md.',
  ],
  options: {
    out: { kind: 'text', value: 'FILE', required: true, help: 'The file to write, of JSON lines.' },
    seed: { kind: 'whole', min: 0, default: 0, help: 'Another one draws other pairs by the rules.' },
  },
  async run({ out, seed }) {
    const pairs = minimalPairs(seed);
    await writeWhole(out, pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
    new Progress().end(`wrote ${out}`);
    const phenomena = new Set(pairs.map(({ phenomenon }) => phenomenon)).size;
    const byHand = pairs.filter(({ source }) => source === 'hand').length;
    return { pairs: pairs.length, phenomena, by_hand: byHand, seed, out };
  },
});
