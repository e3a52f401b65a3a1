/**
 * What each UTF-16 unit is to the rules that split text into words and measure its quality: one lookup a character in place
 * of a pattern per word. Code points beyond the first plane are told by `flagsOf`.
 */

/** White space as Python's `str.isspace` has it, but for four control characters. */
export const SPACE = 1;
/** A letter (`\p{L}`). */
export const ALPHA = 1 << 1;
/** A letter that is no capital; letters without case are both. */
export const LOWER = 1 << 2;
export const UPPER = 1 << 3;
/** 0 to 9. */
export const DIGIT = 1 << 4;
/** Is cut off at the beginning of a word. */
export const PREFIX = 1 << 5;
/** Is cut off at the end of a word. */
export const SUFFIX = 1 << 6;
/** May split a word between two others. */
export const INNER = 1 << 7;
/** Is no punctuation, symbol or control character to the Gopher rules. */
export const NOT_SYMBOL = 1 << 8;
export const QUOTE = 1 << 9;
/** Stands before a full stop that is cut off: a letter that is no capital, a digit, some signs. */
export const BEFORE_STOP = 1 << 10;
export const CURRENCY = 1 << 11;
/** Ends a sentence, in any script. */
export const TERMINAL = 1 << 12;
/** A symbol such as ° or an emoji: a word of its own. */
export const ICON = 1 << 13;
export const SURROGATE = 1 << 14;

const SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const QUOTES = '\'"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉\u2329\u232a⟦⟧';
const PUNCTUATION = '…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪';
const CURRENCIES = '$£€¥฿₽﷼₴₠₡₢₣₤₥₦₧₨₩₪₫₭₮₯₰₱₲₳₵₶₷₸₹₺₻₼₾₿';
/** datatrove's punctuation beside what ends a sentence and control characters. */
const SYMBOLS = '!/—”:％１〈&(、━\\【#%「」，】；+^]~“《„\';’{|∶´[=-`*．（–？！：$～«〉,><》)?）。…@_."}►»';

let table: Uint16Array | undefined;

/** Flags of every UTF-16 unit. */
export function characterFlags(): Uint16Array {
  table ??= Uint16Array.from({ length: 0x10000 }, (_, unit) =>
    unit >= 0xd800 && unit < 0xe000 ? SURROGATE | INNER : flagsOf(String.fromCharCode(unit)),
  );
  return table;
}

/** Flags of one code point. */
export function flagsOf(character: string): number {
  const isAlpha = /\p{L}/u.test(character);
  const isLower = isAlpha && !/[\p{Lu}\p{Lt}\p{Lm}]/u.test(character);
  const isUpper = isAlpha && !/[\p{Ll}\p{Lt}\p{Lm}]/u.test(character);
  const isQuote = QUOTES.includes(character);
  const isPunctuation = PUNCTUATION.includes(character);
  const isIcon = /\p{So}/u.test(character);
  const isTerminal = /\p{STerm}/u.test(character);
  const isCurrency = CURRENCIES.includes(character);
  const isDigit = /[0-9]/.test(character);
  const isDash = '—–'.includes(character);
  const isEither = isQuote || isPunctuation || isIcon || isDash;
  const flags: [boolean, number][] = [
    [SPACES.test(character), SPACE],
    [isAlpha, ALPHA],
    [isLower, LOWER],
    [isUpper, UPPER],
    [isDigit, DIGIT],
    [isEither || isCurrency || '§%=+'.includes(character), PREFIX],
    [isEither, SUFFIX],
    [isIcon || isDash || '.…,-~:<>=/+*^'.includes(character), INNER],
    [!isTerminal && !SYMBOLS.includes(character) && !isControl(character), NOT_SYMBOL],
    [isQuote, QUOTE],
    [isLower || isDigit || isQuote || isPunctuation || '%²-+|'.includes(character), BEFORE_STOP],
    [isCurrency, CURRENCY],
    [isTerminal, TERMINAL],
    [isIcon, ICON],
  ];
  return flags.reduce((all, [has, flag]) => (has ? all | flag : all), 0);
}

const isControl = (character: string): boolean => /\p{Cc}/u.test(character) && !/[\t\n]/.test(character);
