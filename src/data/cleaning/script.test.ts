import { describe, expect, it } from 'vitest';
import { CLEAN_TEXTS } from './labelled/texts.ts';
import { script } from './script.ts';
import { cyrillicToLatin } from './transliterate.ts';

const clean = (text: string, options: Partial<typeof script.defaults> = {}) =>
  script.create({ ...script.defaults, ...options }, {})(text, { scores: {} });

const CYRILLIC = 'Азәрбајҹан дили түрк дилләри аиләсинә дахилдир. Ҝәнҹәдә һава бу ҝүн јахшы иди.';
const ARABIC = 'بو گون هاوا چوخ گؤزل ایدی، ائوده اوتوروب چای ایچدیک. سونرا کؤهنه کیتابی اوخودوق.';

describe('script', () => {
  it.each([
    ['Azerbaijani in Cyrillic', CYRILLIC, 'azerbaijani-cyrillic'],
    ['Azerbaijani in Arabic letters', ARABIC, 'azerbaijani-arabic'],
  ])('recognises %s', (_name, text, remark) => {
    expect(clean(text)).toEqual({ text, remark });
  });

  it.each<readonly [string, string]>([
    ...Object.entries(CLEAN_TEXTS).map(([language, texts]) => [language, texts.join('\n')] as const),
    ['Tatar', 'Әни бүген базарга барып, җиләк һәм яңа күлмәк алды. Җәй көне матур иде.'],
    ['Uzbek in Cyrillic', 'Бугун ҳаво жуда яхши, ўқувчилар боғда ўйнаб юришибди, қушлар сайраяпти.'],
    ['Serbian', 'Јутрос је падала киша, па смо остали код куће и пекли јабуке.'],
    ['Persian', 'امروز هوا بسیار خوب است و ما در خانه چای می‌نوشیم و کتاب می‌خوانیم.'],
    ['Sorani Kurdish', 'ئەمڕۆ هەوا زۆر خۆشە و ئێمە لە ماڵەوە چای دەخۆینەوە.'],
    ['nothing', '123 …'],
  ])('has nothing to say of %s, and transliterates none of it', (_name, text) => {
    expect(clean(text, { transliterate: true })).toEqual({ text });
  });

  it('drops scripts that are not wanted, with their share of letters', () => {
    expect(clean('Привет мир ab', { cyrillic: false })).toEqual({ text: null, rule: 'cyrillic', measured: 9 / 11 });
    expect(clean('Salam dünya', { latin: false })).toEqual({ text: null, rule: 'latin', measured: 1 });
    expect(clean(ARABIC, { arabic: false }).text).toBeNull();
    expect(clean('今日は天気がいい', { otherScripts: false })).toEqual({
      text: null,
      rule: 'other-script',
      measured: 1,
    });
    expect(clean('გამარჯობა', { otherScripts: false }).text).toBeNull();
    expect(clean('123', { latin: false, otherScripts: false })).toEqual({ text: '123' });
  });

  it('keeps what is Latin once it is transliterated', () => {
    expect(clean(CYRILLIC, { transliterate: true, cyrillic: false })).toEqual({
      text: 'Azərbaycan dili türk dilləri ailəsinə daxildir. Gəncədə hava bu gün yaxşı idi.',
    });
  });
});

describe('cyrillicToLatin', () => {
  it('has all 32 letters, in both cases', () => {
    expect(
      cyrillicToLatin(
        'Әа Бб Вв Гг Ғғ Дд Ее Әә Жж Зз Ии Ыы Јј Кк Ҝҝ Лл Мм Нн Оо Өө Пп Рр Сс Тт Уу Үү Фф Хх Һһ Чч Ҹҹ Шш',
      ),
    ).toBe('Əa Bb Vv Qq Ğğ Dd Ee Əə Jj Zz İi Iı Yy Kk Gg Ll Mm Nn Oo Öö Pp Rr Ss Tt Uu Üü Ff Xx Hh Çç Cc Şş');
  });

  it.each([
    ['Гарабағ вә Ҝәнҹә', 'Qarabağ və Gəncə'],
    ['ЈОЛДАШ ИҸЛАСДА', 'YOLDAŞ İCLASDA'],
    ['Ыслатдым, исти иди', 'Islatdım, isti idi'],
    ['мә’на сөзү', 'mə’na sözü'],
    ['Юри Яшин, ЮРИ ЯШИН әфсанәдир', 'Yuri Yaşin, YURİ YAŞİN əfsanədir'],
    ['Щербаков вә Солженицын, Ёлкин, объект', 'Şerbakov və Soljenitsın, Yolkin, obekt'],
    ['Эльдар Азәрбайҹана ҝәлди', 'Eldar Azərbaycana gəldi'],
  ])('%s', (cyrillic, latin) => {
    expect(cyrillicToLatin(cyrillic)).toBe(latin);
  });

  it('leaves Russian lines alone', () => {
    expect(cyrillicToLatin('Китабын ады:\nКак закалялась сталь\nКөһнә китабдыр')).toBe(
      'Kitabın adı:\nКак закалялась сталь\nKöhnə kitabdır',
    );
  });
});
