/**
 * Self-Instruct (Wang et al. 2022, arXiv:2212.10560): new tasks from a few that people wrote. A model is shown tasks of the
 * pool and writes others; a new one joins the pool if its instruction is like none that is there: the paper's limit is a
 * ROUGE-L of 0.7. As Alpaca did it, a task comes whole, with its input and output.
 */
import { reachesRougeL, Words } from '../rouge.ts';

export interface Task {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

export type Rejection = 'near-duplicate' | 'length' | 'beyond-text' | 'output-missing' | 'output-is-input';

export const LIKENESS_LIMIT = 0.7;
/** Words of an instruction. The paper drops those that are too short or too long without saying at what. */
const INSTRUCTION_WORDS = { least: 3, most: 150 };
/** Tasks that a language model cannot do, in the languages that are offered. */
const BEYOND_TEXT =
  /\b(images?|pictures?|graphs?|photos?|videos?|maps?)\b|şəkil|qrafik|video|resim|fotoğraf|изображени|картин/iu;
/** Shown to the model: of those that people wrote, and of those that it wrote (the paper, section 2.2). */
const SHOWN = { seeds: 6, generated: 2 };
export const MOST_SHOWN = SHOWN.seeds + SHOWN.generated;

export class TaskPool {
  private readonly words = new Words();
  private readonly seeds: readonly Task[];
  private readonly generated: Task[] = [];
  private readonly instructions: Uint32Array[];

  constructor(seeds: readonly Task[]) {
    this.seeds = seeds;
    this.instructions = seeds.map(({ instruction }) => this.words.of(instruction));
  }

  /** Takes a task in, or says why not. */
  offer(task: Task): Rejection | null {
    const words = this.words.of(task.instruction);
    const { least, most } = INSTRUCTION_WORDS;
    if (words.length < least || words.length > most) return 'length';
    if (BEYOND_TEXT.test(task.instruction)) return 'beyond-text';
    if (task.output.trim() === '') return 'output-missing';
    if (task.output.trim() === task.input.trim()) return 'output-is-input';
    if (this.instructions.some((other) => reachesRougeL(words, other, LIKENESS_LIMIT))) return 'near-duplicate';
    this.instructions.push(words);
    this.generated.push(task);
    return null;
  }

  /** Tasks to be shown, in a random order. @param random 0…1 */
  examples(random: () => number): Task[] {
    const generated = some(this.generated, SHOWN.generated, random);
    const seeds = some(this.seeds, MOST_SHOWN - generated.length, random);
    return some([...seeds, ...generated], MOST_SHOWN, random);
  }
}

/** So many of a list, or all of it, in a random order. */
function some<T>(list: readonly T[], count: number, random: () => number): T[] {
  const left = [...list];
  const taken: T[] = [];
  while (taken.length < count && left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
}
