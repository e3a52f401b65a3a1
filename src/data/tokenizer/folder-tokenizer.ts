/** The tokenizer of a model's folder, and whether it belongs to the model. */
import { OcaqError } from '../../errors.ts';
import type { OpenedFolder } from '../../formats/hf-folder.ts';
import { openTokenizer } from './open-tokenizer.ts';
import type { TextTokenizer } from './text-tokenizer.ts';
import { rolesOf } from './token-roles.ts';

/** @throws `file-missing`, `tokenizer-json-invalid`, `vocabulary-mismatch` */
export async function folderTokenizer({ config, tokenizerJson }: OpenedFolder, name: string): Promise<TextTokenizer> {
  if (tokenizerJson === undefined)
    throw new OcaqError(
      'file-missing',
      `"${name}" has no file "tokenizer.json". Choose the whole model folder, or download what is missing.`,
      { folder: name, file: 'tokenizer.json' },
    );
  const tokenizer = await openTokenizer(tokenizerJson, rolesOf(config));
  if (tokenizer.vocabSize > config.vocabSize)
    throw new OcaqError(
      'vocabulary-mismatch',
      `The tokenizer has ${tokenizer.vocabSize} tokens, but the model is made for ${config.vocabSize}. Config and tokenizer do not belong together.`,
      { tokenizer: tokenizer.vocabSize, model: config.vocabSize },
    );
  return tokenizer;
}
