/** What commands that ask a service have in common. */
import { usageError } from './options.ts';

export const SERVICE_OPTIONS = {
  keyEnv: {
    kind: 'text',
    value: 'NAME',
    help: 'The environment variable that holds the key. The key is written nowhere.',
  },
  requestsPerMinute: { kind: 'whole', min: 1, unset: 'no limit', help: 'At most so many requests in a minute.' },
  tokensPerMinute: {
    kind: 'whole',
    min: 1,
    unset: 'no limit',
    help: 'At most so many tokens in a minute, asked and answered.',
  },
  priceInput: {
    kind: 'number',
    min: 0,
    default: 0,
    help: 'Price of a million tokens asked, or of a million characters.',
  },
  priceOutput: { kind: 'number', min: 0, default: 0, help: 'Price of a million tokens answered.' },
} as const;

/** @throws OcaqError `usage` */
export function languageTag(flag: string, tag: string): string {
  try {
    const [canonical = tag] = Intl.getCanonicalLocales(tag);
    return canonical;
  } catch {
    throw usageError(`${flag} should be a language tag such as az or en, but is "${tag}".`);
  }
}

/** @throws OcaqError `usage` */
export function keyOf(name: string | undefined): string {
  if (name === undefined) return '';
  const key = process.env[name];
  if (key === undefined || key === '') throw usageError(`The environment variable ${name} of --key-env is not set.`);
  return key;
}
