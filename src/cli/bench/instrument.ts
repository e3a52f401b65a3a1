/**
 * Counts what an engine asks of WebGPU: bytes of live buffers and their peak, dispatches, submits. Wraps the prototypes,
 * so it counts our engine and any other in the process alike. Install it before any device is requested.
 */
export interface GpuCounts {
  liveBytes: number;
  peakBytes: number;
  dispatches: number;
  submits: number;
}

let counts: GpuCounts | null = null;

export function countGpu(): GpuCounts {
  if (counts) return counts;
  const c: GpuCounts = { liveBytes: 0, peakBytes: 0, dispatches: 0, submits: 0 };
  counts = c;
  const destroyed = new WeakSet<GPUBuffer>();
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor: GPUBufferDescriptor) {
    const buffer = createBuffer.call(this, descriptor);
    c.liveBytes += buffer.size;
    c.peakBytes = Math.max(c.peakBytes, c.liveBytes);
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
    if (!destroyed.has(this)) c.liveBytes -= this.size;
    destroyed.add(this);
    return destroy.call(this);
  };
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (
    this: GPUComputePassEncoder,
    ...sizes: Parameters<typeof dispatchWorkgroups>
  ) {
    c.dispatches += 1;
    return dispatchWorkgroups.apply(this, sizes);
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (this: GPUQueue, commands: Iterable<GPUCommandBuffer>) {
    c.submits += 1;
    return submit.call(this, commands);
  };
  return c;
}

/** What one piece of work added to the counts; `peakBytes` is the most that was alive above what was before it. */
export async function counted<T>(c: GpuCounts, work: () => Promise<T>): Promise<{ result: T; counts: GpuCounts }> {
  const before = { ...c };
  c.peakBytes = c.liveBytes;
  const result = await work();
  const after = { ...c };
  c.peakBytes = Math.max(before.peakBytes, after.peakBytes);
  return {
    result,
    counts: {
      liveBytes: after.liveBytes - before.liveBytes,
      peakBytes: after.peakBytes - before.liveBytes,
      dispatches: after.dispatches - before.dispatches,
      submits: after.submits - before.submits,
    },
  };
}
