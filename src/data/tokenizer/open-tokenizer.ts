/** A tokenizer of whatever kind a tokenizer.json holds. */
import { OcaqError } from '../../errors.ts';
import type { TextTokenizer, TokenRoles } from './text-tokenizer.ts';
import { Tokenizer } from './tokenizer.ts';

/**
 * With Ocaq's own encoder where it covers the file; else with that of Hugging Face, which is loaded when it is first needed.
 * @param json a Hugging Face tokenizer.json, as text or parsed
 * @throws OcaqError `tokenizer-json-invalid`
 */
export async function openTokenizer(json: string | object, roles?: TokenRoles): Promise<TextTokenizer> {
  try {
    return Tokenizer.fromJson(json, roles);
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    const { ForeignTokenizer } = await import('./foreign-tokenizer.ts');
    return new ForeignTokenizer(json, roles);
  }
}
