import { describe, expect, it } from 'vitest';
import { misspelled, spelled, suffixed } from './harmony.ts';
import { PERSONS } from './nouns.ts';
import {
  converb,
  copula,
  finite,
  infinitive,
  ownParticiple,
  type Polarity,
  participle,
  questionForm,
  type Tense,
} from './verbs.ts';

const paradigm = (verb: string, tense: Tense, polarity: Polarity): string =>
  PERSONS.map((person) => finite(verb, tense, person, polarity)).join(' ');

/** mən, sən, o, biz, siz, onlar */
const PARADIGMS: readonly (readonly [verb: string, tense: Tense, polarity: Polarity, forms: string])[] = [
  ['oxu', 'present', 'affirmative', 'oxuyuram oxuyursan oxuyur oxuyuruq oxuyursunuz oxuyurlar'],
  ['oxu', 'present', 'negative', 'oxumuram oxumursan oxumur oxumuruq oxumursunuz oxumurlar'],
  ['gəl', 'present', 'affirmative', 'gəlirəm gəlirsən gəlir gəlirik gəlirsiniz gəlirlər'],
  ['gəl', 'present', 'negative', 'gəlmirəm gəlmirsən gəlmir gəlmirik gəlmirsiniz gəlmirlər'],
  ['yaz', 'present', 'affirmative', 'yazıram yazırsan yazır yazırıq yazırsınız yazırlar'],
  ['gör', 'present', 'affirmative', 'görürəm görürsən görür görürük görürsünüz görürlər'],
  ['gör', 'present', 'negative', 'görmürəm görmürsən görmür görmürük görmürsünüz görmürlər'],
  ['başla', 'present', 'affirmative', 'başlayıram başlayırsan başlayır başlayırıq başlayırsınız başlayırlar'],
  ['başla', 'present', 'negative', 'başlamıram başlamırsan başlamır başlamırıq başlamırsınız başlamırlar'],
  ['gözlə', 'present', 'affirmative', 'gözləyirəm gözləyirsən gözləyir gözləyirik gözləyirsiniz gözləyirlər'],
  ['et', 'present', 'affirmative', 'edirəm edirsən edir edirik edirsiniz edirlər'],
  ['et', 'present', 'negative', 'etmirəm etmirsən etmir etmirik etmirsiniz etmirlər'],
  ['get', 'present', 'affirmative', 'gedirəm gedirsən gedir gedirik gedirsiniz gedirlər'],
  ['de', 'present', 'affirmative', 'deyirəm deyirsən deyir deyirik deyirsiniz deyirlər'],
  ['de', 'present', 'negative', 'demirəm demirsən demir demirik demirsiniz demirlər'],
  ['ye', 'present', 'affirmative', 'yeyirəm yeyirsən yeyir yeyirik yeyirsiniz yeyirlər'],
  ['qayıt', 'present', 'affirmative', 'qayıdıram qayıdırsan qayıdır qayıdırıq qayıdırsınız qayıdırlar'],
  ['unut', 'present', 'affirmative', 'unuduram unudursan unudur unuduruq unudursunuz unudurlar'],
  ['yat', 'present', 'affirmative', 'yatıram yatırsan yatır yatırıq yatırsınız yatırlar'],
  [
    'kömək et',
    'present',
    'affirmative',
    'kömək edirəm kömək edirsən kömək edir kömək edirik kömək edirsiniz kömək edirlər',
  ],
  ['oxu', 'past', 'affirmative', 'oxudum oxudun oxudu oxuduq oxudunuz oxudular'],
  ['oxu', 'past', 'negative', 'oxumadım oxumadın oxumadı oxumadıq oxumadınız oxumadılar'],
  ['gəl', 'past', 'affirmative', 'gəldim gəldin gəldi gəldik gəldiniz gəldilər'],
  ['gör', 'past', 'affirmative', 'gördüm gördün gördü gördük gördünüz gördülər'],
  ['get', 'past', 'affirmative', 'getdim getdin getdi getdik getdiniz getdilər'],
  ['gəl', 'perfect', 'affirmative', 'gəlmişəm gəlmisən gəlmişdir gəlmişik gəlmisiniz gəlmişlər'],
  ['oxu', 'perfect', 'negative', 'oxumamışam oxumamısan oxumamışdır oxumamışıq oxumamısınız oxumamışlar'],
  ['yaz', 'future', 'affirmative', 'yazacağam yazacaqsan yazacaq yazacağıq yazacaqsınız yazacaqlar'],
  ['get', 'future', 'affirmative', 'gedəcəyəm gedəcəksən gedəcək gedəcəyik gedəcəksiniz gedəcəklər'],
  ['oxu', 'future', 'negative', 'oxumayacağam oxumayacaqsan oxumayacaq oxumayacağıq oxumayacaqsınız oxumayacaqlar'],
  ['de', 'future', 'affirmative', 'deyəcəyəm deyəcəksən deyəcək deyəcəyik deyəcəksiniz deyəcəklər'],
  ['ye', 'future', 'negative', 'yeməyəcəyəm yeməyəcəksən yeməyəcək yeməyəcəyik yeməyəcəksiniz yeməyəcəklər'],
  ['bil', 'aorist', 'affirmative', 'bilərəm bilərsən bilər bilərik bilərsiniz bilərlər'],
  ['oxu', 'aorist', 'affirmative', 'oxuyaram oxuyarsan oxuyar oxuyarıq oxuyarsınız oxuyarlar'],
  ['yaz', 'aorist', 'negative', 'yazmaram yazmazsan yazmaz yazmarıq yazmazsınız yazmazlar'],
  ['oxu', 'conditional', 'affirmative', 'oxusam oxusan oxusa oxusaq oxusanız oxusalar'],
  ['gəl', 'conditional', 'negative', 'gəlməsəm gəlməsən gəlməsə gəlməsək gəlməsəniz gəlməsələr'],
  ['gəl', 'evidential', 'affirmative', 'gəlirmişəm gəlirmişsən gəlirmiş gəlirmişik gəlirmişsiniz gəlirmişlər'],
  ['oxu', 'evidential', 'negative', 'oxumurmuşam oxumurmuşsan oxumurmuş oxumurmuşuq oxumurmuşsunuz oxumurmuşlar'],
];

