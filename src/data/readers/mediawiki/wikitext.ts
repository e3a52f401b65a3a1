/**
 * From wikitext to text with headings and lists still marked (lines.ts), in one pass (mediawiki.org, "Help:Formatting" and
 * "Markup spec"). Templates are dropped but for those that only mark their text; tables are dropped, because their cells
 * mean little without their columns; so are files, categories, references, formulas and links to other languages.
 *
 * What is never closed costs no more than its marks: a heading ends whatever is open before it, a blank line ends links, and
 * a template of more than 64 Ki characters is taken for two braces that stand there. Constructs nest 100 deep; marks beyond
 * are passed over. The time is proportional to the text.
 */
import type { LinkNames } from './names.ts';
import { entityText, tagKind } from './tags.ts';

const DEEPEST = 100;
const LONGEST_TEMPLATE = 65_536;
const LONGEST_TAG = 2000;
/** Of a reference, formula and the like. */
const LONGEST_DROPPED = 65_536;

/** Templates that show one of their parameters, by its number. */
const SHOWN_PARAMETER: Readonly<Record<string, number>> = {
  ...{ lang: 2, dil: 2, язык: 2, nobr: 1, nowrap: 1, nobold: 1, small: 1, big: 1, formatnum: 1, abbr: 1 },
};

const MARKS =
  /\{\{|\}\}|\{\||\|\}(?!\})|\[\[|\]\]|\[(?:(?:https?|ftp):)?\/\/[^\s[\]<>"|{}]*|\[mailto:[^\s[\]<>"|{}]*|\]|\||'{2,}|<|&(?:[a-zA-Z]{2,8}\d{0,2}|#\d{1,7}|#[xX][\da-fA-F]{1,6});|\n/g;

type FrameKind = 'template' | 'table' | 'link' | 'external';

/** Something that is open. */
interface Frame {
  kind: FrameKind;
  /** Where it begins in the source. */
  at: number;
  /** How many pieces of the output lay before it. */
  start: number;
  /** Where its first and its last bar are among the pieces; those of a template are all kept. */
  bars: number[];
}

/** @param onTable told of each table that is left out */
export const plainText = (source: string, names: LinkNames, onTable: () => void): string =>
  new Scanner(source, names, onTable).text();

class Scanner {
  readonly #source: string;
  readonly #names: LinkNames;
  readonly #onTable: () => void;
  readonly #pieces: string[] = [];
  readonly #frames: Frame[] = [];
  readonly #searches = new Map<string, Search>();

  constructor(source: string, names: LinkNames, onTable: () => void) {
    this.#source = withoutComments(source);
    this.#names = names;
    this.#onTable = onTable;
  }

  text(): string {
    const marks = new RegExp(MARKS);
    let at = 0;
    for (let found = marks.exec(this.#source); found; found = marks.exec(this.#source)) {
      this.#write(this.#source.slice(at, found.index));
      at = this.#mark(found[0], found.index);
      marks.lastIndex = at;
    }
    this.#write(this.#source.slice(at));
    return this.#pieces.join('');
  }

  /** Takes a mark; returns where to go on. */
  #mark(mark: string, at: number): number {
    const after = at + mark.length;
    if (mark === '\n') this.#endLine(at);
    else if (mark === '{{') this.#open('template', at);
    else if (mark === '}}') this.#close('template', after);
    else if (mark === '[[') this.#open('link', at);
    else if (mark === ']]') this.#close('link', after);
    else if (mark === ']') this.#endExternal();
    else if (mark.startsWith('[')) this.#open('external', at);
    else if (mark === '|') this.#bar();
    else if (mark === '<') return this.#tag(at);
    else if (mark.startsWith("'")) this.#write("'".repeat(literalQuotes(mark.length)));
    else if (mark.startsWith('&')) this.#write(entityText(mark));
    else if (!this.#isFirstInLine(at)) {
      // A brace and a bar, which make a table only where a line begins.
      this.#write(mark.charAt(0));
      return at + 1;
    } else if (mark === '{|') this.#open('table', at);
    else this.#close('table', after);
    return after;
  }

