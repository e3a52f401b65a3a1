/**
 * The adapter and the device: asked for with the limits that a plan needs and nothing more, watched for loss. A lost
 * device loses everything on it; whoever waits on work hears of it as an OcaqError (see Executor).
 */
import { OcaqError } from '../errors.ts';
import { adapterKind, isSoftware, mayBeAnother } from './adapter-kind.ts';
import type { StorageType } from './launch.ts';

export interface AdapterSummary {
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  /** Runs on the CPU (SwiftShader, lavapipe, WARP): for checking, not for training in earnest. */
  readonly software: boolean;
  readonly features: readonly string[];
  readonly maxBufferBytes: number;
  readonly maxBindingBytes: number;
}

/** Bits of weights' compute copies, activations and their gradients. */
export type Precision = 'f32' | 'f16';

/** How an adapter holds a precision: 16 bits natively where it can. */
export function storageFor(precision: Precision, adapter: Pick<AdapterSummary, 'features'>): StorageType {
  if (precision !== 'f16') return 'f32';
  return adapter.features.includes('shader-f16') ? 'f16' : 'packed';
}

/** What a plan needs of a device. */
export interface DeviceNeeds {
  /** Bytes of the largest buffer. */
  readonly bufferBytes: number;
  /** Bytes of the largest binding. */
  readonly bindingBytes: number;
  readonly features?: readonly GPUFeatureName[];
}

interface Opened {
  readonly device: GPUDevice;
  readonly adapter: AdapterSummary;
}

export interface Gpu extends Opened {
  /** The device's loss (other than by `destroy`) or the first error that no error scope caught, if any. */
  failure(): OcaqError | null;
  /** @throws the device's loss; what was asked of it since may have failed in any way, or seem to have succeeded */
  throwIfLost(): void;
  /**
   * For what failed without saying why: as `throwIfLost`, once a loss that is not reported yet has had time to be.
   * @throws the device's loss
   */
  throwIfLostSoon(): Promise<void>;
  /**
   * What a rejected wait for the device, which says little, comes from: the failure, for which a loss that is not reported
   * yet is waited for a moment, or else `gpu-error` with the rejection.
   * @throws always
   */
  explain(rejection: unknown): Promise<never>;
}

/** An adapter that is asked for while the browser's GPU process ends is not given; the process that follows gives one. */
const ASKED_AGAIN_MS = 1000;

async function askAgainOnce<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OcaqError) || (error.code !== 'no-adapter' && error.code !== 'device-refused')) throw error;
    await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
    return await ask();
  }
}

async function requestAdapter(gpu: GPU | undefined): Promise<GPUAdapter> {
  if (!gpu)
    throw new OcaqError(
      'no-webgpu',
      'This browser has no WebGPU. Use Chrome or Edge 113 or later, Safari 26, or Firefox 141 or later on Windows, and turn hardware acceleration on.',
    );
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new OcaqError(
      'no-adapter',
      'WebGPU is there, but it found no graphics adapter. Update the graphics driver, turn hardware acceleration on, and see chrome://gpu.',
    );
  return adapter;
}

function summarise(gpu: GPU | undefined, adapter: GPUAdapter): AdapterSummary {
  const { description, vendor, architecture, device } = adapter.info;
  // Kernels that add up within subgroups ask which one they are in, which came to WGSL later than the feature.
  const language: GPU['wgslLanguageFeatures'] | undefined = gpu?.wgslLanguageFeatures; // older browsers have none
  const numbersSubgroups = language?.has('subgroup_id') ?? false;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
  return {
    name,
    vendor,
    architecture,
    software: isSoftware(adapter.info),
    features: [...adapter.features].filter((feature) => feature !== 'subgroups' || numbersSubgroups),
    maxBufferBytes: adapter.limits.maxBufferSize,
    maxBindingBytes: adapter.limits.maxStorageBufferBindingSize,
  };
}

/** What the adapter is and allows, without opening a device. */
export async function describeAdapter(gpu: GPU | undefined): Promise<AdapterSummary> {
  return summarise(gpu, await askAgainOnce(() => requestAdapter(gpu)));
}

