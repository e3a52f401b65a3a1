/**
 * AzBLiMP: minimal pairs of Azerbaijani, a sentence and one that differs from it in one point and is not grammatical. Each
 * phenomenon gives pairs by rules over the lexicon, in an order that the seed fixes, and pairs written by hand, the same with
 * every seed. Written for this project; CC0. docs/azblimp.md says what each phenomenon tests.
 */
import { mixSeed } from '../../random.ts';
import { PHENOMENA } from './phenomena/table.ts';
import { halves, type Phenomenon, picker } from './phenomenon.ts';

export interface MinimalPair {
  readonly phenomenon: string;
  readonly good: string;
  readonly bad: string;
  readonly source: 'rule' | 'hand';
}

/** By rules, of each phenomenon. */
export const PAIRS_BY_RULE = 100;
const MOST_DRAWS = 100 * PAIRS_BY_RULE;

/** All pairs, phenomenon by phenomenon, those by rules first. No phenomenon has a good sentence twice. */
export const minimalPairs = (seed = 0): MinimalPair[] =>
  PHENOMENA.flatMap((phenomenon) => pairsOf(phenomenon, mixSeed(seed, phenomenon.id)));

function pairsOf(phenomenon: Phenomenon, seed: number): MinimalPair[] {
  const { id, byHand, draw } = phenomenon;
  const written = byHand.map((contrast) => ({ phenomenon: id, ...halves(contrast), source: 'hand' as const }));
  const seen = new Set(written.map(({ good }) => good));
  const pick = picker(seed);
  const drawn: MinimalPair[] = [];
  for (let draws = 0; drawn.length < PAIRS_BY_RULE; draws++) {
    if (draws === MOST_DRAWS) throw new RangeError(`The rules of ${id} give only ${drawn.length} sentences.`);
    const pair = halves(draw(pick));
    if (seen.has(pair.good)) continue;
    seen.add(pair.good);
    drawn.push({ phenomenon: id, ...pair, source: 'rule' });
  }
  return [...drawn, ...written];
}
