/**
 * The encoding that a page names in itself (`<meta charset>`, `<meta http-equiv>`, an XML declaration). Pages say all kinds of
 * things, so it counts only where the bytes leave the question open and do not speak against it.
 */
import { decoderOf } from './decoder.ts';
import { detectEncoding } from './detect.ts';
import type { KnownEncoding } from './encodings.ts';

/** Where a declaration stands, by the WHATWG HTML Standard, "prescan a byte stream". */
const PRESCAN_BYTES = 1024;
/** Bytes that the encoding leaves open, and control characters, among those of a text. */
const BAD_SHARE = 0.1;

/** As the bytes tell, else as the text itself says; null where it is no text, or in an encoding that is not known. */
export function encodingOf(head: Uint8Array): KnownEncoding | null {
  const found = detectEncoding(head);
  if (found?.isCertain || head.includes(0)) return found;
  const label = declaredLabel(head);
  const declared = label === null ? null : nameOf(label);
  // Of UTF-16 a declaration in single bytes cannot be true.
  if (declared === null || declared.startsWith('utf-16')) return found;
  const fits = declared === 'utf-8' ? found?.name === 'utf-8' : isText(head, declared);
  return fits ? { name: declared, isCertain: true } : found;
}

/** What a text calls its encoding, whether that can be read or not; null where it does not say. */
export function declaredLabel(head: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(head.subarray(0, PRESCAN_BYTES));
  const [, label] =
    /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start) ??
    /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w:.-]+)/i.exec(start) ??
    [];
  return label ?? null;
}

/** The Encoding Standard knows each encoding by several labels: `latin1` is windows-1252, `iso-8859-9` windows-1254. null: by none. */
function nameOf(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

function isText(head: Uint8Array, encoding: string): boolean {
  const text = decoderOf(encoding).decode(head);
  const bad = text.match(/\uFFFD|[^\P{Cc}\t\n\v\f\r]/gu)?.length ?? 0;
  return bad <= BAD_SHARE * text.length;
}
