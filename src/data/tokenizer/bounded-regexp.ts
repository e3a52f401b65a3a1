/**
 * A regular expression of a stranger, which ends on every text: the engine's own takes exponential time on some, and cannot be
 * stopped. This one finds the same matches, counts its steps, and throws once a text costs far more than patterns do that split text
 * into words. It is a `RegExp` whose `exec` is replaced, so that `match`, `matchAll`, `replace` and `split` run it too. The flags
 * are `u`, with `g` or `y`; time is a few steps for each character, as with the engine's.
 */
import { OcaqError } from '../../errors.ts';
import { CharacterSet } from './character-set.ts';
import { type Pattern, readRegExp } from './regexp-syntax.ts';

/**
 * Of the places in a text, one before each character and one behind the last. Patterns in use take fewer than ten for words, and
 * nearly forty where every choice is tried in vain: at a digit, and behind it, of a text that was cut into digits before.
 */
const STEPS_A_PLACE = 64;
/** What may be taken beyond that, about a tenth of a second. Texts that take less give it back. */
const SPARE_STEPS = 4e6;
/** A repetition of more than one character that counts further is not run. */
const MOST_COUNTED = 1000;
const MOST_STATES = 20_000;

/** Where a match that begins here ends, or -1. */
type Matcher = (at: number) => number;

/** What matchers share: the text, the groups of the match under way, and how many steps are left. */
interface Run {
  text: string;
  /** Where groups begin and end; -1: not there. Those of group `i` stand at 2i and 2i + 1. */
  readonly groups: Int32Array;
  steps: number;
}

export class BoundedRegExp extends RegExp {
  readonly #program: Program;

  /** @throws SyntaxError as `RegExp` does, OcaqError `split-pattern-unsupported` */
  constructor(source: string | RegExp, flags?: string) {
    super(source, flags);
    this.#program = programOf(this.source);
  }

  /** @throws OcaqError `split-pattern-slow`, `run-too-long` */
  override exec(text: string): RegExpExecArray | null {
    const isStateful = this.global || this.sticky;
    const found = this.#program.find(text, isStateful ? this.lastIndex : 0, this.sticky);
    if (isStateful) this.lastIndex = found?.end ?? 0;
    if (found === null) return null;
    return resultOf(text, found.groups);
  }
}

/** As the engine gives it. Made without detours: there is one for every word of a corpus. */
function resultOf(text: string, groups: Int32Array): RegExpExecArray {
  const index = groups[0] ?? 0;
  const result = [text.slice(index, groups[1])] as (string | undefined)[] & { index?: number; input?: string };
  for (let at = 2; at < groups.length; at += 2)
    result.push(groups[at] === -1 ? undefined : text.slice(groups[at], groups[at + 1]));
  result.index = index;
  result.input = text;
  return result as RegExpExecArray;
}

/** `matchAll` and `split` make a copy of the expression for every text. */
const programs = new Map<string, Program>();
const MOST_PROGRAMS = 64;

function programOf(source: string): Program {
  const known = programs.get(source);
  if (known !== undefined) return known;
  const program = compiled(source);
  if (programs.size === MOST_PROGRAMS) programs.clear();
  programs.set(source, program);
  return program;
}

function compiled(source: string): Program {
  try {
    return new Program(source);
  } catch (cause) {
    throw cause instanceof RangeError ? unsupported(source) : cause; // groups nested too deep to be followed
  }
}

class Program {
  readonly #source: string;
  readonly #run: Run;
  readonly #match: Matcher;
  readonly #sets = new Map<string, CharacterSet>();
  #states = 0;

  constructor(source: string) {
    this.#source = source;
    const read = readRegExp(source);
    if (read === null) throw unsupported(source);
    this.#run = { text: '', groups: new Int32Array(2 * (read.groups + 1)), steps: SPARE_STEPS };
    this.#match = this.#compile(read.pattern, (at) => at, 1);
  }

  find(text: string, from: number, isSticky: boolean): { groups: Int32Array; end: number } | null {
    const run = this.#run;
    // A text is searched from its beginning on, and then on from each match.
    if (from === 0) run.steps = Math.min(SPARE_STEPS, Math.max(0, run.steps)) + STEPS_A_PLACE * (text.length + 1);
    run.text = text;
    const isWithin = from > 0 && isTrail(text.charCodeAt(from)) && isLead(text.charCodeAt(from - 1));
    try {
      for (let start = isWithin ? from - 1 : from; start <= text.length; start += widthAt(text, start)) {
        run.groups.fill(-1);
        const end = this.#match(start);
        if (end !== -1) {
          run.groups[0] = start;
          run.groups[1] = end;
          return { groups: run.groups, end };
        }
        if (isSticky) break;
      }
    } catch (cause) {
      throw cause instanceof RangeError ? runTooLong(text, cause) : cause;
    }
    return null;
  }

