/**
 * The lines of a page without their marks: headings as lines of their own, items of lists with "- " or their number. Headings
 * without text under them are left out, and the sections that hold sources and links where that is asked for.
 */
import { isEndSection } from './names.ts';

interface Heading {
  level: number;
  title: string;
}

/** @param onSection told the heading of each section that is left out; null: none is */
export function withoutMarks(text: string, onSection: ((title: string) => void) | null): string {
  const lines: string[] = [];
  let waiting: Heading[] = [];
  /** The level of the heading whose section is left out. */
  let leftOut = 0;
  let number = 0;
  for (const raw of text.split('\n')) {
    const line = tidy(raw);
    const heading = headingOf(line);
    if (heading) {
      if (leftOut > 0 && heading.level > leftOut) continue;
      leftOut = onSection && isEndSection(heading.title) ? heading.level : 0;
      waiting = waiting.filter(({ level }) => level < heading.level);
      if (leftOut > 0) onSection?.(heading.title);
      else waiting.push(heading);
      continue;
    }
    if (leftOut > 0) continue;
    number = line.startsWith('#') ? number + 1 : 0;
    const shown = withoutListMarks(line, number);
    if (shown === '') {
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
      continue;
    }
    for (const { title } of waiting) lines.push(...(lines.length > 0 && lines.at(-1) !== '' ? [''] : []), title);
    waiting = [];
    lines.push(shown);
  }
  return lines.join('\n').trim();
}

function headingOf(line: string): Heading | null {
  if (!line.startsWith('=') || !line.endsWith('=')) return null;
  const marks = (/^=+/.exec(line)?.[0] ?? '').length;
  const level = Math.min(6, marks, line.length - line.replace(/=+$/, '').length);
  const title = line.slice(level, -level).trim();
  return title === '' || marks === line.length ? null : { level, title };
}

/** @param number of an item in a numbered list */
function withoutListMarks(line: string, number: number): string {
  const marks = /^[*#:;]+/.exec(line)?.[0] ?? '';
  const content = line.slice(marks.length).trim();
  // What templates and tables leave behind.
  if (/^[\s[\]{}|!*#:;=+-]*$/.test(content) || /^-{4,}/.test(content)) return '';
  if (marks.endsWith('*')) return `- ${content}`;
  if (marks.endsWith('#')) return marks === '#' ? `${number}. ${content}` : `- ${content}`;
  return content;
}

const tidy = (line: string): string =>
  line
    .replace(/__\p{Lu}+__/gu, '')
    // Brackets that a template left empty.
    .replace(/ ?\([\s,;:–—-]*\)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([,.;:])(?=\s|$)/g, '$1')
    .trim();