  #write(text: string): void {
    if (text !== '') this.#pieces.push(text);
  }

  #open(kind: FrameKind, at: number): void {
    if (this.#frames.length < DEEPEST) this.#frames.push({ kind, at, start: this.#pieces.length, bars: [] });
  }

  /** Closes the innermost frame of a kind; what was open within it was never closed, and is text of it. */
  #close(kind: FrameKind, end: number): void {
    const index = this.#frames.findLastIndex((frame) => frame.kind === kind);
    const frame = this.#frames[index];
    if (!frame) return;
    this.#frames.length = index;
    if (kind === 'template' && end - frame.at > LONGEST_TEMPLATE) return;
    const shown = this.#shown(frame);
    this.#pieces.length = frame.start;
    this.#write(shown);
  }

  #shown(frame: Frame): string {
    if (frame.kind === 'table') {
      this.#onTable();
      return '';
    }
    const [first = this.#pieces.length] = frame.bars;
    const target = this.#pieces.slice(frame.start, first).join('').trim();
    return frame.kind === 'template' ? this.#shownOfTemplate(target, frame) : this.#shownOfLink(target, frame);
  }

  #shownOfLink(target: string, { bars }: Frame): string {
    if (this.#names.kindOf(target) !== 'text') return '';
    const last = bars.at(-1);
    const label = last === undefined ? '' : this.#pieces.slice(last + 1).join('');
    return label.trim() === '' ? target.replace(/^:/, '') : label;
  }

  #shownOfTemplate(target: string, { bars }: Frame): string {
    const [name = '', value] = target.toLowerCase().split(':', 2);
    const number = Object.hasOwn(SHOWN_PARAMETER, name) ? SHOWN_PARAMETER[name]! : /^(?:lang|dil)-/.test(name) ? 1 : 0;
    if (name === 'formatnum' && value !== undefined) return value;
    if (number === 0) return '';
    let seen = 0;
    for (const [i, bar] of bars.entries()) {
      const parameter = this.#pieces.slice(bar + 1, bars[i + 1]).join('');
      const named = /^\s*([\p{L}\d_-]{1,30})\s*=/u.exec(parameter);
      if (named?.[1] === String(number)) return parameter.slice(named[0].length).trim();
      if (!named && ++seen === number) return parameter.trim();
    }
    return '';
  }

  #bar(): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'template' || frame?.kind === 'link') frame.bars.push(this.#pieces.length);
    this.#pieces.push('|');
  }

  #endExternal(): void {
    if (this.#frames.at(-1)?.kind === 'external') this.#frames.pop();
    else this.#write(']');
  }

  #endLine(at: number): void {
    this.#pieces.push('\n');
    if (this.#frames.length === 0) return;
    const next = this.#source.charAt(at + 1);
    if (next === '=' && this.#isHeading(at + 1)) this.#frames.length = 0;
    else if (next === '\n' || next === '') this.#drop(['link', 'external']);
    else this.#drop(['external']);
  }

  /** Gives up the innermost frames of these kinds. */
  #drop(kinds: readonly FrameKind[]): void {
    const isDropped = (frame: Frame | undefined) => frame !== undefined && kinds.includes(frame.kind);
    while (isDropped(this.#frames.at(-1))) this.#frames.pop();
  }

  #isHeading(at: number): boolean {
    const end = this.#source.indexOf('\n', at);
    const line = this.#source.slice(at, Math.min(end < 0 ? this.#source.length : end, at + 300)).trimEnd();
    return line.length > 4 && line.startsWith('==') && line.endsWith('==');
  }

  /** Whether nothing but white space and indentation is before it in its line; a few characters are looked at. */
  #isFirstInLine(at: number): boolean {
    const before = this.#source.slice(Math.max(0, at - 20), at);
    return /(?:^|\n)[\s:]*$/.test(at <= 20 ? before : `.${before}`);
  }

  #tag(at: number): number {
    const end = this.#search('>', />/g).from(at);
    const tag = end < 0 || end - at > LONGEST_TAG ? '' : this.#source.slice(at, end + 1);
    const name = /^<\/?([a-zA-Z][a-zA-Z1-6]*)(?=[\s/>])/.exec(tag)?.[1]?.toLowerCase() ?? '';
    const kind = tagKind(name);
    if (kind === null) {
      this.#write('<');
      return at + 1;
    }
    const after = end + 1;
    if (kind === 'break') this.#write('\n');
    if (kind === 'break' || kind === 'inline' || tag.endsWith('/>') || tag.startsWith('</')) return after;
    const close = this.#search(`</${name}`, new RegExp(`</${name}\\s*>`, 'gi')).from(after);
    const again = this.#search(`<${name}`, new RegExp(`<${name}[\\s>]`, 'gi')).from(after);
    // Never closed: the next one begins before.
    if (close < 0 || (again >= 0 && again < close) || close - after > LONGEST_DROPPED) return after;
    if (kind === 'verbatim') this.#write(this.#source.slice(after, close).replace(/&\w{1,10};/g, entityText));
    return this.#source.indexOf('>', close) + 1;
  }

  #search(key: string, pattern: RegExp): Search {
    const search = this.#searches.get(key) ?? new Search(this.#source, pattern);
    this.#searches.set(key, search);
    return search;
  }
}

/** Where a pattern is next; asked from places that grow, it passes over the text once. */
class Search {
  readonly #text: string;
  readonly #pattern: RegExp;
  #found = -2;

  constructor(text: string, pattern: RegExp) {
    this.#text = text;
    this.#pattern = pattern;
  }

  /** -1: nowhere. */
  from(at: number): number {
    if (this.#found === -1 || this.#found >= at) return this.#found;
    this.#pattern.lastIndex = at;
    this.#found = this.#pattern.exec(this.#text)?.index ?? -1;
    return this.#found;
  }
}

/** A comment that is never closed costs its mark alone. */
function withoutComments(source: string): string {
  let text = '';
  let at = 0;
  for (let open = source.indexOf('<!--'); open >= 0; open = source.indexOf('<!--', at)) {
    text += source.slice(at, open);
    const close = source.indexOf('-->', open + 4);
    if (close < 0) return text + source.slice(open + 4).replaceAll('<!--', '');
    at = close + 3;
  }
  return text + source.slice(at);
}

/** How many of a run of quotes are text: two, three and five are marks. */
const literalQuotes = (length: number): number => (length === 4 ? 1 : Math.max(0, length - 5));
