/**
 * Adapters that misbehave, around a real one: with less memory than their limits say, with devices that get lost, or with a
 * compiler that leaves tests out.
 */

/** @param bytes of buffers that a device gives in all; beyond it creating one is an out-of-memory error of the error scope */
export function withMemory(gpu: GPU, bytes: number): GPU {
  return withDevices(gpu, (device) => {
    const create = device.createBuffer.bind(device);
    const push = device.pushErrorScope.bind(device);
    const pop = device.popErrorScope.bind(device);
    const scopes: { filter: GPUErrorFilter; error: GPUError | null }[] = [];
    let given = 0;
    device.createBuffer = (descriptor) => {
      given += descriptor.size;
      if (given <= bytes) return create(descriptor);
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope) scope.error ??= new GPUOutOfMemoryError('the adapter has less memory than it says');
      // WebGPU gives an invalid buffer here; nobody may use it, so that a small one stands for it.
      return create({ ...descriptor, size: 16 });
    };
    device.pushErrorScope = (filter) => {
      scopes.push({ filter, error: null });
      push(filter);
    };
    device.popErrorScope = async () => {
      const scope = scopes.pop();
      return (await pop()) ?? scope?.error ?? null;
    };
  });
}

/**
 * The first devices, so many, are lost with their Nth submit, as when the GPU process is gone: error scopes are rejected, and the
 * loss is told only after that.
 */
export function losingDevice(gpu: GPU, submits: number, devices = 1): GPU {
  let opened = 0;
  return withDevices(gpu, (device) => {
    if (++opened > devices) return;
    const { queue } = device;
    const submit = queue.submit.bind(queue);
    let lose: (info: GPUDeviceLostInfo) => void = () => undefined;
    const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
      lose = resolve;
    });
    Object.defineProperty(device, 'lost', { value: lost });
    let submitted = 0;
    queue.submit = (commands) => {
      submit(commands);
      if (++submitted !== submits) return;
      device.destroy();
      device.popErrorScope = async () => {
        throw new DOMException('Instance dropped in popErrorScope', 'OperationError');
      };
      setTimeout(() => lose({ reason: 'unknown', message: 'the driver was reset' } as GPUDeviceLostInfo), 20);
    };
  });
}

/** Of a software adapter, one that calls itself a card. */
export function asCard(gpu: GPU): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await gpu.requestAdapter(options);
    const info = { vendor: 'maker', architecture: '', device: '', description: 'a card', isFallbackAdapter: false };
    return adapter && Object.defineProperty(adapter, 'info', { value: info });
  };
  return { requestAdapter } as GPU;
}

/** As a compiler does that takes every float for finite: what asks whether one is comes to true, ranges too. */
export function assumingFinite(gpu: GPU): GPU {
  const folded = (code: string): string =>
    code.replaceAll(/return [^;]*EXPONENT\)*;/g, 'return true;').replaceAll(/\S+ <= LARGEST_SUM/g, 'true');
  return withDevices(gpu, (device) => {
    const create = device.createShaderModule.bind(device);
    device.createShaderModule = ({ code, ...rest }) => create({ ...rest, code: folded(code) });
  });
}

function withDevices(gpu: GPU, change: (device: GPUDevice) => void): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await gpu.requestAdapter(options);
    if (!adapter) return null;
    const request = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await request(descriptor);
      change(device);
      return device;
    };
    return adapter;
  };
  return { requestAdapter } as GPU;
}
