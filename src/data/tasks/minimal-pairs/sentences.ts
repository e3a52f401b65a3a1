/** Parts of sentences that several phenomena draw: who does something, to what, and when. */
import { ACTIONS, type Action } from './lexicon/actions.ts';
import { KIN, NAMES } from './lexicon/people.ts';
import { TENSES, TIMES, type When } from './lexicon/times.ts';
import { type Case, inCase, ownedInCase, type Person, plural } from './morphology/nouns.ts';
import type { Tense } from './morphology/verbs.ts';
import type { Pick } from './phenomenon.ts';

export interface Deed {
  readonly action: Action;
  /** One of the nouns of the action. */
  readonly noun: string;
  /** "dünən" */
  readonly time: string;
  readonly tense: Tense;
  /** The noun as the verb governs it; without an ending where it is the object of what is done again and again. */
  readonly complement: string;
}

const SUBJECTS = [...NAMES, 'qonşumuz', 'rəfiqəm', 'sinif yoldaşım', 'dostum'];

/** @param doer whose the relatives are that the deed is done to */
export function drawDeed(
  pick: Pick,
  { actions = ACTIONS, doer = 'o', when }: { actions?: readonly Action[]; doer?: Person; when?: readonly When[] } = {},
): Deed {
  const isPossible = (one: When) => when?.includes(one) ?? true;
  const action = pick(actions.filter((one) => one.when.some(isPossible)));
  const time = pick(action.when.filter(isPossible));
  const noun = pick(action.nouns);
  const isBare = time === 'habit' && action.governs === 'accusative';
  return {
    action,
    noun,
    time: pick(TIMES[time]),
    tense: TENSES[time],
    complement: isBare ? noun : complementIn(noun, action.governs, doer),
  };
}

/** "kitaba", and of relatives "anasına"; of several doers "analarına". */
export function complementIn(noun: string, of: Case, doer: Person): string {
  if (!isKin(noun)) return inCase(noun, of);
  return ownedInCase(doer === 'onlar' ? plural(noun) : noun, doer, of);
}

export const isKin = (noun: string): boolean => KIN.some((one) => one === noun);

/** Of the third person somebody by name, else the pronoun. */
export const subjectFor = (pick: Pick, person: Person): string => (person === 'o' ? pick(SUBJECTS) : person);

/** Who and when, in either order; what still holds is said of somebody named first. */
export const opening = (pick: Pick, subject: string, time: string): string =>
  TIMES.state.includes(time) ? `${subject} ${time}` : pick([`${subject} ${time}`, `${time} ${subject}`]);
