/** The contract's part about translating instruction sets. See api.ts. */
import type { Check, Direction, Finding } from '../data/translation/checks.ts';
import type { Price, Usage } from '../data/translation/cost.ts';
import type { Endpoint } from '../data/translation/endpoint.ts';
import type { Texts } from '../data/translation/record.ts';
import type { OcaqError } from '../errors.ts';
import type { TextTranslator } from '../remote/page-translator.ts';
import type { Id } from './api-ids.ts';
import type { InstructionSetRecord } from './api-instruct.ts';

export type { Check, Direction, Endpoint, Finding, Price, Texts, TextTranslator, Usage };

/** All of it is stored with the job; the key of the service is no part of it. */
export interface TranslationOptions extends Direction {
  set: Id;
  endpoint: Endpoint;
  price: Price;
}

export interface TranslationEstimate {
  records: number;
  usage: Usage;
  cost: number;
}

export interface TranslationRecord {
  id: Id;
  /** Of the set that is translated, and under which the translation becomes one. */
  source: string;
  target: string;
  options: TranslationOptions;
  records: number;
  done: number;
  /** Whose answers could not be used, or that the service refused. */
  failed: number;
  usage: Usage;
  cost: number;
}

export interface TranslatedRow {
  /** By which it is changed. */
  index: number;
  /** Of the set that is translated. */
  row: number;
  source: Texts;
  /** null: not translated yet, or failed. */
  texts: Texts | null;
  findings: readonly Finding[];
  /** Of a failed one; null in a failed one: an answer came, and could not be used. */
  error: Pick<OcaqError, 'code' | 'message' | 'details'> | null;
  state: 'pending' | 'done' | 'failed';
  /** The person has said that it is right as it is. */
  accepted: boolean;
  /** Earlier texts that can be returned to. */
  earlier: number;
}

export interface TranslationPage {
  rows: TranslatedRow[];
  /** Of those asked for. */
  total: number;
  /** Rows with findings that nobody has accepted, and failed ones. */
  toLookAt: number;
}

export interface TranslationApi {
  estimateTranslation(options: TranslationOptions): Promise<TranslationEstimate>;
  /** Stores the job; nothing is asked before it is resumed. */
  createTranslation(project: Id, options: TranslationOptions): Promise<TranslationRecord>;
  listTranslations(project: Id): Promise<TranslationRecord[]>;
  /**
   * Works on a job until nothing is pending. `cancel` with its id pauses it once the answers on their way have arrived.
   * @param key kept in memory, and nowhere else
   * @param onPage a comlink proxy of what translates where the browser is to; null for services
   */
  resumeTranslation(id: Id, key: string, onPage: TextTranslator | null): Promise<TranslationRecord>;
  readTranslation(id: Id, only: 'all' | 'to-look-at', from: number, count: number): Promise<TranslationPage>;
  /** Puts other texts in the place of a row's; those before can be returned to. */
  editTranslated(id: Id, index: number, texts: Texts): Promise<TranslatedRow>;
  undoTranslated(id: Id, index: number): Promise<TranslatedRow>;
  acceptTranslated(id: Id, index: number, accepted: boolean): Promise<TranslatedRow>;
  /** Asks once more for one row. */
  retryTranslated(id: Id, index: number, key: string, onPage: TextTranslator | null): Promise<TranslatedRow>;
  /** Makes an instruction set of the project of the rows that are translated. */
  saveTranslation(project: Id, id: Id): Promise<InstructionSetRecord>;
  /** The same as Alpaca JSON. */
  exportTranslation(id: Id): Promise<{ fileName: string; file: Blob }>;
  deleteTranslation(id: Id): Promise<void>;
}
