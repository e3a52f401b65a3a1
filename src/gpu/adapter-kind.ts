/**
 * What kind of card an adapter is, by what it says of itself. Browsers say little: Chromium gives vendor and architecture by
 * the names of Dawn (`gpu_info.json`), a description only where developer features are on or there is no browser; Safari
 * names Apple alone; Firefox may say nothing.
 */

/**
 * `software`: runs on the processor. `discrete`: has memory of its own. `integrated`: shares the processor's, in a machine that
 * may have a discrete one besides. `only`: the one card of its kind of machine (Apple's, a phone's). `unknown`: AMD's
 * processors and cards have the same architectures.
 */
export type AdapterKind = 'software' | 'discrete' | 'integrated' | 'only' | 'unknown';

export interface AdapterWords {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Of Chromium with developer features: 'discrete GPU', 'integrated GPU', 'CPU'. */
  readonly type?: string;
  readonly isFallbackAdapter?: boolean;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;
/** The one GPU of a phone, a board or a Mac of its own chips. */
const ONLY = /apple|qualcomm|adreno|\barm\b|mali|img-tec|powervr|broadcom|videocore|samsung|huawei/i;
/** Intel's cards: Alchemist and Battlemage by architecture, all of them by their model numbers. */
const INTEL_CARD = /gen-12hp|xe-\d?hpg|arc\W.*\b[ab]\d{3}\w?\b/i;
/** Radeon cards have RX, Pro or FirePro in their names, RADV's the names of their chips. */
const AMD_CARD = /\brx\b|radeon pro|firepro|\bnavi ?\d|\bvega ?(10|12|20|56|64)\b|polaris/i;
const AMD_PROCESSOR =
  /radeon\S* (vega \d+ )?graphics|radeon \d{3}m|\bapu\b|raven|renoir|cezanne|lucienne|rembrandt|raphael|phoenix|hawk|strix|krackan|mendocino|vangogh/i;

export function isSoftware({
  vendor,
  architecture,
  device,
  description,
  type,
  isFallbackAdapter,
}: AdapterWords): boolean {
  if (isFallbackAdapter || type === 'CPU') return true;
  const isMesaSoftware = vendor === 'mesa' && architecture === 'software';
  return isMesaSoftware || SOFTWARE.test([description, vendor, architecture, device].join(' '));
}

export function adapterKind(adapter: AdapterWords): AdapterKind {
  const { vendor, architecture, device, description, type } = adapter;
  if (isSoftware(adapter)) return 'software';
  if (type === 'discrete GPU') return 'discrete';
  const words = [vendor, description, architecture, device].join(' ');
  if (ONLY.test(words)) return 'only';
  if (type === 'integrated GPU') return 'integrated';
  if (/nvidia|geforce|quadro/i.test(words)) return 'discrete';
  if (/intel/i.test(words)) return INTEL_CARD.test(words) ? 'discrete' : 'integrated';
  if (/\bamd\b|radeon|radv/i.test(words)) {
    if (AMD_PROCESSOR.test(description)) return 'integrated';
    return AMD_CARD.test(description) ? 'discrete' : 'unknown';
  }
  return 'unknown';
}

/**
 * Whether a faster card may be there that the browser does not hand out: it gives an integrated one for high performance, and
 * the same one for low power.
 * @param low null: none was given for low power
 */
export function mayBeAnother(high: AdapterWords, low: AdapterWords | null): boolean {
  return adapterKind(high) === 'integrated' && (low === null || isSame(high, low));
}

const isSame = (a: AdapterWords, b: AdapterWords): boolean =>
  a.vendor === b.vendor &&
  a.architecture === b.architecture &&
  a.device === b.device &&
  a.description === b.description;
