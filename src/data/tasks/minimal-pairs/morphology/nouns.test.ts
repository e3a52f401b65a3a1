import { describe, expect, it } from 'vitest';
import { type Case, inCase, owned, ownedInCase, PERSONS, plural, pronounInCase } from './nouns.ts';

const CASES: readonly Case[] = ['nominative', 'genitive', 'dative', 'accusative', 'locative', 'ablative'];

const formsOf = (inflect: (one: Case) => string): string => CASES.map(inflect).join(' ');
const casesOf = (noun: string): string => formsOf((of) => inCase(noun, of));

/** Nominative, genitive, dative, accusative, locative, ablative. */
const DECLENSIONS = [
  'kitab kitabın kitaba kitabı kitabda kitabdan',
  'ev evin evə evi evdə evdən',
  'dəniz dənizin dənizə dənizi dənizdə dənizdən',
  'top topun topa topu topda topdan',
  'gül gülün gülə gülü güldə güldən',
  'göz gözün gözə gözü gözdə gözdən',
  'qız qızın qıza qızı qızda qızdan',
  'alma almanın almaya almanı almada almadan',
  'nənə nənənin nənəyə nənəni nənədə nənədən',
  'qapı qapının qapıya qapını qapıda qapıdan',
  'quzu quzunun quzuya quzunu quzuda quzudan',
  'ölçü ölçünün ölçüyə ölçünü ölçüdə ölçüdən',
  'gəmi gəminin gəmiyə gəmini gəmidə gəmidən',
  'radio radionun radioya radionu radioda radiodan',
  // k and q before a vowel
  'çörək çörəyin çörəyə çörəyi çörəkdə çörəkdən',
  'uşaq uşağın uşağa uşağı uşaqda uşaqdan',
  'otaq otağın otağa otağı otaqda otaqdan',
  'balıq balığın balığa balığı balıqda balıqdan',
  'toyuq toyuğun toyuğa toyuğu toyuqda toyuqdan',
  'sümük sümüyün sümüyə sümüyü sümükdə sümükdən',
  'yük yükün yükə yükü yükdə yükdən',
  'bank bankın banka bankı bankda bankdan',
  'park parkın parka parkı parkda parkdan',
  'fabrik fabrikin fabrikə fabriki fabrikdə fabrikdən',
  'hüquq hüququn hüquqa hüququ hüquqda hüquqdan',
  // Loss of the last vowel
  'burun burnun burna burnu burunda burundan',
  'oğul oğlun oğla oğlu oğulda oğuldan',
  'ağız ağzın ağza ağzı ağızda ağızdan',
  'fikir fikrin fikrə fikri fikirdə fikirdən',
  'ömür ömrün ömrə ömrü ömürdə ömürdən',
  'şəkil şəklin şəklə şəkli şəkildə şəkildən',
  // Irregular
  'su suyun suya suyu suda sudan',
  'nə nəyin nəyə nəyi nədə nədən',
  // Names and plurals
  'Bakı Bakının Bakıya Bakını Bakıda Bakıdan',
  'Əli Əlinin Əliyə Əlini Əlidə Əlidən',
  'Aysel Ayselin Ayselə Ayseli Ayseldə Ayseldən',
  'uşaqlar uşaqların uşaqlara uşaqları uşaqlarda uşaqlardan',
];

describe('nouns', () => {
  it.each(DECLENSIONS)('%s', (forms) => expect(casesOf(forms.split(' ')[0]!)).toBe(forms));

  it.each([
    'ad adım adın adı adımız adınız adı',
    'ev evim evin evi evimiz eviniz evi',
    'göz gözüm gözün gözü gözümüz gözünüz gözü',
    'dost dostum dostun dostu dostumuz dostunuz dostu',
    'ana anam anan anası anamız ananız anası',
    'dəvə dəvəm dəvən dəvəsi dəvəmiz dəvəniz dəvəsi',
    'quzu quzum quzun quzusu quzumuz quzunuz quzusu',
    'bibi bibim bibin bibisi bibimiz bibiniz bibisi',
    'uşaq uşağım uşağın uşağı uşağımız uşağınız uşağı',
    'ürək ürəyim ürəyin ürəyi ürəyimiz ürəyiniz ürəyi',
    'burun burnum burnun burnu burnumuz burnunuz burnu',
    'oğul oğlum oğlun oğlu oğlumuz oğlunuz oğlu',
    'su suyum suyun suyu suyumuz suyunuz suyu',
  ])('with owners: %s', (forms) => {
    const noun = forms.split(' ')[0]!;
    expect([noun, ...PERSONS.map((owner) => owned(noun, owner))].join(' ')).toBe(forms);
  });

  it.each([
    ['kitab', 'o', 'kitabı kitabının kitabına kitabını kitabında kitabından'],
    ['ana', 'o', 'anası anasının anasına anasını anasında anasından'],
    ['üz', 'onlar', 'üzü üzünün üzünə üzünü üzündə üzündən'],
    ['ev', 'mən', 'evim evimin evimə evimi evimdə evimdən'],
    ['otaq', 'sən', 'otağın otağının otağına otağını otağında otağından'],
    ['dost', 'biz', 'dostumuz dostumuzun dostumuza dostumuzu dostumuzda dostumuzdan'],
  ] as const)('%s owned by %s', (noun, owner, forms) =>
    expect(formsOf((of) => ownedInCase(noun, owner, of))).toBe(forms),
  );

  it.each([
    ['mən', 'mən mənim mənə məni məndə məndən'],
    ['sən', 'sən sənin sənə səni səndə səndən'],
    ['o', 'o onun ona onu onda ondan'],
    ['biz', 'biz bizim bizə bizi bizdə bizdən'],
    ['siz', 'siz sizin sizə sizi sizdə sizdən'],
    ['onlar', 'onlar onların onlara onları onlarda onlardan'],
  ] as const)('the pronoun %s', (person, forms) => expect(formsOf((of) => pronounInCase(person, of))).toBe(forms));

  it.each([
    ['alma', 'almalar'],
    ['it', 'itlər'],
    ['dost', 'dostlar'],
    ['gül', 'güllər'],
    ['çörək', 'çörəklər'],
    ['burun', 'burunlar'],
    ['şəhər', 'şəhərlər'],
    ['saat', 'saatlar'],
  ])('several of %s', (noun, several) => expect(plural(noun)).toBe(several));
});
