/** Decoders of a tokenizer.json, as `@huggingface/tokenizers` computes them like the Rust library. */
import { type Fields, isRecord, readFlag, refuse, show, typeOf } from '../tokenizer-fields.ts';
import { refuseGrowth } from './growth.ts';
import { rewriteReplace } from './normalizer.ts';
import { readMetaspace } from './pre-tokenizer.ts';

/** @returns null where tokens are joined by spaces */
export function rewriteDecoder(value: unknown): Fields | null {
  const all = steps(value, 'decoder');
  refuseGrowth(all, 'decoder');
  const [first, ...more] = all;
  if (first === undefined) return null;
  if (more.length === 0) return first;
  if ([first, ...more].some(({ type }) => type === 'ByteLevel'))
    refuse('decoder', 'has "ByteLevel" beside other steps, which is not supported');
  return { type: 'Sequence', decoders: [first, ...more] };
}

function steps(value: unknown, path: string): Fields[] {
  if (value === null || value === undefined) return [];
  if (!isRecord(value)) refuse(path, 'is not an object');
  switch (value.type) {
    case 'Sequence':
      if (!Array.isArray(value.decoders)) refuse(`${path}.decoders`, 'is not a list');
      return value.decoders.flatMap((step: unknown, i) => steps(step, `${path}.decoders[${i}]`));
    case 'ByteLevel':
    case 'Fuse':
    case 'ByteFallback':
      return [{ type: value.type }];
    case 'WordPiece':
      return [
        {
          type: 'WordPiece',
          prefix: readText(value, 'prefix', path, '##'),
          cleanup: readFlag(value, 'cleanup', path, true),
        },
      ];
    case 'BPEDecoder':
      return [{ type: 'BPEDecoder', suffix: readText(value, 'suffix', path, '</w>') }];
    case 'Metaspace': {
      const { replacement, scheme } = readMetaspace(value, path);
      if (scheme === 'never') return [rewriteReplace({ pattern: { String: replacement }, content: ' ' }, path)];
      return [{ type: 'Metaspace', replacement }];
    }
    case 'Replace':
      return [rewriteReplace(value, path)];
    case 'Strip':
      return [
        {
          type: 'Strip',
          content: readText(value, 'content', path, ' '),
          start: readCount(value, 'start', path),
          stop: readCount(value, 'stop', path),
        },
      ];
    default:
      return refuse(`${path}.type`, `is ${show(typeOf(value))}, which is not supported`);
  }
}

function readText(fields: Fields, name: string, path: string, absent: string): string {
  const value = fields[name] ?? absent;
  return typeof value === 'string' && value !== '' ? value : refuse(`${path}.${name}`, `is ${show(value)}, not a text`);
}

function readCount(fields: Fields, name: string, path: string): number {
  const value = fields[name] ?? 0;
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 100;
  return isCount ? value : refuse(`${path}.${name}`, `is ${show(value)}, not a small whole number`);
}
