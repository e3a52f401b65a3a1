/** Speeds that were measured on this adapter, in any project, as the database keeps them. */
import { describeAdapter } from '../../gpu/device.ts';
import { costOf, isSameShape, type Shape, type ShapeCost, type SpeedSample } from '../../model/speed.ts';
import { listSpeeds, saveSpeed } from '../../storage/speeds.ts';
import type { Hub } from '../hub.ts';

/** A sample as it is stored, by the adapter and the costs that it belongs to. */
export interface KeptSpeed extends SpeedSample {
  readonly secondsPerStep: number;
  readonly measuredSteps: number;
}

/** None where there is no adapter. */
export async function keptSpeeds(hub: Hub): Promise<KeptSpeed[]> {
  const name = await adapterName();
  return name === null ? [] : (await listSpeeds(hub.database, name)).filter(isKeptSpeed);
}

/** What cannot be kept costs only a measurement. */
export async function keepSpeed(hub: Hub, shape: Shape, speed: Omit<KeptSpeed, keyof ShapeCost>): Promise<KeptSpeed> {
  const cost = costOf(shape);
  const kept = { ...cost, ...speed };
  const name = await adapterName();
  if (name !== null) await saveSpeed(hub.database, name, JSON.stringify(cost), kept).catch(() => undefined);
  return kept;
}

export function speedOf(shape: Shape, speeds: readonly KeptSpeed[]): KeptSpeed | null {
  const cost = costOf(shape);
  return speeds.find((speed) => isSameShape(speed, cost)) ?? null;
}

/** The most that any shape reached, in floating-point operations; null where none was measured. */
export async function operationsPerSecond(hub: Hub): Promise<number | null> {
  const reached = (await keptSpeeds(hub)).map(({ flopsPerToken, tokensPerSecond }) => flopsPerToken * tokensPerSecond);
  return reached.length === 0 ? null : Math.max(...reached);
}

async function adapterName(): Promise<string | null> {
  try {
    return (await describeAdapter(navigator.gpu)).name;
  } catch {
    return null; // the device status says why
  }
}

const NUMBERS = ['flopsPerToken', 'launchesPerToken', 'tokensPerSecond', 'secondsPerStep', 'measuredSteps'] as const;

function isKeptSpeed(value: unknown): value is KeptSpeed {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const hasNumbers = NUMBERS.every((name) => Number.isFinite(fields[name]) && (fields[name] as number) >= 0);
  return hasNumbers && (fields.precision === 'f32' || fields.precision === 'f16') && fields.tokensPerSecond !== 0;
}
