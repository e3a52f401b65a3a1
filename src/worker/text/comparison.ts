/** The tokenizers of a project, and others as files, on the same texts of its corpus. */
import { isHeldOut } from '../../data/heldout.ts';
import { TokenizerComparison } from '../../data/tokenizer/compare.ts';
import { openTokenizer } from '../../data/tokenizer/open-tokenizer.ts';
import { splitRuleOf } from '../../data/tokenizer/split-rules.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { utf8Length } from '../../data/tokenizer/utf8-length.ts';
import { readDocuments } from '../../storage/corpus.ts';
import type { SourceRecord } from '../../storage/records.ts';
import { listTokenizers } from '../../storage/tokenizers.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { sourcesOf } from './tokens.ts';

interface Named {
  readonly name: string;
  readonly id: api.Id | null;
  readonly tokenizer: TextTokenizer;
}

/** On held-out documents, which none was trained on; on all where too little is held out. */
export async function compareTokenizers(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  files: readonly File[],
  sampleBytes: number,
): Promise<api.TokenizerComparison> {
  return hub.job(jobId, 'compare', '', async (job) => {
    const sources = await sourcesOf(hub, project);
    const all: Named[] = [...(await tokenizersOf(hub, project)), ...(await Promise.all(files.map(openFile)))];
    const tokenizers = all.map(({ tokenizer }) => tokenizer);
    const heldOut = await figuresOf(hub, sources, tokenizers, job, sampleBytes, isHeldOut);
    const isEnough = heldOut.bytes >= Math.min(sampleBytes, ENOUGH_BYTES);
    const result = isEnough ? heldOut : await figuresOf(hub, sources, tokenizers, job, sampleBytes, () => true);
    const { tokenizers: figures, ...texts } = result;
    return {
      ...texts,
      isHeldOut: isEnough,
      tokenizers: all.flatMap(({ name, id, tokenizer }, i) => {
        const one = figures[i];
        return one ? [{ ...one, name, id, rule: ruleOf(tokenizer) }] : [];
      }),
    };
  });
}

/** Below this, figures of held-out text say more of the few documents than of the tokenizers. */
const ENOUGH_BYTES = 50_000;

async function tokenizersOf(hub: Hub, project: api.Id): Promise<Named[]> {
  const records = await listTokenizers(hub.database, project);
  return Promise.all(records.map(async ({ id, name }) => ({ id, name, tokenizer: await hub.tokenizers.byId(id) })));
}

const openFile = async (file: File): Promise<Named> => ({
  name: file.name,
  id: null,
  tokenizer: await openTokenizer(await file.text()),
});

async function figuresOf(
  hub: Hub,
  sources: readonly SourceRecord[],
  tokenizers: readonly TextTokenizer[],
  job: Job,
  sampleBytes: number,
  isWanted: (hash: string) => boolean,
) {
  const comparison = new TokenizerComparison(tokenizers);
  let bytes = 0;
  for await (const { text, hash } of readDocuments(hub.database, sources)) {
    if (!isWanted(hash)) continue;
    job.signal.throwIfAborted();
    comparison.add(text);
    bytes += utf8Length(text);
    job.progress(Math.min(bytes, sampleBytes), sampleBytes, 'bytes');
    if (bytes >= sampleBytes) break;
  }
  return comparison.result();
}

const ruleOf = (tokenizer: TextTokenizer): api.ComparedTokenizer['rule'] =>
  tokenizer instanceof Tokenizer ? (splitRuleOf(tokenizer.splitPattern)?.id ?? null) : null;
