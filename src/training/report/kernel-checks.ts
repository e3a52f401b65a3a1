/** Every kind of kernel that has choices, on small shapes, against float64: products, attention, sums over rows, products of one row. */
import { OcaqError } from '../../errors.ts';
import { type AdapterSummary, openDevice, storageFor } from '../../gpu/device.ts';
import { everyGemm, type GemmForm } from '../../ops/gemm-kernels.ts';
import { DIRECT } from '../../ops/operator.ts';
import { BenchmarkDevice } from '../../tuning/benchmark.ts';
import { type Candidate, decodingCandidates, gemmCandidates, withPart } from '../../tuning/tasks.ts';
import { attentionPasses, norm, product, rowProduct, type Workload, workload } from '../../tuning/workload.ts';
import type { Findings, ReportContext } from './report.ts';

interface Check {
  readonly name: string;
  readonly work: Workload;
  readonly candidate: Candidate;
}

const FORMS: readonly GemmForm[] = ['NT', 'NN', 'TN'];
const VARIANTS = ['direct', 'tiled'] as const;

export async function checkKernels({ dawn, adapter }: ReportContext, signal: AbortSignal): Promise<Findings> {
  const storages = ['f32', storageFor('f16', adapter)] as const;
  const features = (['shader-f16', 'subgroups'] as const).filter((feature) => adapter.features.includes(feature));
  const device = await BenchmarkDevice.over(() => openDevice(dawn, { bufferBytes: 0, bindingBytes: 0, features }));
  const wrong: string[] = [];
  let tried = 0;
  try {
    for (const { name, work, candidate } of storages.flatMap((storage) => checksOf(storage, adapter))) {
      signal.throwIfAborted();
      try {
        await device.check(work, withPart(DIRECT, candidate.kernels));
      } catch (error) {
        if (!(error instanceof OcaqError) || error.code === 'device-lost') throw error;
        wrong.push(`${name}: ${error.message}`);
      }
      tried += 1;
    }
  } finally {
    device.close();
  }
  return {
    figures: [
      { name: 'kernels tried', value: tried },
      { name: 'kernels that were wrong', value: wrong.length, atMost: 0 },
    ],
    ...(wrong.length > 0 && { said: wrong.join(' ') }),
  };
}

/** Software adapters compile slowly: for them one kernel of each method, and small heads. */
function checksOf(
  storage: Workload['graph']['storage'],
  { software: isSoftware, features }: Pick<AdapterSummary, 'software' | 'features'>,
): Check[] {
  const kernels = isSoftware ? (['direct', 'tiled-128x64'] as const) : gemmCandidates(storage);
  const products = FORMS.flatMap((form) => {
    const work = workload(storage, product(form, [192, 136, 40]));
    return kernels.map((kernel) => ({
      name: `${form} ${kernel} ${storage}`,
      work,
      candidate: { name: kernel, kernels: { gemm: everyGemm(kernel) } },
    }));
  });
  const headSize = isSoftware ? 16 : 64;
  const attention = workload(storage, attentionPasses({ sequences: 2, seq: 68, heads: 2, headSize }));
  const sums = workload(storage, norm(33, 132));
  const others = VARIANTS.flatMap((variant) => [
    {
      name: `attention ${variant} ${storage}`,
      work: attention,
      candidate: { name: variant, kernels: { attention: variant } },
    },
    {
      name: `norm ${variant} ${storage}`,
      work: sums,
      candidate: { name: variant, kernels: { reduction: variant } },
    },
  ]);
  const row = workload(storage, rowProduct(33, 132));
  const decoding = decodingCandidates(features).map((variant) => ({
    name: `product of one row ${variant} ${storage}`,
    work: row,
    candidate: { name: variant, kernels: { decoding: variant } },
  }));
  return [...products, ...others, ...decoding];
}
