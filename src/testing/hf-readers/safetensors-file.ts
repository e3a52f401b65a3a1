/** A safetensors file read to the letter of its format: 8 bytes of length, JSON, tensors one after the other without a gap. */
import { Keys, Refusal } from './keys.ts';
import type { TensorValues, WeightType } from './settings.ts';

export interface SafetensorsFile {
  /** undefined: the file has no metadata, or none of that name. */
  readonly format: unknown;
  readonly tensors: ReadonlyMap<string, TensorValues & { readonly type: WeightType }>;
}

const NUMBERS: Readonly<Record<WeightType, { size: number; at: (data: DataView, place: number) => number }>> = {
  F32: { size: 4, at: (data, place) => data.getFloat32(place, true) },
  F16: { size: 2, at: (data, place) => fromHalf(data.getUint16(place, true)) },
  BF16: { size: 2, at: (data, place) => fromBfloat(data.getUint16(place, true)) },
};

/** @throws Refusal */
export function readSafetensorsFile(bytes: Uint8Array): SafetensorsFile {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = 8 + Number(data.getBigUint64(0, true));
  if (begin % 8 !== 0) throw new Refusal('the numbers of model.safetensors do not begin at a multiple of 8');
  const json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, begin))) as object;
  const { __metadata__: metadata, ...entries } = json as Record<string, unknown>;
  const tensors = new Map<string, TensorValues & { type: WeightType }>();
  let end = begin;
  for (const [name, json] of Object.entries(entries)) {
    const entry = new Keys(json, `model.safetensors: ${name}`);
    const type = entry.text('dtype');
    const shape = entry.value('shape', null) as number[];
    const [from, to] = entry.value('data_offsets', []) as number[];
    entry.end();
    if (!isWeightType(type)) throw entry.wrong('dtype', 'F32, F16 or BF16');
    const { size, at } = NUMBERS[type];
    const count = shape.reduce((a, b) => a * b, 1);
    const start = end;
    end += count * size;
    if (begin + Number(from) !== start || begin + Number(to) !== end)
      throw entry.wrong('data_offsets', 'the end of the tensor before and its own');
    if (end > bytes.length) throw new Refusal(`model.safetensors ends before ${name} does`);
    tensors.set(name, {
      type,
      shape,
      values: Float64Array.from({ length: count }, (_, i) => at(data, start + i * size)),
    });
  }
  if (end !== bytes.length) throw new Refusal('model.safetensors goes on after its last tensor');
  return {
    format: metadata === undefined ? undefined : new Keys(metadata, '__metadata__').value('format', undefined),
    tensors,
  };
}

const isWeightType = (type: string): type is WeightType => Object.hasOwn(NUMBERS, type);

/** IEEE 754 binary16: sign, five bits of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

/** The upper half of a binary32. */
const fromBfloat = (bits: number): number => new Float32Array(Uint32Array.of(bits << 16).buffer)[0]!;
