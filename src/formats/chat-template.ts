/**
 * The chat template of a Hugging Face folder: the file `chat_template.jinja`, or what `tokenizer_config.json` says, be it a
 * text or a list of named ones, of which "default" is taken, as transformers takes it.
 */
import { type FolderSource, readJson, readText } from './hf-folder.ts';

const LIMIT = 2 ** 20;
const FILE = 'chat_template.jinja';
const CONFIG = 'tokenizer_config.json';
/** It may list the added tokens again, hundreds of them. */
const CONFIG_LIMIT = 2 ** 23;

export interface FolderTemplate {
  /** Jinja; empty where there is none. */
  readonly source: string;
  /** The tokens that it may write, by `tokenizer_config.json`: '' for one that there is not, undefined where it says nothing. */
  readonly bosToken: string | undefined;
  readonly eosToken: string | undefined;
}

/** @throws `file-too-large`, `file-not-utf8`, `file-not-json` */
export async function readChatTemplate(folder: FolderSource): Promise<FolderTemplate> {
  const files = new Set(await folder.list());
  const config = asRecord(files.has(CONFIG) ? await readJson(folder, CONFIG, CONFIG_LIMIT) : null);
  const source = files.has(FILE) ? await readText(folder, FILE, LIMIT) : templateIn(config.chat_template);
  return { source, bosToken: tokenIn(config.bos_token), eosToken: tokenIn(config.eos_token) };
}

function templateIn(given: unknown): string {
  const template = Array.isArray(given) ? given.map(asRecord).find(({ name }) => name === 'default')?.template : given;
  return typeof template === 'string' ? template : '';
}

/** A text, or an added token written out. */
function tokenIn(given: unknown): string | undefined {
  if (given === null) return '';
  const content = typeof given === 'string' ? given : asRecord(given).content;
  return typeof content === 'string' ? content : undefined;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
