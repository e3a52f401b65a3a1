/** What has an owner in the genitive takes the possessive ending: kitabın üzü, qonşunun evi. */
import { PARTS, POSSESSIONS } from '../lexicon/parts.ts';
import { inCase, owned } from '../morphology/nouns.ts';
import type { Phenomenon } from '../phenomenon.ts';

export const possessiveHead: Phenomenon = {
  id: 'possessive-head',
  draw(pick) {
    const { head, owners, says } = pick([...PARTS, ...POSSESSIONS]);
    const owner = pick(['', 'bu ', 'həmin ']) + inCase(pick(owners), 'genitive');
    return `${owner} {${owned(head, 'o')}|${head}} ${pick(says)}.`;
  },
  byHand: [
    'Kitabın {üzü|üz} qırmızıdır.',
    'Şəhərin {küçələri|küçələr} genişdir.',
    'Həyatın {mənası|məna} nədir?',
    'Qızın {saçı|saç} uzundur.',
    'Bu dağın {zirvəsi|zirvə} həmişə qarlıdır.',
    'Azərbaycanın {paytaxtı|paytaxt} Bakıdır.',
    'Dərsin {sonunda|sonda} zəng çalındı.',
    'Bu filmin {sonu|son} kədərlidir.',
    'Məktəbin {yanında|yanda} park var.',
    'Əmimin {qızı|qız} Naxçıvanda oxuyur.',
    'Nənəmin {nağılları|nağıllar} maraqlıdır.',
  ],
};
