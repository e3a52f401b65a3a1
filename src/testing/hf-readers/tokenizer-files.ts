/**
 * `tokenizer.json` and `tokenizer_config.json`, which both versions of transformers read alike: a special token is named by its text
 * and must be one of the vocabulary, or it would be added to it as a new row. `chat_template.jinja` goes before the template of the
 * config, so that the two must be one.
 */
import { Keys, Refusal } from './keys.ts';
import type { Settings } from './settings.ts';

export interface TokenizerFiles {
  /** Token number → text, without a gap from 0. */
  readonly texts: readonly string[];
  readonly merges: number;
  /** '' for a model that has not learned to chat. */
  readonly chatTemplate: string;
  /** The two files, for who encodes by them. */
  readonly json: object;
  readonly config: object;
}

/** @param template the text of `chat_template.jinja`, null where there is none  @throws Refusal */
export function readTokenizerFiles(
  json: unknown,
  configJson: unknown,
  template: string | null,
  settings: Settings,
  classes: readonly string[],
): TokenizerFiles {
  const { texts, merges } = readVocabulary(json, settings.vocabulary);
  const config = new Keys(configJson, 'tokenizer_config.json');
  if (!classes.includes(config.text('tokenizer_class'))) throw config.wrong('tokenizer_class', classes.join(' or '));
  if (config.whole('model_max_length') !== settings.context)
    throw config.wrong('model_max_length', `${settings.context}`);
  if (config.flag('clean_up_tokenization_spaces', false))
    throw config.wrong('clean_up_tokenization_spaces', 'false, so that texts come back as they were,');
  const chatTemplate = config.text('chat_template', '');
  if (template !== null && template !== chatTemplate)
    throw new Refusal('chat_template.jinja and tokenizer_config.json have two different templates');
  const roles = { bos_token: settings.begin, eos_token: settings.ends[0] ?? null, pad_token: settings.pad };
  for (const [key, id] of Object.entries(roles)) {
    if (id === null ? config.has(key) : config.text(key) !== texts[id])
      throw config.wrong(key, id === null ? 'none' : `the text of token ${id}`);
  }
  config.end();
  return { texts, merges, chatTemplate, json: json as object, config: configJson as object };
}

function readVocabulary(json: unknown, rows: number): Pick<TokenizerFiles, 'texts' | 'merges'> {
  const file = new Keys(json, 'tokenizer.json');
  const model = file.object('model');
  if (model?.text('type') !== 'BPE') throw file.wrong('model', 'BPE');
  const texts: string[] = [];
  const place = (text: string, id: number): void => {
    if (id >= rows) throw new Refusal(`tokenizer.json has token ${id}, and the model has ${rows} rows`);
    if (texts[id] !== undefined && texts[id] !== text) throw new Refusal(`tokenizer.json has token ${id} twice`);
    texts[id] = text;
  };
  const vocabulary = model.value('vocab', {}) as Record<string, number>;
  for (const [text, id] of Object.entries(vocabulary)) place(text, id);
  for (const { content, id } of file.value('added_tokens', []) as { content: string; id: number }[]) place(content, id);
  if (Object.keys(texts).length !== texts.length) throw new Refusal('tokenizer.json leaves out a token between others');
  return { texts, merges: mergesOf(model, vocabulary) };
}

function mergesOf(model: Keys, vocabulary: Readonly<Record<string, number>>): number {
  const merges = model.value('merges', []) as (string | [string, string])[];
  for (const merge of merges) {
    const [left = '', right = ''] = typeof merge === 'string' ? merge.split(' ') : merge;
    if (![left, right, left + right].every((text) => Object.hasOwn(vocabulary, text)))
      throw new Refusal(`tokenizer.json merges "${left}" and "${right}", of which one or their sum is no token`);
  }
  return merges.length;
}
