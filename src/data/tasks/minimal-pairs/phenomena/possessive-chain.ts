/** In a chain of possession the link in the middle is owned and owns: qonşunun evinin qapısı. */

import { PARTS } from '../lexicon/parts.ts';
import { NAMES } from '../lexicon/people.ts';
import { inCase, owned, ownedInCase } from '../morphology/nouns.ts';
import type { Phenomenon } from '../phenomenon.ts';

/** Things that both a person has and that have parts. */
const LINKS = ['ev', 'maşın', 'otaq', 'çanta', 'köynək', 'papaq', 'kitab', 'məqalə', 'mağaza'];
const OWNERS = [...NAMES, 'qonşu', 'müəllim', 'həkim', 'rəssam', 'tələbə', 'dostum', 'bacım', 'əmim'];
const CHAINED = PARTS.map((part) => ({ ...part, owners: part.owners.filter((one) => LINKS.includes(one)) })).filter(
  ({ owners }) => owners.length > 0,
);

export const possessiveChain: Phenomenon = {
  id: 'possessive-chain',
  // The ending -nın
  mostLonger: 3,
  draw(pick) {
    const { head, owners, says } = pick(CHAINED);
    const link = pick(owners);
    const [right, wrong] = [ownedInCase(link, 'o', 'genitive'), owned(link, 'o')];
    return `${inCase(pick(OWNERS), 'genitive')} {${right}|${wrong}} ${owned(head, 'o')} ${pick(says)}.`;
  },
  byHand: [
    'Dostumun {bacısının|bacısı} adı Sevincdir.',
    'Kəndin {məktəbinin|məktəbi} direktoru qocadır.',
    'Babamın {bağının|bağı} qapısı açıqdır.',
    'Bu şəhərin {küçələrinin|küçələri} adı qədimdir.',
    'Müəllimin {otağının|otağı} işığı yanır.',
    'Şairin {kitabının|kitabı} üzü göydür.',
    'Qonşunun {qızının|qızı} toyu sabahdır.',
    'Məktəbin {həyətinin|həyəti} qapısı bağlıdır.',
    'Uşağın {əlinin|əli} barmaqları üşüyüb.',
    'Dayımın {maşınının|maşını} təkəri deşilib.',
    'Ölkənin {paytaxtının|paytaxtı} əhalisi artır.',
  ],
};
