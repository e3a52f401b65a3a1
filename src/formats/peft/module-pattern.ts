/**
 * Regular expressions of adapter configs, in Python's syntax, matched against whole names of modules. They come from
 * strangers, and the engine's own RegExp takes exponential time on some: these become a nondeterministic automaton
 * (Thompson 1968, doi:10.1145/363347.363387) whose states are followed side by side, in time pattern × name. Read are
 * literals, `.`, classes, groups, `|`, greedy and lazy quantifiers, `^`, `$`, `\b` and the classes `\d \w \s`; look-around,
 * back-references, flags and possessive quantifiers are refused.
 */
import { OcaqError } from '../../errors.ts';

type Node =
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'assert'; readonly holds: Assertion }
  | { readonly kind: 'sequence' | 'either'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };

type Assertion = (text: string, at: number) => boolean;

/** `next`: where it leads, taking a character, under a condition, or free. */
type State =
  | { readonly accepts: (character: string) => boolean; readonly next: number }
  | { readonly holds: Assertion; readonly next: number }
  | { readonly free: number[] };

const LENGTH_LIMIT = 2000;
const REPEAT_LIMIT = 1000;
const STATE_LIMIT = 10_000;

const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);
const atBoundary: Assertion = (text, at) => isWord(text[at - 1]) !== isWord(text[at]);

const CLASSES: Readonly<Record<string, (character: string) => boolean>> = {
  d: (character) => /\d/.test(character),
  D: (character) => /\D/.test(character),
  w: (character) => /\w/.test(character),
  W: (character) => /\W/.test(character),
  s: (character) => /\s/.test(character),
  S: (character) => /\S/.test(character),
};

/** States that patterns read together may have. */
export interface StateBudget {
  left: number;
}

/**
 * Whether the whole of a name matches.
 * @param budget shared with other patterns, and lessened
 * @throws `adapter-pattern` for what is not valid or not read
 */
export function modulePattern(pattern: string, budget: StateBudget = { left: STATE_LIMIT }): (name: string) => boolean {
  const automaton = new Automaton(pattern, budget);
  return (name) => automaton.matches(name);
}

class Automaton {
  private readonly pattern: string;
  private readonly budget: StateBudget;
  private readonly states: State[] = [];
  private readonly start: number;
  private readonly end: number;

  constructor(pattern: string, budget: StateBudget) {
    this.pattern = pattern;
    this.budget = budget;
    this.end = this.add({ free: [] });
    this.start = this.build(new Parser(pattern).parse(), this.end);
  }

  matches(text: string): boolean {
    let current = this.reachable([this.start], text, 0);
    for (let at = 0; at < text.length; at++) {
      const character = text.charAt(at);
      const next = [...current].flatMap((index) => {
        const state = this.states[index];
        return state && 'accepts' in state && state.accepts(character) ? [state.next] : [];
      });
      current = this.reachable(next, text, at + 1);
    }
    return current.has(this.end);
  }

  /** The states that lie open without another character. */
  private reachable(from: readonly number[], text: string, at: number): Set<number> {
    const found = new Set(from);
    // A set is iterated over what is added meanwhile too.
    for (const index of found) {
      const state = this.states[index];
      if (!state || 'accepts' in state) continue;
      if ('free' in state) for (const next of state.free) found.add(next);
      else if (state.holds(text, at)) found.add(state.next);
    }
    return found;
  }

  /** The first state of what matches `node` and goes on with `next`. */
  private build(node: Node, next: number): number {
    switch (node.kind) {
      case 'one':
        return this.add({ accepts: node.accepts, next });
      case 'assert':
        return this.add({ holds: node.holds, next });
      case 'sequence':
        return node.of.reduceRight((after, part) => this.build(part, after), this.add({ free: [next] }));
      case 'either':
        return this.add({ free: node.of.map((part) => this.build(part, next)) });
      case 'repeat': {
        let first = node.max === Number.POSITIVE_INFINITY ? this.loop(node.of, next) : next;
        if (node.max !== Number.POSITIVE_INFINITY)
          for (let i = node.min; i < node.max; i++) first = this.add({ free: [this.build(node.of, first), next] });
        for (let i = 0; i < node.min; i++) first = this.build(node.of, first);
        return first;
      }
      default:
        return node satisfies never;
    }
  }

  private loop(node: Node, next: number): number {
    const free = [next];
    const index = this.add({ free });
    free.push(this.build(node, index));
    return index;
  }

  private add(state: State): number {
    if (this.states.length === STATE_LIMIT) throw refused(this.pattern, 'it is too large');
    if (this.budget.left === 0) throw refused(this.pattern, 'it and the patterns before it are too large together');
    this.budget.left -= 1;
    return this.states.push(state) - 1;
  }
}

class Parser {
  private readonly pattern: string;
  private at = 0;

  constructor(pattern: string) {
    if (pattern.length > LENGTH_LIMIT) throw refused(`${pattern.slice(0, 100)}…`, 'it is too long');
    this.pattern = pattern;
  }

