/**
 * The verb comes last. In the main clause writers may move what they stress behind it; within a participial clause, in
 * an infinitive with its object, and between a converb and its "bilmək", nobody does: kitabı oxuyan uşaq, oxuya bilir.
 */
import { governing } from '../lexicon/actions.ts';
import { PEOPLE } from '../lexicon/classes.ts';
import { NAMES } from '../lexicon/people.ts';
import { inCase } from '../morphology/nouns.ts';
import { converb, finite, infinitive, ownParticiple, participle } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, subjectFor } from '../sentences.ts';

const OBJECTS = governing('accusative').filter(({ verb }) => !verb.includes(' '));
/** "Yemək" and "alma" are nouns as well; nobody means to wait. */
const INTENDED = OBJECTS.filter(({ verb }) => !['ye', 'gözlə'].includes(verb));
const MADE = OBJECTS.filter(({ verb }) => ['oxu', 'yaz', 'al', 'gətir', 'bişir', 'boya', 'öyrən'].includes(verb));
const LIKED = ['mənim xoşuma gəldi', 'hamının xoşuna gəldi', 'çox yaxşı idi', 'mənim xoşuma gəlmədi'];
const REASONS = ['vaxt tapdı', 'vaxt tapmadı', 'icazə aldı', 'evdə qaldı', 'bizə gəldi'];

export const verbOrder: Phenomenon = {
  id: 'verb-order',
  isOrder: true,
  draw: (pick) => pick([ability, purpose, doer, object])(pick),
  byHand: [
    '{Kitab almaq|Almaq kitab} üçün mağazaya getdim.',
    '{Topu tutan|Tutan topu} oğlan mənim qardaşımdır.',
    'Biz artıq dənizi {görə bilirik|bilirik görə}.',
    '{Dünən aldığım|Aldığım dünən} çörək hələ təzədir.',
    '{Səni tanıyan|Tanıyan səni} adam zəng etdi.',
    'Mən sənə {kömək edə bilərəm|bilərəm kömək edə}.',
    'Mən bu daşı {qaldıra bilmirəm|bilmirəm qaldıra}.',
    '{Mahnı oxuyan|Oxuyan mahnı} qız bacımdır.',
    '{Çay içəndən|İçəndən çay} sonra yola çıxdıq.',
    'Nənəmin {mənə verdiyi|verdiyi mənə} üzük qədimdir.',
    'Həkimin {mənə yazdığı|yazdığı mənə} dərman acıdır.',
  ],
};

const swapped = (first: string, second: string): string => `{${first} ${second}|${second} ${first}}`;

/** Of the third person the other order is heard in the south, where the converb is a mood. */
function ability(pick: Pick): string {
  const who = pick(['mən', 'sən', 'biz', 'siz'] as const);
  const { action, complement } = drawDeed(pick, { actions: OBJECTS, when: ['past', 'now', 'future'] });
  const tense = pick(['present', 'past', 'future', 'aorist'] as const);
  const verb = finite('bil', tense, who, pick(['affirmative', 'negative'] as const));
  return `${who} ${complement} ${swapped(converb(action.verb), verb)}.`;
}

function purpose(pick: Pick): string {
  const { action, noun } = drawDeed(pick, { actions: INTENDED, when: ['now'] });
  return `${subjectFor(pick, 'o')} ${swapped(noun, infinitive(action.verb))} üçün ${pick(REASONS)}.`;
}

function doer(pick: Pick): string {
  const { action, complement } = drawDeed(pick, { actions: OBJECTS, when: ['past', 'now', 'future'] });
  return `${swapped(complement, participle(action.verb))} ${pick(PEOPLE.nouns)} ${pick(PEOPLE.says)}.`;
}

function object(pick: Pick): string {
  const { action, noun, time } = drawDeed(pick, { actions: MADE, when: ['past'] });
  const who = inCase(pick(NAMES), 'genitive');
  return `${who} ${swapped(time, ownParticiple(action.verb, 'o'))} ${noun} ${pick(LIKED)}.`;
}
