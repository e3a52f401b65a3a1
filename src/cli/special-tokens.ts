/**
 * The begin, end and padding tokens of a model that is to be trained: what its config leaves out, its tokenizer says. Without
 * that a config would have the ids that transformers assumes of its family, which are other tokens of another tokenizer.
 */
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { rolesOf } from '../data/tokenizer/token-roles.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { usageError } from './options.ts';

const ROLES = [
  ['bos_token_id', 'bosId'],
  ['eos_token_id', 'eosId'],
  ['pad_token_id', 'padId'],
] as const;

type Named = Pick<TextTokenizer, 'bosId' | 'eosId' | 'padId' | 'byteLength' | 'decode'>;

/**
 * @param json a config.json as it was parsed
 * @param tokenizer opened without roles, so that it has them by its own names
 * @param started what the run that is resumed began with; null for a new one. Runs of earlier versions have what their config
 *   says by itself, and keep it
 * @throws OcaqError as `parseModelConfig` and `withSpecialTokens`
 */
export function trainedConfig(json: unknown, tokenizer: Named, file: string, started: ModelConfig | null): ModelConfig {
  const given = parseModelConfig(json, file);
  if (started && JSON.stringify(rolesOf(started)) === JSON.stringify(rolesOf(given))) return given;
  return parseModelConfig(withSpecialTokens(json, tokenizer, file), file);
}

/**
 * @param json a config.json as it was parsed
 * @param tokenizer opened without roles, so that it has them by its own names
 * @throws OcaqError `usage` where a token of the config is an ordinary one, or has another role by its name
 */
function withSpecialTokens(json: unknown, tokenizer: Named, file: string): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const given = json as Readonly<Record<string, unknown>>;
  for (const [field, role] of ROLES)
    for (const id of [given[field]].flat()) if (typeof id === 'number') checkRole(field, role, id, tokenizer, file);
  const own = ROLES.map(([field, role]) => [field, tokenizer[role] ?? null] as const);
  return { ...Object.fromEntries(own), ...given };
}

function checkRole(field: string, role: (typeof ROLES)[number][1], id: number, tokenizer: Named, file: string): void {
  const own = tokenizer[role];
  if (own === undefined || own === id) return;
  const isAnother = ROLES.some(([, other]) => tokenizer[other] === id);
  const isSpecial = tokenizer.byteLength(id) === 0;
  // Nothing is learned of padding: many models fill with the token that ends a text.
  if (isSpecial && (!isAnother || role === 'padId')) return;
  throw usageError(
    `"${file}" says ${field} ${id}, which is "${tokenizer.decode([id])}" in the tokenizer; by its names it should be ${own}, "${tokenizer.decode([own])}". Write ${own}, or leave ${field} out.`,
  );
}
