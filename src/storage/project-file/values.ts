/**
 * Stored values as JSON and bytes, and back, so that nothing is lost that the database keeps: typed arrays lie in the bytes, and
 * what JSON has no word for (undefined, NaN, −0 …) is an object with the one field `$` that says what it is.
 */

const ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

const NUMBERS = ['-0', 'NaN', 'Infinity', '-Infinity'];

/** Deeper than anything that is stored. */
const DEPTH_LIMIT = 256;

/** Takes the bytes of typed arrays, one after the other. */
export interface ByteSink {
  readonly pieces: Uint8Array[];
  bytes: number;
}

/** @throws Error of a kind of value that nothing stores */
export function pack(value: unknown, sink: ByteSink): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return isJsonNumber(value) ? value : { $: 'number', is: Object.is(value, -0) ? '-0' : String(value) };
    case 'undefined':
      return { $: 'undefined' };
    case 'object':
      return value === null ? null : packObject(value, sink);
    default:
      throw new Error(`A ${typeof value} cannot be written to a project's file.`);
  }
}

const isJsonNumber = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);

function packObject(value: object, sink: ByteSink): unknown {
  if (Array.isArray(value)) return value.map((item) => pack(item, sink));
  const kind = arrayName(value);
  if (kind !== undefined && ArrayBuffer.isView(value)) {
    const at = sink.bytes;
    sink.pieces.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    sink.bytes += value.byteLength;
    return { $: kind, at, bytes: value.byteLength };
  }
  const tag = Object.prototype.toString.call(value);
  if (tag !== '[object Object]') throw new Error(`A ${tag} cannot be written to a project's file.`);
  const entries = Object.entries(value).map(([key, item]) => [key, pack(item, sink)] as const);
  return Object.hasOwn(value, '$') ? { $: 'object', entries } : Object.fromEntries(entries);
}

const arrayName = (value: object): ArrayName | undefined => {
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return Object.hasOwn(ARRAYS, name) ? (name as ArrayName) : undefined;
};

/**
 * @param rename gives every string, names of fields included, as it is to be
 * @throws RangeError where it is not what `pack` writes
 */
export function unpack(value: unknown, bytes: Uint8Array, rename: (text: string) => string, depth = 0): unknown {
  if (depth > DEPTH_LIMIT) throw new RangeError('values too deep in one another');
  if (typeof value === 'string') return rename(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unpack(item, bytes, rename, depth + 1));
  if (Object.hasOwn(value, '$')) return special(value as Special, bytes, rename, depth);
  return fields(Object.entries(value), bytes, rename, depth);
}

type Special = Readonly<Record<'$' | 'is' | 'at' | 'bytes' | 'entries', unknown>>;

function special(value: Special, bytes: Uint8Array, rename: (text: string) => string, depth: number): unknown {
  const { $: kind, is, entries } = value;
  if (kind === 'undefined') return undefined;
  if (kind === 'number' && NUMBERS.includes(is as string)) return Number(is);
  if (kind === 'object' && Array.isArray(entries)) return fields(entries, bytes, rename, depth);
  if (typeof kind === 'string' && Object.hasOwn(ARRAYS, kind)) return typedArray(kind as ArrayName, value, bytes);
  throw new RangeError('a value of no known kind');
}

function typedArray(kind: ArrayName, { at, bytes: count }: Special, bytes: Uint8Array): ArrayBufferView {
  const isInside = isWhole(at) && isWhole(count) && at + count <= bytes.length;
  if (!isInside || count % ARRAYS[kind].BYTES_PER_ELEMENT !== 0) throw new RangeError('an array outside of the bytes');
  return new ARRAYS[kind](bytes.slice(at, at + count).buffer);
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** `Object.fromEntries` makes fields of its own of whatever names, `__proto__` among them. */
function fields(
  entries: readonly unknown[],
  bytes: Uint8Array,
  rename: (text: string) => string,
  depth: number,
): unknown {
  return Object.fromEntries(
    entries.map((entry) => {
      if (!Array.isArray(entry) || typeof entry[0] !== 'string') throw new RangeError('a field without a name');
      return [rename(entry[0]), unpack(entry[1], bytes, rename, depth + 1)];
    }),
  );
}
