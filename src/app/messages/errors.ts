/**
 * Errors in the person's language, by code. They are thrown in English; a code for which a language has no text, such as
 * one that an older version stored, is shown by that message, so that nothing is ever hidden.
 */
import type { ErrorDetails, OcaqError } from '../../errors.ts';
import { formatBytes, formatDuration, formatFigures, formatNumber } from '../format.ts';
import { fieldLabel } from './field-label.ts';
import type { DetailTexts, ErrorText, Language } from './language.ts';

function detailTexts(details: ErrorDetails, language: Language): DetailTexts {
  const text = (name: string) => String(details[name] ?? '?');
  const formatted = (name: string, format: (value: number) => string) => {
    const value = details[name];
    return typeof value === 'number' ? format(value) : text(name);
  };
  return {
    has: (name) => details[name] !== undefined,
    text,
    field: (name) => fieldLabel(text(name), language.messages),
    number: (name) => formatted(name, (value) => formatNumber(value, language, Number.isInteger(value) ? 0 : 2)),
    figures: (name) => formatted(name, (value) => formatFigures(value, language)),
    duration: (name) => formatted(name, (value) => formatDuration(value, language)),
    bytes: (name) => formatted(name, (value) => formatBytes(value, language)),
  };
}

export function errorText(
  { code, message, details }: Pick<OcaqError, 'code' | 'message' | 'details'>,
  language: Language,
): string {
  const texts: Readonly<Record<string, ErrorText>> = language.errors;
  return Object.hasOwn(texts, code) ? (texts[code]?.(detailTexts(details, language)) ?? message) : message;
}
