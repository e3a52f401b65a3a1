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

/** Jinja source; empty where there is none. @throws `file-too-large`, `file-not-utf8`, `file-not-json` */
export async function readChatTemplate(folder: FolderSource): Promise<string> {
  const files = new Set(await folder.list());
  if (files.has(FILE)) return readText(folder, FILE, LIMIT);
  if (!files.has(CONFIG)) return '';
  const config = asRecord(await readJson(folder, CONFIG, CONFIG_LIMIT));
  const given = config.chat_template;
  const template = Array.isArray(given) ? given.map(asRecord).find(({ name }) => name === 'default')?.template : given;
  return typeof template === 'string' ? template : '';
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
