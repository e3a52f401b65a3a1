/** What a person should know of records that are used: what was done to them, and what is suspicious in them. */
import type { KnownLanguage } from '../language.ts';
import type { Exchange, Treatment } from './shapes/shape.ts';

type Suspicion = (typeof SUSPICIONS)[number]['id'];
/** `answer-in-…`: unlike most answers of its set. */
export type Remark = Treatment | Suspicion | `answer-in-${KnownLanguage}`;

/** How templates in use open a part, each at the beginning of a line, and the marks of chat templates. */
const TEMPLATE =
  /^### ?(Instruction|Input|Response|Təlimat|Giriş|Cavab|Human|Assistant|User) ?:|<\|(im_start|im_end|user|assistant|system|eot_id|start_header_id|endoftext)\|>|\[\/?INST\]|<<SYS>>|<(start|end)_of_turn>/mu;

const same = (a: string, b: string): boolean => a.trim() !== '' && a.trim() === b.trim();

const SUSPICIONS = [
  /** A template was filled in before, and its end leaked into the answer. */
  { id: 'template-in-output', isSo: ({ output }: Exchange) => TEMPLATE.test(output) },
  /** The model would learn to copy; a translator repairs a mistake that the answer should have corrected. */
  { id: 'output-is-input', isSo: ({ instruction, input, output }: Exchange) => same(output, input || instruction) },
] as const;

export const remarksOf = (exchange: Exchange): Remark[] => [
  ...exchange.treatments,
  ...SUSPICIONS.filter(({ isSo }) => isSo(exchange)).map(({ id }) => id),
];
