/** Decoders of every encoding: streaming, repairing as the WHATWG Encoding Standard says, and counting what they repaired. */
import { Utf8Decoder } from '../utf8.ts';

/** Decodes bytes that arrive in pieces; pieces may end anywhere. A leading byte order mark is dropped. */
export interface ByteDecoder {
  decode(bytes: Uint8Array): string;
  /** What the unfinished last sequence became. */
  end(): string;
  /** Sequences so far that stand for no character. */
  readonly badSequences: number;
}

/** @param encoding its name in the Encoding Standard */
export function decoderOf(encoding: string): ByteDecoder {
  if (encoding === 'utf-8') return new Utf8Decoder();
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? new Utf16Decoder(encoding) : new LegacyDecoder(encoding);
}

/** Lone surrogates, and a byte too few at the end, become U+FFFD. */
class Utf16Decoder implements ByteDecoder {
  readonly #decoder: TextDecoder;
  readonly #isLittle: boolean;
  #replacementsOut = 0;
  #replacementsIn = 0;
  /** The first byte of a unit that the last piece cut. */
  #half: number | null = null;

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#decoder = new TextDecoder(encoding);
    this.#isLittle = encoding === 'utf-16le';
  }

  decode(bytes: Uint8Array): string {
    this.#countRealReplacements(bytes);
    return this.#counted(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.#counted(this.#decoder.decode());
  }

  get badSequences(): number {
    return this.#replacementsOut - this.#replacementsIn;
  }

  #counted(text: string): string {
    for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) this.#replacementsOut++;
    return text;
  }

  #countRealReplacements(bytes: Uint8Array): void {
    const [first, second] = this.#isLittle ? [0xfd, 0xff] : [0xff, 0xfd];
    let at = 0;
    if (this.#half !== null && bytes.length > 0) {
      if (this.#half === first && bytes[0] === second) this.#replacementsIn++;
      this.#half = null;
      at = 1;
    }
    for (; at + 1 < bytes.length; at += 2) {
      if (bytes[at] === first && bytes[at + 1] === second) this.#replacementsIn++;
    }
    if (at < bytes.length) this.#half = bytes[at]!;
  }
}

/** What Windows-1252 has where 1254 has letters of Turkish, or nothing. */
const WESTERN: Readonly<Record<string, string>> = {
  Ğ: 'Ð',
  İ: 'Ý',
  Ş: 'Þ',
  ğ: 'ð',
  ı: 'ý',
  ş: 'þ',
  '\u008e': 'Ž',
  '\u009e': 'ž',
};

/** Bytes that a code page leaves open become control characters from U+0080 to U+009F, or U+FFFD. */
class LegacyDecoder implements ByteDecoder {
  readonly #decoder: TextDecoder;
  readonly #isWestern: boolean;
  badSequences = 0;

  constructor(encoding: string) {
    this.#isWestern = encoding === 'windows-1252';
    // Node 20 takes windows-1252 for Latin-1.
    this.#decoder = new TextDecoder(this.#isWestern ? 'windows-1254' : encoding);
  }

  decode(bytes: Uint8Array): string {
    return this.#counted(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.#counted(this.#decoder.decode());
  }

  #counted(decoded: string): string {
    const text = this.#isWestern ? decoded.replace(/[ĞİŞğış\u008e\u009e]/g, (letter) => WESTERN[letter]!) : decoded;
    this.badSequences += text.match(/[\u0080-\u009f\uFFFD]/g)?.length ?? 0;
    return text;
  }
}