  #take(steps: number): void {
    this.#run.steps -= steps;
    if (this.#run.steps < 0)
      throw new OcaqError(
        'split-pattern-slow',
        `The split pattern ${JSON.stringify(shortened(this.#source))} of the tokenizer takes too long on this text and was stopped. Use another tokenizer: this one is damaged or means harm.`,
        { pattern: shortened(this.#source) },
      );
  }

  /** @param next what has to match after it @param way 1, or -1 within what is looked for before a place */
  #compile(pattern: Pattern, next: Matcher, way: 1 | -1): Matcher {
    if (++this.#states > MOST_STATES) throw unsupported(this.#source);
    switch (pattern.kind) {
      case 'character':
        return this.#character(this.#setOf(pattern.source), next, way);
      case 'sequence': {
        const inOrder = way === 1 ? pattern.of.toReversed() : pattern.of;
        return inOrder.reduce((after, part) => this.#compile(part, after, way), next);
      }
      case 'either':
        return this.#either(pattern.of.map((one) => this.#compile(one, next, way)));
      case 'repeat':
        return this.#repeat(pattern, next, way);
      case 'group':
        return this.#group(pattern, next, way);
      case 'look':
        return this.#look(pattern, next);
      case 'edge':
        return this.#edge(pattern.of, next);
      case 'again':
        return this.#again(pattern.group, next, way);
      default:
        return pattern satisfies never;
    }
  }

  #character(set: CharacterSet, next: Matcher, way: 1 | -1): Matcher {
    const run = this.#run;
    return (at) => {
      this.#take(1);
      const end = step(run.text, at, set, way);
      return end === -1 ? -1 : next(end);
    };
  }

  #either(ways: readonly Matcher[]): Matcher {
    const run = this.#run;
    return (at) => {
      for (const way of ways) {
        this.#take(1);
        const end = way(at);
        if (end !== -1) return end;
      }
      run.steps -= 1;
      return -1;
    };
  }

  #repeat({ of, min, max, isLazy }: Extract<Pattern, { kind: 'repeat' }>, next: Matcher, way: 1 | -1): Matcher {
    if (takesOne(of)) return this.#runOf(this.#stepOver(of, way), min, max, isLazy, next, way);
    if (min > MOST_COUNTED || (max > MOST_COUNTED && max !== Number.POSITIVE_INFINITY)) throw unsupported(this.#source);
    const once = (after: Matcher): Matcher => this.#afresh(of, after, way);
    let rest = max === Number.POSITIVE_INFINITY ? this.#endless(once, isLazy, next) : next;
    if (max !== Number.POSITIVE_INFINITY)
      for (let i = min; i < max; i++) rest = this.#optional(once, rest, isLazy, next);
    for (let i = 0; i < min; i++) rest = once(rest);
    return rest;
  }

  /** One more time, and then on with `rest`, or none. One that takes no character counts as none. */
  #optional(once: (after: Matcher) => Matcher, rest: Matcher, isLazy: boolean, next: Matcher): Matcher {
    let began = -1;
    const body = once((at) => (at === began ? -1 : rest(at)));
    const more: Matcher = (at) => {
      const before = began;
      began = at;
      const end = body(at);
      began = before;
      return end;
    };
    return this.#either(isLazy ? [next, more] : [more, next]);
  }

