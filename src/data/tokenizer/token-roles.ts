/** Which tokens begin, end and fill a text: as the model's config says, else by their usual names. */
import type { TextTokenizer, TokenRoles } from './text-tokenizer.ts';

const BOS_NAMES = ['<|bos|>', '<s>', '<bos>', '<|begin_of_text|>', '<|endoftext|>', '[BOS]', '[CLS]'];
const EOS_NAMES = ['<|eos|>', '</s>', '<eos>', '<|end_of_text|>', '<|endoftext|>', '[EOS]', '[SEP]'];
const PAD_NAMES = ['<|pad|>', '<pad>', '[PAD]'];

/** As a model's config has them. */
export const rolesOf = (config: {
  readonly bosTokenId?: number | undefined;
  readonly eosTokenId?: number | undefined;
  readonly padTokenId?: number | undefined;
}): TokenRoles => ({ bosId: config.bosTokenId, eosId: config.eosTokenId, padId: config.padTokenId });

/** Every token that ends an answer: the tokenizer's, and further ones that the model's config lists. */
export const endTokens = (
  { stopTokens }: Pick<TextTokenizer, 'stopTokens'>,
  { moreEosTokenIds = [] }: { readonly moreEosTokenIds?: readonly number[] | undefined },
): number[] => [...new Set([...stopTokens, ...moreEosTokenIds])];

export function rolesByName(
  added: readonly { readonly id: number; readonly content: string }[],
  given: TokenRoles = {},
): TokenRoles {
  const firstOf = (names: readonly string[]): number | undefined =>
    names.flatMap((name) => added.filter(({ content }) => content === name))[0]?.id;
  return {
    bosId: given.bosId ?? firstOf(BOS_NAMES),
    eosId: given.eosId ?? firstOf(EOS_NAMES),
    padId: given.padId ?? firstOf(PAD_NAMES),
  };
}
