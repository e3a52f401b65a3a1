/**
 * The tokens that a tokenizer.json's post-processor puts in front of a text, such as the `<s>` of Llama 2. What it puts
 * after one is left to whoever ends a text.
 */
import { isId, isRecord, refuse } from './tokenizer-fields.ts';

/**
 * @param processor the file's `post_processor`, parsed
 * @throws OcaqError `tokenizer-json-invalid`
 */
export function beginTokens(processor: unknown, path = 'post_processor'): number[] {
  if (processor === null || processor === undefined) return [];
  if (!isRecord(processor)) refuse(path, 'is not an object');
  switch (processor.type) {
    case 'ByteLevel':
      return [];
    case 'BertProcessing':
    case 'RobertaProcessing':
      return [readPair(processor.cls, `${path}.cls`)];
    case 'TemplateProcessing':
      return templateBegin(processor.single, processor.special_tokens, path);
    case 'Sequence':
      if (!Array.isArray(processor.processors)) refuse(`${path}.processors`, 'is not a list');
      // Each works on what the one before it made, so the last one's tokens stand in front.
      return processor.processors
        .map((step: unknown, i) => beginTokens(step, `${path}.processors[${i}]`))
        .reverse()
        .flat();
    default:
      return refuse(`${path}.type`, 'is none that Ocaq knows');
  }
}

/** `["<s>", 1]` */
function readPair(value: unknown, path: string): number {
  const id: unknown = Array.isArray(value) ? value[1] : undefined;
  return isId(id) ? id : refuse(path, 'is not a token with its id');
}

function templateBegin(single: unknown, tokens: unknown, path: string): number[] {
  if (!Array.isArray(single)) refuse(`${path}.single`, 'is not a list');
  const text = single.findIndex((part: unknown) => isRecord(part) && 'Sequence' in part);
  if (text === -1) refuse(`${path}.single`, 'has no place for the text');
  return single.slice(0, text).flatMap((part: unknown) => {
    const name = isRecord(part) && isRecord(part.SpecialToken) ? part.SpecialToken.id : undefined;
    const token =
      typeof name === 'string' && isRecord(tokens) && Object.hasOwn(tokens, name) ? tokens[name] : undefined;
    const ids: unknown = isRecord(token) ? token.ids : undefined;
    if (!Array.isArray(ids) || !ids.every(isId)) refuse(`${path}.special_tokens`, `has no ids for ${String(name)}`);
    return ids;
  });
}
