/** What is said about input that cannot be used: numbers out of their range, rows of a file. Parameters are ready text. */
import type { InstructionProblem } from '../../../data/instruct/shapes/shape.ts';
import type { BadRowReason, LeftOutKind } from '../../../data/readers/reader.ts';

export const input = {
  range: (low: string, high: string) => `a number from ${low} to ${high}`,
  positive: (high: string) => `a number above 0, up to ${high}`,
  wholeRange: (low: string, high: string) => `a whole number from ${low} to ${high}`,
  refused: (field: string, typed: string, range: string, value: string) =>
    `“${typed}” cannot be used for “${field}”. Type ${range}; until then it stays ${value}.`,
  rows: {
    'not-json': 'is not JSON',
    'not-an-object': 'has no named fields',
    'row-too-long': 'is too long',
    'array-broken-off': 'is cut off, or a bracket or quote in it is not closed; nothing after it was read',
    'columns-differ': 'has more or fewer cells than the header',
    damaged: 'stands in a damaged part of the file',
    'field-missing': 'does not have the field',
    'field-not-text': 'has something other than text in the field',
    'instruction-missing': 'has no instruction',
    'instruction-not-text': 'has an instruction that is not text',
    'input-not-text': 'has an input that is not text',
    'output-missing': 'has no answer',
    'output-not-text': 'has an answer that is not text',
    'system-not-text': 'has a system prompt that is not text',
    'text-is-list': 'has a list in the place of a text',
    'turns-missing': 'has no conversation',
    'turn-not-readable': 'has a turn without a role or a text',
    'turn-not-text': 'has a turn with something other than text in it, such as an image',
    'turn-role-unknown': 'has a turn of an unknown role',
    'turn-of-tool': 'has turns of tools, which cannot be trained yet',
    'prompt-of-turns': 'has a prompt with answers in it, which cannot be trained yet',
  } satisfies Record<BadRowReason | InstructionProblem, string> as Record<string, string>,
  leftOut: {
    none: 'Nothing was left out.',
    rows: (text: string, count: number) => `${text} ${count === 1 ? 'row' : 'rows'} could not be read`,
    reason: (count: string, reason: string) => `${count}: ${reason}`,
    otherField: (count: string, field: string) => `${count}: text in the field “${field}” instead`,
    row: (row: string, reason: string) => `Row ${row}: ${reason}`,
    empty: (text: string, count: number) => `${text} ${count === 1 ? 'document was' : 'documents were'} empty`,
    cut: (text: string, count: number) =>
      `${text} ${count === 1 ? 'document was' : 'documents were'} too long and cut into several`,
    badSequences: (text: string, count: number) =>
      `${text} byte ${count === 1 ? 'sequence that was' : 'sequences that were'} no text became “\ufffd”`,
    kinds: {
      'page-part': (text, count) =>
        `${text} ${count === 1 ? 'character' : 'characters'} of menus, footers and the like`,
      namespace: (text, count) => `${text} ${count === 1 ? 'page that is' : 'pages that are'} no articles`,
      redirect: (text, count) => `${text} ${count === 1 ? 'redirect' : 'redirects'}`,
      section: (text, count) => `${text} ${count === 1 ? 'section' : 'sections'} of sources and links`,
      table: (text, count) => `${text} ${count === 1 ? 'table' : 'tables'}`,
      chapter: (text, count) => `${text} ${count === 1 ? 'chapter' : 'chapters'} without the book’s own text`,
      'page-line': (text, count) => `${text} ${count === 1 ? 'line' : 'lines'} repeated at the edges of pages`,
      include: (text, count) => `${text} ${count === 1 ? 'place that takes' : 'places that take'} in another file`,
    } satisfies Record<LeftOutKind, (text: string, count: number) => string> as Record<
      LeftOutKind,
      (text: string, count: number) => string
    >,
  },
};

export type Input = typeof input;