describe('verbs', () => {
  it.each(PARADIGMS)('%s, %s, %s', (verb, tense, polarity, forms) =>
    expect(paradigm(verb, tense, polarity)).toBe(forms),
  );

  it.each([
    ['oxu', 'oxuyan', 'oxuya', 'oxuduğu', 'oxuduqları'],
    ['gəl', 'gələn', 'gələ', 'gəldiyi', 'gəldikləri'],
    ['get', 'gedən', 'gedə', 'getdiyi', 'getdikləri'],
    ['gör', 'görən', 'görə', 'gördüyü', 'gördükləri'],
    ['de', 'deyən', 'deyə', 'dediyi', 'dedikləri'],
    ['işlə', 'işləyən', 'işləyə', 'işlədiyi', 'işlədikləri'],
  ])('the participles and the converb of %s', (verb, doing, able, done, doneByThem) => {
    expect([participle(verb), converb(verb)]).toEqual([doing, able]);
    expect([ownParticiple(verb, 'o'), ownParticiple(verb, 'onlar')]).toEqual([done, doneByThem]);
  });

  it.each([
    ['həkim', 'həkiməm həkimsən həkimdir həkimik həkimsiniz'],
    ['tələbə', 'tələbəyəm tələbəsən tələbədir tələbəyik tələbəsiniz'],
    ['yoldaş', 'yoldaşam yoldaşsan yoldaşdır yoldaşıq yoldaşsınız'],
  ])('the copula of %s', (noun, forms) =>
    expect((['mən', 'sən', 'o', 'biz', 'siz'] as const).map((person) => copula(noun, person)).join(' ')).toBe(forms),
  );

  it.each([
    ['oxu', 'oxumaq'],
    ['gözlə', 'gözləmək'],
  ])('the infinitive of %s', (verb, form) => expect(infinitive(verb)).toBe(form));

  it.each([
    ['gəldi', 'gəldimi'],
    ['oxuyur', 'oxuyurmu'],
    ['yazırsan', 'yazırsanmı'],
    ['gördünüz', 'gördünüzmü'],
  ])('the question %s', (word, question) => expect(spelled(questionForm(word))).toBe(question));
});

describe('harmony', () => {
  it.each([
    ['kitab', 'lAr', ['kitablər']],
    ['ev', 'dA', ['evda']],
    ['top', 'I', ['topı', 'topi', 'topü']],
    ['gül', 'In', ['gülın', 'gülun', 'gülin']],
    ['kəndli', 'nIn', ['kəndlinın', 'kəndlinun', 'kəndlinün']],
  ])('%s with %s is misspelled with every other vowel', (stem, ending, wrong) =>
    expect(new Set(misspelled({ stem, ending }))).toEqual(new Set(wrong)),
  );

  it('goes from vowel to vowel through a chain of endings', () => {
    expect(suffixed('dost', 'lArImIzdAn')).toBe('dostlarımızdan');
    expect(suffixed('göz', 'lArInIzdA')).toBe('gözlərinizdə');
    expect(suffixed('qorx', 'AcAQlAr')).toBe('qorxacaqlar');
  });

  it('needs a vowel', () => expect(() => suffixed('brr', 'lAr')).toThrow(RangeError));
});
