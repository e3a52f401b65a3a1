/**
 * Takes out what the pages that texts come from have around and between them: leftover markup (tags and character references
 * of HTML, only where they can be nothing else), lines of links alone, buttons, menus and notices, and lines that many
 * documents of a source have. A single word of a menu stays, since it may be a heading.
 */
import { BUTTON_PHRASES, COOKIE_NOTICES, foldLine, MENU_PHRASES, NOTICE_PATTERNS } from './boilerplate-phrases.ts';
import { withoutMarkup } from './markup.ts';
import { lineHash } from './repeated-lines.ts';
import { defineStep } from './step.ts';

export const boilerplate = defineStep({
  version: 1,
  id: 'boilerplate',
  offByDefault: true,
  defaults: {
    markup: true as boolean,
    links: true as boolean,
    menus: true as boolean,
    /** Lines that many documents of the source have; which, the context says. */
    repeatedLines: true as boolean,
  },
  create: ({ markup, links, menus, repeatedLines }, context) => {
    const repeated = repeatedLines ? context.repeatedLines : undefined;
    const isNothing = (line: string): boolean =>
      (links && LINKS.test(line.trim())) || (menus && isNotice(line)) || repeated?.has(lineHash(line)) === true;
    return (document) => {
      const plain = markup ? withoutMarkup(document) : document;
      const removed: string[] = [];
      const text = plain.split('\n').filter((line) => {
        const isKept = line.trim() === '' || !isNothing(line);
        if (!isKept) removed.push(line);
        return isKept;
      });
      const left = menus ? withoutMenus(text, removed) : text;
      if (removed.length === 0) return { text: plain };
      return { text: left.join('\n'), removed: removed.join('\n') };
    };
  },
});

/** One address or several, with a bullet at most. */
const LINKS = /^(?:[-*•]\s*)?(?:(?:https?:\/\/|www\.)\S+(?:\s+|$))+$/i;
/** Longer lines are text. */
const LONGEST_NOTICE = 300;
/** Lines longer than buttons have a separator, the sign of copyright or a word for cookies. */
const LONGEST_BUTTON = 80;
const MAY_BE_NOTICE = /[|•·©\t]|\s[»/–—>]\s|cookie|kuki|çərəz|çerez|куки|copyright/i;
const SEPARATOR = /\s*[|•·]\s*|\s+[»/–—>]\s+|\t+/;

function isNotice(line: string): boolean {
  if (line.length > LONGEST_NOTICE || (line.length > LONGEST_BUTTON && !MAY_BE_NOTICE.test(line))) return false;
  const folded = foldLine(line);
  if (BUTTON_PHRASES.has(folded) || NOTICE_PATTERNS.some((pattern) => pattern.test(folded))) return true;
  if (COOKIE_NOTICES.some((patterns) => patterns.every((pattern) => pattern.test(folded)))) return true;
  const parts = line
    .split(SEPARATOR)
    .map(foldLine)
    .filter((part) => part !== '');
  return parts.length >= LEAST_IN_MENU && areMostlyMenu(parts);
}

const LEAST_IN_MENU = 3;
const LONGEST_MENU_LINE = 40;

const areMostlyMenu = (folded: readonly string[]): boolean => {
  const known = folded.filter((part) => MENU_PHRASES.has(part) || BUTTON_PHRASES.has(part)).length;
  return known >= LEAST_IN_MENU && 2 * known >= folded.length;
};

/** Lists of short lines of which most are words of menus, from the first such word to the last. */
function withoutMenus(lines: readonly string[], removed: string[]): readonly string[] {
  const kept: (readonly string[])[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && isShort(lines[end] ?? '')) end++;
    const list = lines.slice(at, end);
    const isWord = (line: string) => MENU_PHRASES.has(foldLine(line));
    const first = list.findIndex(isWord);
    const last = list.findLastIndex(isWord) + 1;
    const menu = first < 0 ? [] : list.slice(first, last).filter((line) => line.trim() !== '');
    if (areMostlyMenu(menu.map(foldLine))) {
      kept.push(list.slice(0, first), list.slice(last));
      for (const line of menu) removed.push(line);
    } else kept.push(list);
    kept.push(lines.slice(end, end + 1));
    at = end + 1;
  }
  return kept.flat();
}

const isShort = (line: string): boolean => line.length <= LONGEST_MENU_LINE && !/[.!?…;,]\s*$/.test(line);
