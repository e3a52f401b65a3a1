/** The marks of AsciiDoc within a line (docs.asciidoctor.org, "Text" and "Macros"), taken off; each takes one pass over the line. */
const URL = '(?:https?|ftp|irc)://[^\\s\\[\\]<>]{1,2000}';
const BRACKETS = '\\[([^\\]]*)\\]';

type Replacement = readonly [pattern: RegExp, text: string | ((...found: string[]) => string)];

/** The label of a link is what stands before attributes such as `window=_blank`. */
const label = (content: string): string =>
  content
    .replace(/,\s*\w+=.*$/, '')
    .replace(/^"(.*)"$/, '$1')
    .replace(/\^$/, '')
    .trim();
const labelOr = (target: string, content: string): string => label(content) || target;

const MACROS: readonly Replacement[] = [
  [
    /(?:footnote|footnoteref|stem|latexmath|asciimath|indexterm|icon|anchor|image|video|audio):[^\s:[\]]{0,2000}\[[^\]]*\]/g,
    '',
  ],
  [/\(\(\([^()]*\)\)\)/g, ''],
  [/\(\(([^()]*)\)\)/g, '$1'],
  [/\[\[[^\][]*\]\]/g, ''],
  [/<<[^<>,]*,([^<>]*)>>/g, (_, text = '') => text.trim()],
  [/<<[^<>]*>>/g, ''],
  [
    new RegExp(`\\blink:([^\\s[\\]]{1,2000})${BRACKETS}`, 'g'),
    (_, target = '', content = '') => labelOr(target, content),
  ],
  [new RegExp(`(${URL})${BRACKETS}`, 'g'), (_, target = '', content = '') => labelOr(target, content)],
  [
    new RegExp(`\\bmailto:([^\\s[\\]]{1,200})${BRACKETS}`, 'g'),
    (_, target = '', content = '') => labelOr(target, content),
  ],
  [new RegExp(`\\bxref:[^\\s[\\]]{1,2000}${BRACKETS}`, 'g'), (_, content = '') => label(content)],
  [/\bmenu:([^[\]]{1,200})\[([^\]]*)\]/g, (_, menu = '', item = '') => (item === '' ? menu : `${menu} > ${item}`)],
  [/\b(?:kbd|btn|pass|indexterm2):[a-z,]{0,20}\[([^\]]*)\]/g, '$1'],
];

/** Marks that enclose text, doubled anywhere, single around whole words. */
const FORMATS: readonly Replacement[] = [
  [/\[[.#%\w][\w .#%-]{0,100}\](?=[#*_`])/g, ''],
  ...['\\*', '_', '`', '#', '\\+'].flatMap((mark): Replacement[] => {
    return [
      [new RegExp(`${mark}{2}([^${mark}\\n]+)${mark}{2}`, 'g'), '$1'],
      [
        new RegExp(
          `(?<![\\p{L}\\p{N}${mark}])${mark}(?=\\S)([^${mark}\\n]*[^\\s${mark}])${mark}(?![\\p{L}\\p{N}${mark}])`,
          'gu',
        ),
        '$1',
      ],
    ];
  }),
  [/([\^~])([^\s^~]+)\1/g, '$2'],
];

/** @param attributes that the document has set, by name */
export function inlineText(line: string, attributes: ReadonlyMap<string, string>): string {
  let text = line.replace(/\{([\w-]{1,100})\}/g, (found, name: string) => attributes.get(name.toLowerCase()) ?? found);
  for (const [pattern, replacement] of [...MACROS, ...FORMATS]) text = text.replace(pattern, replacement as string);
  return text.replace(/ \+$/, '').trim();
}