  parse(): Node {
    const node = this.alternatives();
    if (this.at < this.pattern.length) throw this.problem('a ")" closes no group');
    return node;
  }

  private alternatives(): Node {
    const of = [this.sequence()];
    while (this.take('|')) of.push(this.sequence());
    return { kind: 'either', of };
  }

  private sequence(): Node {
    const of: Node[] = [];
    while (this.at < this.pattern.length && !this.sees('|') && !this.sees(')')) of.push(this.repeated());
    return { kind: 'sequence', of };
  }

  private repeated(): Node {
    const of = this.atom();
    const range = this.quantifier();
    if (!range) return of;
    // Lazy or not, the whole name matches or it does not.
    if (!this.take('?') && this.sees('+')) throw this.problem('possessive quantifiers are not read');
    const again = this.quantifier();
    if (again) throw this.problem('a quantifier follows another');
    return { kind: 'repeat', of, ...range };
  }

  private quantifier(): { min: number; max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.take('?')) return { min: 0, max: 1 };
    const braces = /^\{(\d+)\}|^\{(\d*),(\d*)\}/.exec(this.pattern.slice(this.at));
    if (!braces) return undefined;
    this.at += braces[0].length;
    const [, exactly, least, most] = braces;
    const min = Number(exactly ?? least);
    const max = exactly !== undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    if (min > max || min > REPEAT_LIMIT || (max > REPEAT_LIMIT && max !== Number.POSITIVE_INFINITY))
      throw this.problem(`"${braces[0]}" is not a range of at most ${REPEAT_LIMIT}`);
    return { min, max };
  }

  private atom(): Node {
    if (this.take('(')) return this.group();
    if (this.take('[')) return { kind: 'one', accepts: this.characterClass() };
    if (this.take('.')) return { kind: 'one', accepts: (character) => character !== '\n' };
    if (this.take('^')) return { kind: 'assert', holds: (_text, at) => at === 0 };
    if (this.take('$')) return { kind: 'assert', holds: (text, at) => at === text.length };
    if (this.take('\\')) return this.escape();
    if (['*', '+', '?'].some((mark) => this.sees(mark))) throw this.problem('a quantifier has nothing to repeat');
    return literal(this.next());
  }

  private group(): Node {
    if (this.take('?') && !this.take(':')) {
      const name = /^P<\w+>/.exec(this.pattern.slice(this.at));
      if (!name) throw this.problem('look-around, flags and conditions are not read');
      this.at += name[0].length;
    }
    const node = this.alternatives();
    if (!this.take(')')) throw this.problem('a group is not closed');
    return node;
  }

  private escape(): Node {
    const character = this.next();
    if (character === 'b') return { kind: 'assert', holds: atBoundary };
    if (character === 'B') return { kind: 'assert', holds: (text, at) => !atBoundary(text, at) };
    const accepts = this.escapedClass(character);
    return accepts ? { kind: 'one', accepts } : literal(character);
  }

  /** undefined where the character stands for itself. */
  private escapedClass(character: string): ((character: string) => boolean) | undefined {
    if (Object.hasOwn(CLASSES, character)) return CLASSES[character];
    if (/[A-Za-z0-9]/.test(character)) throw this.problem(`"\\${character}" is not read`);
    return undefined;
  }

  private characterClass(): (character: string) => boolean {
    const isNegated = this.take('^');
    const members: ((character: string) => boolean)[] = [];
    // A bracket right at the beginning stands for itself.
    do members.push(this.classMember());
    while (!this.take(']'));
    return (character) => members.some((accepts) => accepts(character)) !== isNegated;
  }

  private classMember(): (character: string) => boolean {
    const first = this.next();
    const accepts = first === '\\' ? this.escapedClass(this.peek()) : undefined;
    if (accepts) {
      this.at += 1;
      return accepts;
    }
    const low = first === '\\' ? this.next() : first;
    if (!this.sees('-') || this.pattern[this.at + 1] === ']') return (character) => character === low;
    this.at += 1;
    if (this.take('\\') && this.escapedClass(this.peek())) throw this.problem('a range ends in a class');
    const high = this.next();
    if (low > high) throw this.problem(`the range "${low}-${high}" runs backwards`);
    return (character) => character >= low && character <= high;
  }

  private peek(): string {
    const character = this.pattern[this.at];
    if (character === undefined) throw this.problem('it ends too early');
    return character;
  }

  private next(): string {
    const character = this.peek();
    this.at += 1;
    return character;
  }

  private sees(character: string): boolean {
    return this.pattern[this.at] === character;
  }

  private take(character: string): boolean {
    if (!this.sees(character)) return false;
    this.at += 1;
    return true;
  }

  private problem(problem: string): OcaqError {
    return refused(this.pattern, problem);
  }
}

const literal = (wanted: string): Node => ({ kind: 'one', accepts: (character) => character === wanted });

function refused(pattern: string, problem: string): OcaqError {
  return new OcaqError(
    'adapter-pattern',
    `The adapter picks modules by the regular expression "${pattern}", which cannot be read: ${problem}. Write the modules as a list of names in adapter_config.json.`,
    { pattern, problem },
  );
}