/** Whether the machine may have a faster card that the browser does not hand out; see adapter-kind.ts. */
export async function mayHaveAnotherCard(gpu: GPU | undefined): Promise<boolean> {
  const { info } = await requestAdapter(gpu);
  if (adapterKind(info) !== 'integrated') return false;
  const low = await gpu?.requestAdapter({ powerPreference: 'low-power' });
  return mayBeAnother(info, low?.info ?? null);
}

/** What waited for a lost device is rejected before the loss itself is reported. */
const LOSS_REPORTED_MS = 5000;

const DEFAULT_BUFFER_BYTES = 256 * 2 ** 20;
const DEFAULT_BINDING_BYTES = 128 * 2 ** 20;

/** Opens a device with exactly the limits asked for. An adapter gives one device, so each asks for its own. */
export function openDevice(gpu: GPU | undefined, needs: DeviceNeeds): Promise<Gpu> {
  return askAgainOnce(async () => watched(await requestDevice(gpu, needs)));
}

async function requestDevice(gpu: GPU | undefined, needs: DeviceNeeds): Promise<Opened> {
  const adapter = await requestAdapter(gpu);
  const summary = summarise(gpu, adapter);
  refuseBeyond(summary, needs);
  const requiredLimits: Record<string, number> = {};
  if (needs.bufferBytes > DEFAULT_BUFFER_BYTES) requiredLimits.maxBufferSize = needs.bufferBytes;
  if (needs.bindingBytes > DEFAULT_BINDING_BYTES) requiredLimits.maxStorageBufferBindingSize = needs.bindingBytes;
  const device = await adapter
    .requestDevice({ requiredLimits, requiredFeatures: [...(needs.features ?? [])] })
    .catch((cause: unknown) => {
      throw new OcaqError(
        'device-refused',
        `The graphics adapter "${summary.name}" refused to open: ${String(cause)}. Close other programs that use it and try again.`,
        { adapter: summary.name },
        { cause },
      );
    });
  return { device, adapter: summary };
}

/** Follows what becomes of a device. */
function watched({ device, adapter }: Opened): Gpu {
  let uncaught: OcaqError | null = null;
  let lost: OcaqError | null = null;
  device.addEventListener('uncapturederror', (event) => {
    uncaught ??= new OcaqError('gpu-error', `The graphics adapter reported an error: ${event.error.message}`);
  });
  void device.lost.then((info) => {
    if (info.reason === 'destroyed') return;
    lost = new OcaqError(
      'device-lost',
      `The graphics device was lost (${info.message || 'no reason given'}). What was in its memory is gone; the last checkpoint is safe. Wait a minute, then resume from it.`,
      { reason: info.message },
    );
  });
  const failure = () => lost ?? uncaught;
  const throwIfLost = () => {
    if (lost) throw lost;
  };
  const throwIfLostSoon = async () => {
    await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, LOSS_REPORTED_MS))]);
    throwIfLost();
  };
  return {
    device,
    adapter,
    failure,
    throwIfLost,
    throwIfLostSoon,
    async explain(rejection) {
      await throwIfLostSoon();
      throw (
        failure() ??
        new OcaqError(
          'gpu-error',
          `Waiting for the graphics adapter failed: ${String(rejection)}`,
          {},
          { cause: rejection },
        )
      );
    },
  };
}

function refuseBeyond(adapter: AdapterSummary, needs: DeviceNeeds): void {
  for (const feature of needs.features ?? [])
    if (!adapter.features.includes(feature))
      throw new OcaqError(
        'feature-missing',
        `This needs the WebGPU feature "${feature}", which "${adapter.name}" does not have. Start a new run on this adapter; it then chooses what is there.`,
        { feature, adapter: adapter.name },
      );
  if (needs.bufferBytes > adapter.maxBufferBytes || needs.bindingBytes > adapter.maxBindingBytes) {
    const mib = (bytes: number) => Math.ceil(bytes / 2 ** 20);
    throw new OcaqError(
      'beyond-adapter-limits',
      `This needs a buffer of ${mib(needs.bufferBytes)} MiB bound ${mib(needs.bindingBytes)} MiB at a time; "${adapter.name}" allows ${mib(adapter.maxBufferBytes)} and ${mib(adapter.maxBindingBytes)} MiB. Choose a smaller batch, a shorter sequence or a smaller vocabulary.`,
      { needed: needs.bufferBytes, allowed: adapter.maxBufferBytes },
    );
  }
}
