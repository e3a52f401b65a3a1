/** A tokenizer that a command is given as a file. */
import { openTokenizer } from '../data/tokenizer/open-tokenizer.ts';
import type { TextTokenizer, TokenRoles } from '../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../errors.ts';
import { readText } from './files.ts';

export interface TokenizerFile {
  /** As it is written. */
  readonly json: string;
  readonly tokenizer: TextTokenizer;
}

/** @throws OcaqError `file-unreadable`, and what `openTokenizer` throws, with the name of the file */
export async function openTokenizerFile(file: string, roles?: TokenRoles): Promise<TokenizerFile> {
  const json = await readText(file);
  try {
    return { json, tokenizer: await openTokenizer(json, roles) };
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    throw new OcaqError(error.code, `"${file}": ${error.message}`, { ...error.details, file }, { cause: error });
  }
}
