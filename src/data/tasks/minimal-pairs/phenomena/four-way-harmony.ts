/** The endings of accusative and genitive agree with the word in rounding too: almanı, evi, topu, gülü. */
import { governing } from '../lexicon/actions.ts';
import { PARTS, POSSESSIONS } from '../lexicon/parts.ts';
import { misspelled, spelled } from '../morphology/harmony.ts';
import { caseForm, owned } from '../morphology/nouns.ts';
import { finite } from '../morphology/verbs.ts';
import type { Phenomenon, Pick } from '../phenomenon.ts';
import { drawDeed, opening, subjectFor } from '../sentences.ts';

const DEFINITE = ['past', 'now', 'future'] as const;

export const fourWayHarmony: Phenomenon = {
  id: 'four-way-harmony',
  draw: (pick) => pick([object, owner])(pick),
  byHand: [
    'Uşaq {topu|topı} pəncərəyə tərəf atdı.',
    'Bağban {gülləri|gülləru} səhər tezdən sulayır.',
    'Mən bu {sözü|sözi} lüğətdə tapmadım.',
    'Aşpaz {duzu|duzı} şorbaya az tökmüşdü.',
    'Həkim {ürəyin|ürəyün} səsinə qulaq asdı.',
    'Çoban {qoyunu|qoyunı} sürüdən ayırdı.',
    'Biz {gölün|gölin} sahilində çadır qurduq.',
    '{Qışın|Qışin} son ayı çox soyuq keçdi.',
    'Qız {tortu|tortı} on iki yerə böldü.',
    'Nənəm {südü|südi} ocağın üstünə qoydu.',
    '{Yolun|Yolın} sonunda köhnə bir körpü var.',
  ],
};

function object(pick: Pick): string {
  const { action, noun, time, tense } = drawDeed(pick, { actions: governing('accusative'), when: DEFINITE });
  const form = caseForm(noun, 'accusative');
  const who = opening(pick, subjectFor(pick, 'o'), time);
  return `${who} {${spelled(form)}|${pick(misspelled(form))}} ${finite(action.verb, tense, 'o')}.`;
}

function owner(pick: Pick): string {
  const { head, owners, says } = pick([...PARTS, ...POSSESSIONS]);
  const form = caseForm(pick(owners), 'genitive');
  return `${pick(['', 'bu ', 'həmin '])}{${spelled(form)}|${pick(misspelled(form))}} ${owned(head, 'o')} ${pick(says)}.`;
}
