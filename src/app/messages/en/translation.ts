/** Messages about translating instruction sets. Parameters are ready text. */
import type { EndpointKind } from '../../../data/translation/endpoint.ts';
import type { Field, OfferedLanguage } from '../../../data/translation/record.ts';
import type { Check } from '../../../worker/api.ts';

export const translation = {
  title: 'Translation',
  lead: 'Translate a set into another language, through a service of your choice.',
  begin: 'Translate a set',
  set: 'Set',
  from: 'From',
  to: 'Into',
  languages: {
    az: 'Azerbaijani',
    en: 'English',
    tr: 'Turkish',
    ru: 'Russian',
    uz: 'Uzbek',
    kk: 'Kazakh',
    ky: 'Kyrgyz',
    tk: 'Turkmen',
    ka: 'Georgian',
    fa: 'Persian',
    ar: 'Arabic',
    de: 'German',
    fr: 'French',
    es: 'Spanish',
  } satisfies Record<OfferedLanguage, string>,
  kind: 'Service',
  kinds: {
    openai: 'Chat, as OpenAI has it',
    libretranslate: 'LibreTranslate',
    browser: 'The translator of this browser',
  } satisfies Record<EndpointKind, string>,
  priceCharacters: 'Price of a million characters',
  recordsPerRequest: 'Records in a request',
  lanes: 'Requests at a time',
  estimate: (records: string, requests: string, amount: string) =>
    `${records} records in about ${requests} requests, ${amount}`,
  start: 'Start the translation',
  needsTranslator: 'This browser has no translator of its own.',
  progress: (done: string, all: string) => `${done} of ${all} records`,
  failed: (count: string) => `${count} without a usable answer`,
  remove: (name: string) => `Delete the translation of ${name}`,
  removeTitle: (name: string) => `Delete the translation of “${name}”?`,
  removeLead: 'What was translated and what it cost is deleted from this browser. Sets made of it stay.',
  removeDo: 'Delete translation',
  none: 'No row needs to be looked at.',
  row: (row: string) => `Record ${row}`,
  pending: 'not translated yet',
  unusable: 'The service answered, but not in a form that can be used.',
  accepted: 'looked at',
  accept: 'Right as it is',
  unaccept: 'Look at again',
  edit: 'Edit',
  keep: 'Keep',
  undo: 'Undo',
  retry: 'Ask again',
  fields: { system: 'System prompt', instruction: 'Instruction', input: 'Input', output: 'Answer' } satisfies Record<
    Field,
    string
  >,
  checks: {
    missing: (field) => `${field}: empty`,
    kept: (field, detail) => `${field}: code, link or placeholder differs (${detail})`,
    numbers: (field, detail) => `${field}: numbers differ (${detail})`,
    language: (field, detail) => `${field}: in another language (${detail})`,
    length: (field, detail) => `${field}: ${detail} times as long as its source`,
    repaired: () => 'The translation repaired the example: the answer now repeats the input.',
    rewording: () => 'An exercise about wording: is its mistake still there?',
    refused: (field) => `${field}: the service declined to answer`,
  } satisfies Record<Check, (field: string, detail: string) => string> as Record<
    Check,
    (field: string, detail: string) => string
  >,
};

export type TranslationMessages = typeof translation;
