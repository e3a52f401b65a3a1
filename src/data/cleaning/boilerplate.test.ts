import { describe, expect, it } from 'vitest';
import { boilerplate } from './boilerplate.ts';
import { CLEAN_TEXTS } from './labelled/texts.ts';
import { lineHash } from './repeated-lines.ts';

const clean = (text: string, options: Partial<typeof boilerplate.defaults> = {}, repeated: readonly string[] = []) =>
  boilerplate.create({ ...boilerplate.defaults, ...options }, { repeatedLines: new Set(repeated.map(lineHash)) })(
    text,
    {
      scores: {},
    },
  ).text;

const before = 'Bu gün hava yaxşıdır və hamı bağa çıxıb.';
const after = 'Axşam isə yağış gözlənilir.';

describe('boilerplate', () => {
  it.each([
    ['tags that stand alone', 'Birinci<br>ikinci<BR/>üçüncü', 'Birinci\nikinci\nüçüncü'],
    ['tags that are closed', '<p class="x">Bu <b>qalın</b> <a href="/y">keçiddir</a>.</p>', '\nBu qalın keçiddir.\n'],
    ['character references', 'A&nbsp;B &quot;C&quot; &#601; &#x259; &mdash; T&amp;T', 'A B "C" ə ə — T&T'],
    ['what was escaped twice', '&amp;quot;söz&amp;amp;quot;', '"söz"'],
  ])('takes out %s', (_name, text, expected) => {
    expect(clean(text)).toBe(expected);
    expect(clean(text, { markup: false })).toBe(text);
  });

  it.each([
    ['comparisons', 'a <b və c> d, x<y>z'],
    ['tags that are not closed', 'Siyahı <List> və vector<b> tipləri'],
    ['examples in backticks', 'Qalın mətn üçün `<b>söz</b>` yazılır, ```<p>blok</p>``` da var.'],
    ['shown tags', 'Abzas &lt;p&gt; ilə başlayır, &#60;br&#62; isə sətri sındırır.'],
    ['unknown references', 'R&D; &unknown; &amper'],
  ])('leaves %s', (_name, text) => {
    expect(clean(text)).toBe(text);
  });

  it.each([
    'https://misal.az/yazi/12',
    '- www.misal.az http://misal.org/a?b=c',
    'Ana səhifə | Xəbərlər | İdman | Əlaqə',
    'Ana Sayfa | Haberler | Spor',
    'Главная / Новости / Спорт',
    'Paylaş',
    'Davamını oxu →',
    'Facebook-da paylaş',
    'Facebook Twitter WhatsApp',
    'Share on Facebook',
    'Поделиться в Telegram',
    'Telegramda ulashish',
    '© 2024 Misal Media. Bütün hüquqlar qorunur.',
    'Bu sayt kukilərdən istifadə edir. Saytda qalmaqla bununla razılaşırsınız.',
    'Sitemizde deneyiminizi iyileştirmek için çerezler kullanılır; devam ederek kabul etmiş olursunuz.',
    'We use cookies to improve your experience.',
    'Сайт использует файлы cookie. Продолжая, вы соглашаетесь с этим.',
    'Ana səhifə\nHaqqımızda\nXidmətlər\nQiymətlər\nƏlaqə',
    'Home\n\nAbout us\n\nContact',
  ])('takes out the line %j', (line) => {
    expect(clean(`${before}\n${line}\n${after}`)?.replace(/\n+/g, '\n')).toBe(`${before}\n${after}`);
  });

  it.each([
    'Əlaqə',
    'Xəbərlər\nSəhər yeniliklərini oxuduq.',
    'Mənbə: https://misal.az/yazi/12 ünvanında',
    'Nənəm kuki bişirərdi, biz də istifadə edərdik.',
    'Dünya\nDəniz\nSəma',
    'Siyasət, iqtisadiyyat və idman üzrə xəbərlər',
    'Bu barədə sonra paylaşaram.',
  ])('leaves the line %j', (line) => {
    const text = `${before}\n${line}\n${after}`;
    expect(clean(text)).toBe(text);
  });

  it('takes out lines that many documents of the source have', () => {
    const text = `Misal xəbər agentliyi\n${before}\n  Misal xəbər agentliyi`;
    expect(clean(text, {}, ['Misal xəbər agentliyi'])).toBe(before);
    expect(clean(text, { repeatedLines: false }, ['Misal xəbər agentliyi'])).toBe(text);
  });

  it('drops a document that was nothing else', () => {
    expect(clean('Paylaş\nhttps://misal.az')).toBe('');
  });

  it('changes no clean text', () => {
    for (const text of Object.values(CLEAN_TEXTS).flat()) expect(clean(text)).toBe(text);
  });

  it('takes time in proportion to the text', () => {
    for (const piece of [
      '<b ',
      '<a x=',
      '&amp;',
      '`',
      '```',
      '<',
      ' |',
      'www.',
      'kuki istifadə edir ',
      '\n',
      'Əlaqə\n',
    ]) {
      clean(piece.repeat(100_000));
      clean(`${piece.repeat(100_000)}x`);
    }
  });
});
