/** The entry of a worker that cleans documents: the first message chooses the steps, each one after it is a shard. */
import type { StepChoice } from '../../data/cleaning/table.ts';
import type { RawDocument } from '../../data/raw-document.ts';
import { shardCleaner } from './shard-cleaner.ts';

let clean: ReturnType<typeof shardCleaner> | null = null;

addEventListener('message', ({ data }: MessageEvent<readonly StepChoice[] | readonly RawDocument[]>) => {
  if (clean) postMessage(clean(data as readonly RawDocument[]));
  else clean = shardCleaner(data as readonly StepChoice[]);
});
