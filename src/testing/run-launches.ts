/**
 * Runs launches over tensors with given contents and reads tensors back raw, padding included: for kernels that
 * operator-check does not fit, such as losses and optimizers. Tensors without contents start as zeros.
 */
import { expect } from 'vitest';
import type { Gpu } from '../gpu/device.ts';
import { createBuffers } from '../gpu/memory.ts';
import { createProgram } from '../gpu/program.ts';
import { type Launch, type Tensor, tensorBytes } from '../ops/operator.ts';

export type Contents = Readonly<Record<string, Float32Array | Uint32Array | Int32Array>>;

export async function runLaunches(
  gpu: Gpu,
  launches: readonly Launch[],
  tensors: Iterable<Tensor>,
  contents: Contents,
  wanted: readonly string[],
): Promise<Record<string, Float32Array<ArrayBuffer>>> {
  const uniforms = new Set(
    launches.flatMap((l) => l.bindings.filter((b) => b.access === 'uniform').map((b) => b.resource)),
  );
  const requests = [...tensors].map((t) => ({
    name: t.id,
    bytes: Math.max(16, tensorBytes(t)),
    usage: uniforms.has(t.id) ? ('uniform' as const) : ('storage' as const),
  }));
  const sizes = new Map(requests.map((r) => [r.name, r.bytes]));
  const set = await createBuffers(gpu, [
    ...requests,
    ...wanted.map((name) => ({
      name: `${name} read back`,
      bytes: sizes.get(name) as number,
      usage: 'readback' as const,
    })),
  ]);
  try {
    const bufferOf = (id: string) => set.buffers.get(id) as GPUBuffer;
    for (const [name, data] of Object.entries(contents))
      gpu.device.queue.writeBuffer(bufferOf(name), 0, data as Float32Array<ArrayBuffer>);
    const program = await createProgram(gpu, launches, (id) => ({
      buffer: bufferOf(id),
      offset: 0,
    }));
    const encoder = gpu.device.createCommandEncoder();
    program.encode(encoder);
    for (const name of wanted)
      encoder.copyBufferToBuffer(bufferOf(name), 0, bufferOf(`${name} read back`), 0, sizes.get(name) as number);
    gpu.device.queue.submit([encoder.finish()]);
    const results: Record<string, Float32Array<ArrayBuffer>> = {};
    for (const name of wanted) {
      const staging = bufferOf(`${name} read back`);
      await staging.mapAsync(GPUMapMode.READ);
      results[name] = new Float32Array(staging.getMappedRange().slice(0));
    }
    expect(gpu.failure()).toBeNull();
    return results;
  } finally {
    set.destroy();
  }
}

/** Rows of a matrix, with `filler` in the padding (which kernels must never let into their results). */
export function withPadding(tensor: Tensor, data: ArrayLike<number>, filler = 0): Float32Array<ArrayBuffer> {
  const out = new Float32Array(tensor.rows * tensor.stride).fill(filler);
  for (let i = 0; i < data.length; i++)
    out[Math.floor(i / tensor.cols) * tensor.stride + (i % tensor.cols)] = data[i] as number;
  return out;
}

/** The matrix without its padding, which must be zero. */
export function withoutPadding(tensor: Tensor, raw: Float32Array): Float64Array {
  const out = new Float64Array(tensor.rows * tensor.cols);
  for (let i = 0; i < tensor.rows * tensor.stride; i++) {
    const [row, column] = [Math.floor(i / tensor.stride), i % tensor.stride];
    if (column < tensor.cols) out[row * tensor.cols + column] = raw[i] as number;
    else expect(Math.abs(raw[i] as number), `padding of "${tensor.id}", row ${row}`).toBe(0);
  }
  return out;
}
