/**
 * Runs a chat template of Go's text/template, as far as Ocaq writes them: `range`, `if`, `else if`, `else`, `end`, `eq`, fields of
 * what stands at the dot, and strings. Text between actions stands as it is. Source: pkg.go.dev/text/template.
 */

type Dot = Readonly<Record<string, unknown>>;

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly word: string }
  | { readonly kind: 'range'; readonly list: string; readonly body: readonly Part[] }
  /** The first whose condition holds; that of a plain `else` is empty. */
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: string; readonly body: readonly Part[] }[];
    };

export const runGoTemplate = (template: string, data: Dot): string => run(new Parser(template).parts(), data);

class Parser {
  readonly #pieces: string[];

  constructor(template: string) {
    this.#pieces = template.split(/(\{\{.*?\}\})/s).filter((piece) => piece !== '');
  }

  /** Up to an `else` or `end`, which is left. */
  parts(): Part[] {
    const parts: Part[] = [];
    for (;;) {
      const [piece] = this.#pieces;
      if (piece === undefined || /^\{\{ (else|end)\b/.test(piece)) return parts;
      this.#pieces.shift();
      parts.push(piece.startsWith('{{') ? this.#action(piece.slice(2, -2).trim()) : { kind: 'text', text: piece });
    }
  }

  #action(action: string): Part {
    if (action.startsWith('range ')) {
      const body = this.parts();
      this.#next();
      return { kind: 'range', list: action.slice(6), body };
    }
    if (!action.startsWith('if ')) return { kind: 'value', word: action };
    const branches = [{ condition: action.slice(3), body: this.parts() }];
    for (let next = this.#next(); next !== 'end'; next = this.#next())
      branches.push({ condition: next.replace(/^else( if )?/, ''), body: this.parts() });
    return { kind: 'if', branches };
  }

  #next(): string {
    return (this.#pieces.shift() ?? '').slice(2, -2).trim();
  }
}

function run(parts: readonly Part[], dot: Dot): string {
  return parts.map((part) => written(part, dot)).join('');
}

function written(part: Part, dot: Dot): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'value':
      return String(evaluated(part.word, dot));
    case 'range':
      return (evaluated(part.list, dot) as Dot[]).map((item) => run(part.body, item)).join('');
    case 'if':
      return run(part.branches.find(({ condition }) => holds(condition, dot))?.body ?? [], dot);
    default:
      return part satisfies never;
  }
}

function holds(condition: string, dot: Dot): boolean {
  if (condition === '') return true;
  const [, left, right] = /^eq (\S+) (".*")$/.exec(condition) ?? [];
  if (left === undefined || right === undefined) throw new Error(`"${condition}" is no condition that is known`);
  return evaluated(left, dot) === evaluated(right, dot);
}

function evaluated(word: string, dot: Dot): unknown {
  if (word.startsWith('"')) return JSON.parse(word);
  if (/^\.\w+$/.test(word) && word.slice(1) in dot) return dot[word.slice(1)];
  throw new Error(`"${word}" is no value that is known`);
}
