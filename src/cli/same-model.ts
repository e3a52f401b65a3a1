/** Whether the weights of a model folder mean under one config what they mean under the folder's own. */
import { OcaqError } from '../errors.ts';
import { type ModelConfig, show } from '../formats/hf-config.ts';
import { familyOf } from '../model/families/table.ts';

/** What the function that the weights compute does not depend on. */
const FREE = ['initializerRange', 'bosTokenId', 'eosTokenId', 'moreEosTokenIds', 'padTokenId'];

/**
 * @param folder its path, for the message
 * @throws OcaqError('init-mismatch') naming every field in which the two configs differ
 */
export function checkSameModel(folder: string, theirs: ModelConfig, ours: ModelConfig): void {
  // A context may grow or shrink, unless a table of positions is as long as it.
  const free = familyOf(ours).learnsPositions ? FREE : [...FREE, 'contextLength'];
  const shown = (config: object) =>
    new Map(Object.entries(config).map(([name, value]) => [name, show(value)] as const));
  const [has, asked] = [shown(theirs), shown(ours)];
  const differing = [...new Set([...has.keys(), ...asked.keys()])]
    .filter((name) => !free.includes(name) && has.get(name) !== asked.get(name))
    .map((name) => `${name} ${has.get(name) ?? 'none'}, not ${asked.get(name) ?? 'none'}`);
  if (differing.length === 0) return;
  throw new OcaqError(
    'init-mismatch',
    `The model in "${folder}" is not the one that the config describes. It has ${differing.join('; ')}. Give its own config.json with --config, or leave out --init to start from random weights.`,
    { folder },
  );
}
