/** Some words lose their last vowel before an ending that begins with one: burun, burnu; oğul, oğlu; fikir, fikri. */
import { NAMES } from '../lexicon/people.ts';
import { suffixed } from '../morphology/harmony.ts';
import { inCase, owned, ownedForm, pronounInCase } from '../morphology/nouns.ts';
import type { Phenomenon } from '../phenomenon.ts';

/** What somebody has, and what is said of it. */
const OWNED: readonly (readonly [noun: string, says: readonly string[]])[] = [
  ['burun', ['soyuqdan qızardı', 'tutulub', 'bir az böyükdür']],
  ['ağız', ['qurudu', 'açıq qaldı', 'yandı']],
  ['boyun', ['ağrıyır', 'tutulub', 'uzundur']],
  ['alın', ['tərlədi', 'qızdırmadan yanır', 'genişdir']],
  ['çiyin', ['ağrıyır', 'şişib', 'soyuqdan dondu']],
  ['qarın', ['ağrıyır', 'acdı', 'şişib']],
  ['oğul', ['məktəbdə oxuyur', 'həkim oldu', 'dünən evləndi', 'Gəncədə yaşayır']],
  ['fikir', ['dəyişdi', 'çox maraqlıdır', 'hamının xoşuna gəldi', 'qəbul olundu']],
  ['şəkil', ['divardan asılıb', 'qəzetdə çıxdı', 'çox gözəldir', 'çərçivəyə salındı']],
  ['sinif', ['ikinci mərtəbədədir', 'işıqlıdır', 'bu gün muzeyə getdi']],
  ['ömür', ['kənddə keçdi', 'uzun oldu', 'elmə həsr olundu']],
  ['səbir', ['tükəndi', 'çoxdur', 'çatmadı']],
];

export const vowelLoss: Phenomenon = {
  id: 'vowel-loss',
  draw(pick) {
    const [noun, says] = pick(OWNED);
    const owner = pick(['mən', 'sən', 'o', 'siz'] as const);
    const whose = owner === 'o' ? inCase(pick(NAMES), 'genitive') : pronounInCase(owner, 'genitive');
    const unshortened = suffixed(noun, ownedForm(noun, owner).ending);
    return `${whose} {${owned(noun, owner)}|${unshortened}} ${pick(says)}.`;
  },
  byHand: [
    'Uşaq dəsmalla {burnunu|burununu} sildi.',
    'Həkim xəstənin {ağzına|ağızına} baxdı.',
    'Qız şalı {çiyninə|çiyininə} saldı.',
    'Müəllim bu {fikri|fikiri} bəyəndi.',
    'Mən bu {ətrin|ətirin} iyini tanıyıram.',
    'Şagirdlər {sinfi|sinifi} bəzədilər.',
    'Bu {nəslin|nəsilin} öz mahnıları var.',
    'Qoca kişi {oğluna|oğuluna} məktub yazdı.',
    'Ana körpənin {alnından|alınından} öpdü.',
    'İlin ən gözəl {fəsli|fəsili} bahardır.',
    'O, {ömrünün|ömürünün} çoxunu dənizdə keçirib.',
  ],
};
