/**
 * Numbers, sizes, times and dates as text, by hand: Chromium lists Azerbaijani for `Intl` but has no data for it. All
 * languages group thousands by a narrow no-break space and have their own decimal sign. Units are always part of the
 * text, after a no-break space. Everything is a pure function of value and notation; dates are in local time.
 */

/** How a language writes numbers and times. */
export interface Notation {
  decimalSign: '.' | ',';
  /** Whether it writes 50 % or %50. */
  percentSign: 'after' | 'before';
  /** Thousand, million, billion, after a number. */
  counts: readonly [string, string, string];
  times: Readonly<Record<'ms' | 's' | 'min' | 'h' | 'd', string>>;
  /** January first, short. */
  months: readonly string[];
}

const thin = '\u202f';
const space = '\u00a0';
export const minus = '\u2212';

/** `digits` decimals, exactly. Not finite: a dash, never a number that is not one. */
export function formatNumber(value: number, notation: Notation, digits = 0): string {
  if (!Number.isFinite(value)) return '–';
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thin) : whole;
  const zero = Number(whole) === 0 && Number(fraction ?? 0) === 0;
  return `${value < 0 && !zero ? minus : ''}${grouped}${fraction ? notation.decimalSign + fraction : ''}`;
}

/** About `figures` significant figures, without trailing zeros; small and huge values as 3 × 10⁻⁴. */
export function formatFigures(value: number, notation: Notation, figures = 3): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent < -3 || exponent > 8) {
    const mantissa = trimZeros(formatNumber(value / 10 ** exponent, notation, figures - 1), notation);
    return `${mantissa}${thin}×${thin}10${superscript(exponent)}`;
  }
  return trimZeros(formatNumber(value, notation, Math.max(0, figures - 1 - exponent)), notation);
}

/** A whole multiple of a power of ten, in little room: 5×10⁵, 10⁶. */
export function formatMultiple(value: number, exponent: number, notation: Notation): string {
  if (value === 0) return '0';
  const times = formatNumber(Math.round(value / 10 ** exponent), notation);
  return times === '1' ? `10${superscript(exponent)}` : `${times}×10${superscript(exponent)}`;
}

function trimZeros(text: string, notation: Notation): string {
  if (!text.includes(notation.decimalSign)) return text;
  return text.replace(/0+$/, '').replace(/[.,]$/, '');
}

function superscript(value: number): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const text = [...String(Math.abs(value))].map((digit) => digits[Number(digit)]).join('');
  return value < 0 ? `⁻${text}` : text;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Binary units: 1 MiB = 1 048 576 B. Whole bytes stay whole, larger ones have up to three figures. */
export function formatBytes(bytes: number, notation: Notation): string {
  if (!Number.isFinite(bytes)) return '–';
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${formatNumber(value, notation, digits)}${space}${byteUnits[unit]}`;
}

/** Large counts in words' reach: 1.09 M, 153 M; below ten thousand in full. */
export function formatCount(value: number, notation: Notation): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size < 10_000) return formatNumber(value, notation);
  const step = size < 999_500 ? 0 : size < 999_500_000 ? 1 : 2;
  const scaled = value / 1000 ** (step + 1);
  const digits = Math.abs(scaled) >= 99.95 ? 0 : Math.abs(scaled) >= 9.995 ? 1 : 2;
  return `${formatNumber(scaled, notation, digits)}${space}${notation.counts[step]}`;
}

/** A share of one as per cent: 0.5 → 50 %. */
export function formatShare(share: number, notation: Notation, digits = 0): string {
  const percent = (value: number) => {
    const number = formatNumber(value, notation, digits);
    return notation.percentSign === 'before' ? `%${number}` : `${number}${space}%`;
  };
  const least = 10 ** -digits;
  // A share that is there must not look like none.
  return share > 0 && share * 100 < least / 2 ? `<${space}${percent(least)}` : percent(share * 100);
}

/** The two largest units: 8 s, 3 min 20 s, 2 h 5 min, 3 d 4 h; under a second in milliseconds. */
export function formatDuration(seconds: number, notation: Notation): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  const unit = notation.times;
  if (seconds === 0) return `0${space}${unit.s}`;
  if (seconds < 1) return `${formatNumber(seconds * 1000, notation)}${space}${unit.ms}`;
  const whole = Math.round(seconds);
  const [days, hours, minutes, rest] = [
    Math.floor(whole / 86_400),
    Math.floor((whole % 86_400) / 3600),
    Math.floor((whole % 3600) / 60),
    whole % 60,
  ];
  const pair = (large: number, largeUnit: string, small: number, smallUnit: string) =>
    `${large}${space}${largeUnit}${small > 0 ? `${space}${small}${space}${smallUnit}` : ''}`;
  if (days > 0) return pair(days, unit.d, hours, unit.h);
  if (hours > 0) return pair(hours, unit.h, minutes, unit.min);
  if (minutes > 0) return pair(minutes, unit.min, rest, unit.s);
  return `${rest}${space}${unit.s}`;
}

export function formatMilliseconds(milliseconds: number, notation: Notation): string {
  if (!Number.isFinite(milliseconds)) return '–';
  if (milliseconds >= 10_000) return formatDuration(milliseconds / 1000, notation);
  if (milliseconds >= 1000) return `${formatNumber(milliseconds / 1000, notation, 2)}${space}${notation.times.s}`;
  return `${formatNumber(milliseconds, notation, milliseconds < 10 ? 1 : 0)}${space}${notation.times.ms}`;
}

const two = (value: number) => String(value).padStart(2, '0');

export function formatTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** 21 Nov 2026, 01:30 */
export function formatDate(at: number, notation: Notation): string {
  const date = new Date(at);
  const day = `${date.getDate()}${space}${notation.months[date.getMonth()]}${space}${date.getFullYear()}`;
  return `${day}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A number as a person types it, with either decimal sign, spaces and exponents; null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
    .replace(minus, '-');
  if (!/^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
