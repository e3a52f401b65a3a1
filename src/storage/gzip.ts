/**
 * JSON values as gzipped bytes, by the browser's own compressor. gzip carries a CRC-32 and a length, so what comes back
 * is what went in or an error. A value is held whole: use it for shards, not for corpora.
 */

export async function gzipJson(value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  return through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream('gzip'));
}

/** @throws TypeError or SyntaxError (the compressor's and the parser's own) when the bytes are damaged. */
export async function gunzipJson(bytes: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const text = new TextDecoder().decode(await through(bytes, new DecompressionStream('gzip')));
  return JSON.parse(text) as unknown;
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
