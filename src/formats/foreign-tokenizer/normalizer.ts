/** Normalizers of a tokenizer.json, as `@huggingface/tokenizers` computes them like the Rust library. */
import { type Fields, isRecord, readFlag, refuse, show, typeOf } from '../tokenizer-fields.ts';
import { refuseGrowth } from './growth.ts';
import { readPattern } from './pattern.ts';

/** @returns null where the text is taken as it is */
export function rewriteNormalizer(value: unknown): Fields | null {
  const normalizers = steps(value, 'normalizer');
  refuseGrowth(normalizers, 'normalizer');
  return normalizers.length === 0 ? null : { type: 'Sequence', normalizers };
}

function steps(value: unknown, path: string): Fields[] {
  if (value === null || value === undefined) return [];
  if (!isRecord(value)) refuse(path, 'is not an object');
  switch (value.type) {
    case 'Sequence':
      if (!Array.isArray(value.normalizers)) refuse(`${path}.normalizers`, 'is not a list');
      return value.normalizers.flatMap((step: unknown, i) => steps(step, `${path}.normalizers[${i}]`));
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
    case 'Lowercase':
      return [{ type: value.type }];
    case 'Strip': {
      const [left, right] = ['strip_left', 'strip_right'].map((side) => readFlag(value, side, path, true));
      return [{ type: 'Strip', strip_left: left, strip_right: right }];
    }
    case 'StripAccents':
      return [{ type: 'Replace', pattern: { Regex: String.raw`\p{Mn}` }, content: '' }];
    case 'BertNormalizer':
      return [bert(value, path)];
    case 'Prepend':
      if (typeof value.prepend !== 'string') refuse(`${path}.prepend`, 'is not a text');
      return [{ type: 'Prepend', prepend: value.prepend }];
    case 'Replace':
      return [rewriteReplace(value, path)];
    default:
      return refuse(`${path}.type`, `is ${show(typeOf(value))}, which is not supported`);
  }
}

function bert(value: Fields, path: string): Fields {
  const accents = value.strip_accents ?? null;
  if (accents !== null && typeof accents !== 'boolean') refuse(`${path}.strip_accents`, `is ${show(accents)}`);
  return {
    type: 'BertNormalizer',
    clean_text: readFlag(value, 'clean_text', path, true),
    handle_chinese_chars: readFlag(value, 'handle_chinese_chars', path, true),
    strip_accents: accents,
    lowercase: readFlag(value, 'lowercase', path, true),
  };
}

/** Of a normalizer or a decoder. A dollar sign in the content would mean something to JavaScript. */
export function rewriteReplace(value: Fields, path: string): Fields {
  if (typeof value.content !== 'string') refuse(`${path}.content`, 'is not a text');
  return {
    type: 'Replace',
    pattern: { Regex: readPattern(value.pattern, `${path}.pattern`) },
    content: value.content.replaceAll('$', '$$$$'),
  };
}