  #endless(once: (after: Matcher) => Matcher, isLazy: boolean, next: Matcher): Matcher {
    const loop: Matcher = (at) => choice(at);
    const choice = this.#optional(once, loop, isLazy, next);
    return loop;
  }

  /** What groups within matched the time before counts no more. */
  #afresh(of: Pattern, next: Matcher, way: 1 | -1): Matcher {
    const within = groupsIn(of);
    const body = this.#compile(of, next, way);
    if (within.length === 0) return body;
    const { groups } = this.#run;
    return (at) => {
      const before = groups.slice();
      for (const group of within) groups.fill(-1, 2 * group, 2 * group + 2);
      const end = body(at);
      if (end === -1) groups.set(before);
      return end;
    };
  }

  /** Over what takes one character. */
  #stepOver(pattern: Pattern, way: 1 | -1): Matcher {
    if (pattern.kind !== 'character') return this.#compile(pattern, (at) => at, way);
    const run = this.#run;
    const set = this.#setOf(pattern.source);
    return (at) => step(run.text, at, set, way);
  }

  /** A run of single characters: as far as it goes, and then back one by one; or the other way round. */
  #runOf(over: Matcher, min: number, max: number, isLazy: boolean, next: Matcher, way: 1 | -1): Matcher {
    const run = this.#run;
    return (start) => {
      let at = start;
      let taken = 0;
      const most = isLazy ? min : max;
      for (; taken < most; taken++) {
        const end = over(at);
        if (end === -1) break;
        at = end;
      }
      this.#take(1 + taken);
      if (taken < min) return -1;
      for (;;) {
        const end = next(at);
        if (end !== -1 || (isLazy ? taken === max : taken === min)) return end;
        this.#take(1);
        if (isLazy) {
          at = over(at);
          if (at === -1) return -1;
          taken++;
        } else {
          at = way === 1 ? at - widthBefore(run.text, at) : at + widthAt(run.text, at);
          taken--;
        }
      }
    };
  }

  #group({ of, group }: Extract<Pattern, { kind: 'group' }>, next: Matcher, way: 1 | -1): Matcher {
    const { groups } = this.#run;
    let began = -1;
    const body = this.#compile(
      of,
      (at) => {
        const [start, end] = [groups[2 * group] ?? -1, groups[2 * group + 1] ?? -1];
        groups[2 * group] = Math.min(began, at);
        groups[2 * group + 1] = Math.max(began, at);
        const found = next(at);
        if (found === -1) {
          groups[2 * group] = start;
          groups[2 * group + 1] = end;
        }
        return found;
      },
      way,
    );
    return (at) => {
      const before = began;
      began = at;
      const end = body(at);
      began = before;
      return end;
    };
  }

  #look({ of, isBehind, isNegated }: Extract<Pattern, { kind: 'look' }>, next: Matcher): Matcher {
    const { groups } = this.#run;
    const body = this.#compile(of, (at) => at, isBehind ? -1 : 1);
    return (at) => {
      this.#take(1);
      const before = groups.slice();
      const isThere = body(at) !== -1;
      if (isNegated) groups.set(before);
      if (isThere === isNegated) return -1;
      const end = next(at);
      if (end === -1) groups.set(before);
      return end;
    };
  }

  #edge(edge: Extract<Pattern, { kind: 'edge' }>['of'], next: Matcher): Matcher {
    const run = this.#run;
    const isWord = (at: number): boolean => /\w/.test(run.text.charAt(at));
    const holds = {
      '^': (at: number) => at === 0,
      $: (at: number) => at === run.text.length,
      '\\b': (at: number) => isWord(at - 1) !== isWord(at),
      '\\B': (at: number) => isWord(at - 1) === isWord(at),
    }[edge];
    return (at) => (holds(at) ? next(at) : -1);
  }

  #again(group: number, next: Matcher, way: 1 | -1): Matcher {
    const run = this.#run;
    return (at) => {
      const [start, end] = [run.groups[2 * group] ?? -1, run.groups[2 * group + 1] ?? -1];
      if (start === -1) return next(at);
      this.#take(1 + end - start);
      const from = way === 1 ? at : at - (end - start);
      if (from < 0 || !run.text.startsWith(run.text.slice(start, end), from)) return -1;
      return next(at + way * (end - start));
    };
  }

  #setOf(source: string): CharacterSet {
    const known = this.#sets.get(source);
    if (known !== undefined) return known;
    const set = new CharacterSet(source);
    this.#sets.set(source, set);
    return set;
  }
}

function unsupported(source: string): OcaqError {
  const pattern = shortened(source);
  return new OcaqError(
    'split-pattern-unsupported',
    `The split pattern ${JSON.stringify(pattern)} is one that Ocaq cannot run. Use a tokenizer with a simpler split pattern, such as the one of Llama 3.`,
    { pattern },
  );
}

/** Over one character of the set, or -1. */
function step(text: string, at: number, set: CharacterSet, way: 1 | -1): number {
  if (way === 1) {
    if (at >= text.length) return -1;
    const unit = text.charCodeAt(at);
    const character = isLead(unit) ? (text.codePointAt(at) ?? unit) : unit;
    if (!set.has(character)) return -1;
    return at + (character > 0xffff ? 2 : 1);
  }
  if (at <= 0) return -1;
  const width = widthBefore(text, at);
  return set.has(text.codePointAt(at - width) ?? 0) ? at - width : -1;
}

const isLead = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
const isTrail = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;
const widthAt = (text: string, at: number): number =>
  isLead(text.charCodeAt(at)) && isTrail(text.charCodeAt(at + 1)) ? 2 : 1;
const widthBefore = (text: string, at: number): number =>
  isTrail(text.charCodeAt(at - 1)) && isLead(text.charCodeAt(at - 2)) ? 2 : 1;

/** Whether it takes one character in every way that it can match, so that repeating it leaves no choice but how often. */
function takesOne(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'character':
      return true;
    case 'either':
      return pattern.of.every(takesOne);
    case 'sequence':
      return pattern.of.filter(takesOne).length === 1 && pattern.of.every((part) => takesOne(part) || takesNone(part));
    default:
      return false;
  }
}

const takesNone = (pattern: Pattern): boolean =>
  pattern.kind === 'edge' || (pattern.kind === 'look' && groupsIn(pattern).length === 0);

function groupsIn(pattern: Pattern): number[] {
  switch (pattern.kind) {
    case 'group':
      return [pattern.group, ...groupsIn(pattern.of)];
    case 'repeat':
    case 'look':
      return groupsIn(pattern.of);
    case 'sequence':
    case 'either':
      return pattern.of.flatMap(groupsIn);
    default:
      return [];
  }
}

const shortened = (source: string): string => (source.length <= 200 ? source : `${source.slice(0, 199)}…`);

/** What takes more than one character each time needs room for every time. */
export const runTooLong = (text: string, cause: RangeError): OcaqError =>
  new OcaqError(
    'run-too-long',
    'The text has a run of very many letters, more than this tokenizer can split. Break it with spaces or line ends, or leave the document out.',
    { characters: text.length },
    { cause },
  );
