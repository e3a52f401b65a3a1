/**
 * What the front matter of a model card says of licence, languages, base and tags: fields of one line, and lists in brackets or of one
 * item a line. Anything else that YAML can say is taken as not said.
 */

export interface FrontMatter {
  readonly license: string | undefined;
  readonly languages: readonly string[];
  readonly base: string | undefined;
  readonly tags: readonly string[];
}

export function readFrontMatter(card: string): FrontMatter {
  const [, block = ''] = /^\ufeff?---\r?\n([\s\S]*?\n)---\s*(\n|$)/.exec(card) ?? [];
  const lines = block.split(/\r?\n/);
  const [license] = valuesOf(lines, 'license');
  const [base] = valuesOf(lines, 'base_model');
  return { license, languages: valuesOf(lines, 'language'), base, tags: valuesOf(lines, 'tags') };
}

/** Words of a licence, a language code, an id: nothing that YAML would read otherwise. */
const PLAIN = /^[\w./-]+$/;

function valuesOf(lines: readonly string[], key: string): string[] {
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (at === -1) return [];
  const inline = withoutComment(lines[at]!.slice(key.length + 1)).trim();
  const items = inline === '' ? itemsBelow(lines.slice(at + 1)) : inline.replace(/^\[(.*)\]$/, '$1').split(',');
  return items.map(unquoted).filter((item) => PLAIN.test(item));
}

function itemsBelow(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => !/^\s*- /.test(line));
  return lines.slice(0, end === -1 ? lines.length : end).map((line) => line.replace(/^\s*- /, ''));
}

/** A mark within quotes is no comment; what is quoted with one is no word, and not taken either way. */
const withoutComment = (text: string): string => text.replace(/\s#.*$/, '');

const unquoted = (item: string): string =>
  withoutComment(item)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
