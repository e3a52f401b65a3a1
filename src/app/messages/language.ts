/** What a language of the studio consists of; each has a folder of its own, and a line in languages.ts. */
import type { ReportWords } from '../../data/corpus-report/words/en.ts';
import type { PageErrorCode } from '../../error-codes.ts';
import type { Notation } from '../format.ts';
import type { Chat } from './en/chat.ts';
import type { CleaningMessages } from './en/cleaning.ts';
import type { Coach } from './en/coach.ts';
import type { Corpus } from './en/corpus.ts';
import type { DeviceReportMessages } from './en/device-report.ts';
import type { EvaluatingMessages } from './en/evaluating.ts';
import type { Exporting } from './en/exporting.ts';
import type { Frame } from './en/frame.ts';
import type { HostsMessages } from './en/hosts.ts';
import type { HubMessages } from './en/hub.ts';
import type { Input } from './en/input.ts';
import type { Instruct } from './en/instruct.ts';
import type { Machine } from './en/machine.ts';
import type { Method } from './en/method.ts';
import type { Model } from './en/model.ts';
import type { Onward } from './en/onward.ts';
import type { PushMessages } from './en/push.ts';
import type { ReferenceMessages } from './en/references.ts';
import type { RunNames } from './en/run-names.ts';
import type { SelfInstructMessages } from './en/self-instruct.ts';
import type { ServiceMessages } from './en/service.ts';
import type { StoreroomMessages } from './en/storeroom.ts';
import type { Terms } from './en/terms.ts';
import type { Tokenizer } from './en/tokenizer.ts';
import type { Train } from './en/train.ts';
import type { TranslationMessages } from './en/translation.ts';
import type { VerdictMessages } from './en/verdict.ts';
import type { Work } from './en/work.ts';
import type { WorkshopMessages } from './en/workshop.ts';

export type TermId = keyof Terms;

/** English gives the form: a language that lacks a message does not compile. */
export interface Messages extends Frame, Machine, Work {
  terms: Terms;
  coach: Coach;
  corpus: Corpus;
  cleaning: CleaningMessages;
  references: ReferenceMessages;
  workshop: WorkshopMessages;
  report: ReportWords;
  deviceReport: DeviceReportMessages;
  tokenizer: Tokenizer;
  model: Model;
  train: Train;
  onward: Onward;
  runNames: RunNames;
  verdict: VerdictMessages;
  instruct: Instruct;
  hosts: HostsMessages;
  hub: HubMessages;
  push: PushMessages;
  service: ServiceMessages;
  storeroom: StoreroomMessages;
  selfInstruct: SelfInstructMessages;
  translation: TranslationMessages;
  method: Method;
  input: Input;
  chat: Chat;
  evaluating: EvaluatingMessages;
  exporting: Exporting;
}

/** The details of an error as text in the language that is being written; '?' for one that the error does not carry. */
export interface DetailTexts {
  has(name: string): boolean;
  text(name: string): string;
  /** Of a setting that is named there, what it is called on the page. */
  field(name: string): string;
  number(name: string): string;
  /** Three digits, however small the number. */
  figures(name: string): string;
  /** Of seconds. */
  duration(name: string): string;
  bytes(name: string): string;
}

export type ErrorText = (details: DetailTexts) => string;
export type ErrorTexts = Readonly<Record<PageErrorCode, ErrorText>>;

export interface Language extends Notation {
  /** BCP 47, as the browser and the `lang` attribute have it. */
  tag: string;
  messages: Messages;
  /** English has few: there an error's own message is its text. Others have all of them. */
  errors: Partial<ErrorTexts>;
}
