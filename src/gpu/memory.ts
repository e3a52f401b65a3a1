/**
 * GPU buffers of a plan: created together under an out-of-memory scope, destroyed together. Nothing else in the
 * project calls `createBuffer`, so the bytes counted here are the bytes on the device.
 */
import { OcaqError } from '../errors.ts';
import type { Gpu } from './device.ts';

export interface BufferRequest {
  readonly name: string;
  readonly bytes: number;
  /** `queries` takes the results of a query set. */
  readonly usage: 'storage' | 'uniform' | 'readback' | 'queries';
}

export interface BufferSet {
  readonly buffers: ReadonlyMap<string, GPUBuffer>;
  readonly bytes: number;
  destroy(): void;
}

const FLAGS = {
  // GPUBufferUsage is not defined in Node before Dawn's globals are installed, so it is read when a buffer is made.
  storage: () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  uniform: () => GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  readback: () => GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  queries: () => GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
} as const;

/** Creates every buffer or none. */
export async function createBuffers(gpu: Gpu, requests: readonly BufferRequest[]): Promise<BufferSet> {
  const { device } = gpu;
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const buffers = new Map<string, GPUBuffer>();
  let thrown: unknown = null;
  try {
    for (const request of requests)
      buffers.set(
        request.name,
        device.createBuffer({ label: request.name, size: request.bytes, usage: FLAGS[request.usage]() }),
      );
  } catch (error) {
    thrown = error;
  }
  const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
  const scopes = Promise.all([device.popErrorScope(), device.popErrorScope()]);
  const [outOfMemory, invalid] = await scopes.catch(gpu.explain);
  const error = outOfMemory ?? invalid;
  const destroy = () => {
    for (const buffer of buffers.values()) buffer.destroy();
  };
  if (error || thrown) {
    destroy();
    gpu.throwIfLost();
    throw new OcaqError(
      'gpu-out-of-memory',
      `The graphics adapter could not give ${(bytes / 2 ** 20).toFixed(0)} MiB: ${error?.message ?? String(thrown)}. Choose a smaller batch or model, or close other programs that use the card.`,
      { bytes },
      { cause: thrown },
    );
  }
  return { buffers, bytes, destroy };
}
