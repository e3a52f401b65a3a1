/**
 * Blind comparison: two checkpoints answer one prompt, in random order and without names; the person says which answer is
 * better. Of every pair it is counted how often each one was, and said how sure that is.
 */
import { wilsonInterval } from '../data/intervals.ts';
import type { Id, Judgement } from '../worker/api.ts';

/** @param random in [0, 1) */
export const shuffled = <T>([first, second]: readonly [T, T], random: number): [T, T] =>
  random < 0.5 ? [first, second] : [second, first];

/** Of two checkpoints, however they were ordered when they answered. */
export interface Score {
  readonly first: Id;
  readonly second: Id;
  /** Times that the first was better, and that the second was. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly bothBad: number;
}

/** Of every pair that was judged, the one that was judged last first. The better one of a pair comes first in it. */
export function scores(judgements: readonly Judgement[]): Score[] {
  const pairs = new Map<string, Score>();
  for (const judgement of judgements) {
    const [a, b] = judgement.answers.map(({ checkpoint }) => checkpoint) as [Id, Id];
    const [first, second] = a < b ? [a, b] : [b, a];
    const key = `${first} ${second}`;
    const before = pairs.get(key) ?? { first, second, wins: 0, losses: 0, ties: 0, bothBad: 0 };
    pairs.delete(key);
    pairs.set(key, counted(before, judgement, first === a));
  }
  return [...pairs.values()].reverse().map(betterFirst);
}

/** @param isInOrder the answers have the order of the score */
function counted(score: Score, { verdict }: Judgement, isInOrder: boolean): Score {
  switch (verdict) {
    case 'tie':
      return { ...score, ties: score.ties + 1 };
    case 'both-bad':
      return { ...score, bothBad: score.bothBad + 1 };
    default:
      return (verdict === 'first') === isInOrder
        ? { ...score, wins: score.wins + 1 }
        : { ...score, losses: score.losses + 1 };
  }
}

const betterFirst = (score: Score): Score =>
  score.wins >= score.losses
    ? score
    : { ...score, first: score.second, second: score.first, wins: score.losses, losses: score.wins };

/** How often the first of a pair is better where one is, with the interval of 95 %; null where none ever was. */
export function preference({ wins, losses }: Score): { share: number; low: number; high: number } | null {
  const decided = wins + losses;
  return decided === 0 ? null : { share: wins / decided, ...wilsonInterval(wins, decided) };
}

/**
 * JSON Lines, a judgement a line, with `prompt`, `chosen` and `rejected` as preference sets have them; of answers that were
 * found alike both are under `answers`.
 */
export function judgementLines(judgements: readonly Judgement[], nameOf: (checkpoint: Id) => string): string {
  const line = ({ prompt, answers: [first, second], verdict }: Judgement): object => {
    const [a, b] = verdict === 'second' ? [second, first] : [first, second];
    const models = [nameOf(a.checkpoint), nameOf(b.checkpoint)];
    if (verdict === 'tie' || verdict === 'both-bad') return { prompt, answers: [a.text, b.text], models, verdict };
    const [chosenModel, rejectedModel] = models;
    return { prompt, chosen: a.text, rejected: b.text, chosen_model: chosenModel, rejected_model: rejectedModel };
  };
  return judgements.map((one) => `${JSON.stringify(line(one))}\n`).join('');
}
