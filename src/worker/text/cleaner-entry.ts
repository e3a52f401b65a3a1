/** The entry of a worker that cleans documents: the first message says how, each one after it is a shard. */
import '../answering-only.ts';
import { type SourceCleaning, shardCleaner } from '../../data/cleaning/shard-cleaner.ts';
import type { RawDocument } from '../../data/raw-document.ts';

let clean: ReturnType<typeof shardCleaner> | null = null;

addEventListener('message', ({ data }: MessageEvent<SourceCleaning | readonly RawDocument[]>) => {
  if (clean) postMessage(clean(data as readonly RawDocument[]));
  else clean = shardCleaner(data as SourceCleaning);
});
