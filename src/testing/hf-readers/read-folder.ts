/**
 * A Hugging Face folder of a model, read as strictly as its rules allow: what one of its files says, no other may deny. Nothing is
 * taken from the project's own reader or writer, so that equal settings, numbers and logits prove the files. What transformers
 * passes over in silence is refused here wherever it could make another model.
 */
import { Keys, Refusal } from './keys.ts';
import { readSafetensorsFile } from './safetensors-file.ts';
import { type Settings, type TensorValues, tensorsOf } from './settings.ts';
import { readTokenizerFiles, type TokenizerFiles } from './tokenizer-files.ts';

/** File names and what the files hold. */
export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** What differs between versions of transformers. */
export interface Rules {
  readonly name: string;
  settings(config: Keys): Settings;
  /** What the metadata of the weights must name; null: nothing. */
  readonly metadataFormat: string | null;
  readonly tokenizerClasses: readonly string[];
}

export interface ReadModel {
  readonly settings: Settings;
  readonly tensors: ReadonlyMap<string, TensorValues>;
  readonly tokenizer: TokenizerFiles | null;
}

const MODEL_FILES = ['config.json', 'generation_config.json', 'model.safetensors', 'README.md'];
const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'];
const TEMPLATE_FILE = 'chat_template.jinja';

/** @throws Refusal */
export function readFolder(files: Files, rules: Rules): ReadModel {
  checkNames(files);
  const settings = rules.settings(new Keys(readJson(files, 'config.json'), 'config.json'));
  checkSettings(settings);
  checkGeneration(files, settings);
  const tensors = readWeights(files, settings, rules);
  const template = files.has(TEMPLATE_FILE) ? readText(files, TEMPLATE_FILE) : null;
  const tokenizer = files.has('tokenizer.json')
    ? readTokenizerFiles(
        readJson(files, 'tokenizer.json'),
        readJson(files, 'tokenizer_config.json'),
        template,
        settings,
        rules.tokenizerClasses,
      )
    : null;
  return { settings, tensors, tokenizer };
}

/** Another file might be read in the place of these, as `tokenizer.model` is by converters. */
function checkNames(files: Files): void {
  const hasTokenizer = TOKENIZER_FILES.some((name) => files.has(name));
  const needed = [...MODEL_FILES, ...(hasTokenizer ? TOKENIZER_FILES : [])];
  const missing = needed.find((name) => !files.has(name));
  if (missing !== undefined) throw new Refusal(`${missing} is not there`);
  const allowed = hasTokenizer ? [...needed, TEMPLATE_FILE] : needed;
  const unknown = [...files.keys()].find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new Refusal(`${unknown} is there, which a loader might take`);
}

function checkSettings({ heads, kvHeads, headSize, vocabulary, begin, ends, pad }: Settings): void {
  if (heads % kvHeads !== 0) throw new Refusal(`${heads} heads are not shared by ${kvHeads} of keys and values`);
  if (!Number.isInteger(headSize)) throw new Refusal('the width is not shared by the heads');
  const beyond = [begin, pad, ...ends].find((id) => id !== null && id >= vocabulary);
  if (beyond !== undefined) throw new Refusal(`token ${beyond} is in no vocabulary of ${vocabulary}`);
  if (new Set(ends).size !== ends.length) throw new Refusal('an end of an answer is named twice');
}

/** What `generate` goes by: a file of its own, which must not say other tokens. */
function checkGeneration(files: Files, { begin, ends, pad }: Settings): void {
  const generation = new Keys(readJson(files, 'generation_config.json'), 'generation_config.json');
  const said = [
    [generation.token('bos_token_id', null)],
    generation.tokens('eos_token_id', null),
    [generation.token('pad_token_id', null)],
  ];
  generation.end();
  if (JSON.stringify(said) !== JSON.stringify([[begin], ends, [pad]]))
    throw new Refusal('generation_config.json names other tokens than config.json');
}

function readWeights(files: Files, settings: Settings, { metadataFormat }: Rules): ReadModel['tensors'] {
  const { format, tensors } = readSafetensorsFile(files.get('model.safetensors')!);
  if (metadataFormat !== null && format !== metadataFormat)
    throw new Refusal(`the metadata of model.safetensors name no format "${metadataFormat}"`);
  const wanted = tensorsOf(settings);
  const extra = [...tensors.keys()].find((name) => !wanted.has(name));
  if (extra !== undefined) throw new Refusal(`model.safetensors has ${extra}, which the model has not`);
  for (const [name, shape] of wanted) {
    const tensor = tensors.get(name);
    if (!tensor) throw new Refusal(`model.safetensors has no ${name}`);
    if (tensor.shape.join() !== shape.join())
      throw new Refusal(`${name} is ${tensor.shape.join(' × ')} where ${shape.join(' × ')} is needed`);
    if (tensor.type !== settings.type)
      throw new Refusal(`${name} is ${tensor.type}, and config.json says ${settings.type}`);
    if (!tensor.values.every(Number.isFinite)) throw new Refusal(`${name} has a number that is not finite`);
  }
  return tensors;
}

function readText(files: Files, name: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(files.get(name));
}

function readJson(files: Files, name: string): unknown {
  try {
    return JSON.parse(readText(files, name)) as unknown;
  } catch {
    throw new Refusal(`${name} is no JSON`);
  }
}
