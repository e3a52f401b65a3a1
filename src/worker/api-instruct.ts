/** The contract's part about instruction sets and tuning on them. See api.ts. */
import type { TooLong } from '../data/instruct/encode.ts';
import type { FieldMapping, Reading } from '../data/instruct/recognise.ts';
import type { Remark } from '../data/instruct/remarks.ts';
import type { Held, RoleId } from '../data/instruct/shapes/shape.ts';
import type { ShapeId } from '../data/instruct/shapes/table.ts';
import type { KnownLanguage } from '../data/language.ts';
import type { Precision } from '../gpu/device.ts';
import type { Id, TemplateId } from './api-ids.ts';
import type { TrainingMethod, TrainingSettings } from './api-training.ts';

export type { FieldMapping, KnownLanguage, Reading, Remark, RoleId, ShapeId, TooLong };

export interface InstructionSetRecord {
  id: Id;
  fileName: string;
  addedAt: number;
  records: number;
  /** Rows that gave no record: the first few, and how many there are. */
  problems: { row: number; reason: string }[];
  problemCount: number;
  shape: ShapeId;
  mapping: FieldMapping;
  /** As of "Reading"; absent in sets of earlier versions. */
  joinLists?: boolean;
  /** Of its records, the commonest first; none in sets of earlier versions, whose mapping cannot be changed. */
  fields: InstructionField[];
  /** What is to be known of records that are used: how many each is about, and the first few of their rows. */
  remarks: { remark: Remark; count: number; rows: number[] }[];
  /** Answers of conversations after their first, which are not learned. */
  laterAnswers: number;
}

export interface InstructionField {
  name: string;
  example: string;
  /** The kinds of roles that it can have. */
  holds: Held[];
  /** Records in which it holds a list; absent in sets of earlier versions. */
  lists?: number;
}

/** A set that is learned from. */
export interface ChosenSet {
  set: Id;
  /** How often its records are seen in a pass, on the average: twice at 2, half of them at 0.5. Above 0. */
  weight: number;
}

/** A record of a set. */
export interface RecordPlace {
  set: Id;
  row: number;
}

/** One record as the model will see it; `counted` marks the tokens that the loss looks at. */
export interface ExamplePreview extends RecordPlace {
  pieces: { text: string; counted: boolean; special: boolean }[];
  tokens: number;
  tooLong: boolean;
  /** Tokens that a truncated answer loses. */
  lost: number;
  /** Of the answer; null where it is not certain. */
  language: KnownLanguage | null;
}

/** A record that gives no example in rows of any length. */
export interface RefusedRecord extends RecordPlace {
  reason: 'by-template' | 'without-tokens';
  /** What the template says; '' where it says nothing. */
  detail: string;
}

export interface InstructionPreview {
  examples: ExamplePreview[];
  /** Records, without those that are refused. */
  total: number;
  usable: number;
  tooLong: number;
  /** The first few of them. */
  refused: { count: number; records: RefusedRecord[] };
  /** Records whose prompt alone leaves no room for an answer: they are never learned. The first few of them. */
  unanswered: { count: number; places: RecordPlace[] };
  /**
   * What is learned, truncated answers included: records, and in a pass, by the weights of their sets, rows of one each or
   * packed, all tokens, and those of answers.
   */
  learned: { records: number; rows: number; packedRows: number; tokens: number; answerTokens: number };
  /** Whether the text that the base was trained on is there to be replayed. */
  canReplay: boolean;
  /** The records that truncating their answers would keep besides, the tokens that these answers lose, and have. */
  truncated: { records: number; lostTokens: number; answerTokens: number };
  /** How many would fit into longer rows, from twice the tokens on until all do. */
  longer: { seq: number; usable: number }[];
}

/** How examples are learned, besides their template. */
export interface ExampleTreatment {
  /** Several examples share a row, each seen for itself. */
  packed: boolean;
  /** Of the loss on a token of the prompt, where one of the answer counts 1; 0: prompts are read only. */
  promptWeight: number;
  /** Of all tokens, those of the text that the base was trained on, replayed among the examples. */
  replayShare: number;
  /** The share of the embedded tokens' elements that training drops, another one in each micro-batch. */
  embeddingDropout: number;
}

export interface InstructOptions extends ExampleTreatment {
  method: TrainingMethod;
  /** Of activations, and of the base beside adapters; as the base was trained unless given. */
  precision?: Precision | undefined;
  baseCheckpoint: Id;
  sets: readonly ChosenSet[];
  template: TemplateId;
  /** Jinja in the place of the base's own chat template. */
  chatTemplate?: string | null;
  /** Tokens per row. At most the context of the base. */
  seq: number;
  tooLong: TooLong;
  /** The held-out records that are answered at every sample; null: the first few. */
  sampled: readonly RecordPlace[] | null;
  batch: number;
  accumulate: number;
  settings: TrainingSettings;
}

/** In runs of earlier versions no treatment is given: one example a row, and nothing but answers is learned. */
export interface InstructionData extends Partial<ExampleTreatment> {
  kind: 'instructions';
  /** With how each was read when the run began; no reading for sets that can be read one way only. */
  sets: readonly (ChosenSet & { reading?: Reading })[];
  template: TemplateId;
  /** Jinja that was given in the place of the base's own chat template. */
  chatTemplate?: string;
  /** In runs of earlier versions missing: left out. */
  tooLong?: TooLong;
  /** The held-out records that are answered at every sample; missing or null: the first few. */
  sampled?: readonly RecordPlace[] | null;
}

/** A record of an instruction set that no run learns from. */
export interface HeldOutRecord extends RecordPlace {
  instruction: string;
  input: string;
}

/** Sets, and how they are looked at. */
export interface InstructionQuery {
  sets: readonly ChosenSet[];
  /** The model that is to learn them, whose tokenizer counts; null: the project's tokenizer. */
  baseCheckpoint: Id | null;
  template: TemplateId;
  /** Jinja in the place of the base's own chat template. */
  chatTemplate?: string | null;
  seq: number;
  tooLong: TooLong;
}

export interface InstructApi {
  importInstructions(project: Id, jobId: Id, file: File): Promise<InstructionSetRecord>;
  /** Reads the stored rows of a set another way. Runs that began before keep theirs. */
  mapInstructions(project: Id, set: Id, reading: Reading): Promise<InstructionSetRecord>;
  deleteInstructions(project: Id, set: Id): Promise<void>;
  /** Of all records, set after set, so many from one on. */
  previewInstructions(project: Id, query: InstructionQuery, from: number, count: number): Promise<InstructionPreview>;
  /** The first few of the sets whose prompts leave room for an answer; the tokenizer of the checkpoint counts. */
  listHeldOut(query: InstructionQuery & { baseCheckpoint: Id }): Promise<HeldOutRecord[]>;
}
