/**
 * The encodings of text that bytes tell, or a person chooses. A page may name any other of the WHATWG Encoding Standard; names
 * are those that it gives them.
 */

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1254', 'windows-1251', 'windows-1252'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** 'auto': as the bytes of a file tell. */
export type EncodingChoice = Encoding | 'auto';

export interface KnownEncoding {
  /** One of `ENCODINGS`, or what a page says of itself. */
  readonly name: string;
  /** Whether the bytes leave no doubt, or a person chose it. */
  readonly isCertain: boolean;
}

export const UTF_8: KnownEncoding = { name: 'utf-8', isCertain: true };
