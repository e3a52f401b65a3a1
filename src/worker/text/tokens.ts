/** The tokenizer of a project: training, its statistics, and the token shards of the corpus. */
import { documentFrame } from '../../data/batches.ts';
import { isHeldOut } from '../../data/heldout.ts';
import { trainBpe } from '../../data/tokenizer/bpe-trainer.ts';
import { encodeInOrder } from '../../data/tokenizer/bulk-encoding.ts';
import { splitRule } from '../../data/tokenizer/split-rules.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { utf8Length } from '../../data/tokenizer/utf8-length.ts';
import { readableVocabSize } from '../../data/tokenizer/vocabulary-size.ts';
import { WordCounter } from '../../data/tokenizer/word-counter.ts';
import { WordListWriter } from '../../data/word-list.ts';
import { OcaqError } from '../../errors.ts';
import { contentOf, keptOf, readDocuments } from '../../storage/corpus.ts';
import { listSources } from '../../storage/documents.ts';
import { whileWriting } from '../../storage/locks.ts';
import { getProject } from '../../storage/projects.ts';
import type { SourceRecord, TokenSetRecord } from '../../storage/records.ts';
import { deleteUnusedTokenizer, saveTokenizer } from '../../storage/tokenizers.ts';
import { getTokenSet, hasDigests, isTokenSetWhole, mendTokenSet, writeTokenSet } from '../../storage/tokens.ts';
import { saveWordList } from '../../storage/word-lists.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import {
  changeProject,
  type ProjectDetails,
  projectDetails,
  sameSources,
  type TokenizerDetails,
  toTokenizer,
} from '../stored.ts';
import { openEncoder } from './encoder.ts';
import { type LearnedDocument, learnedDocuments, type Mixture, openMixture } from './mixture.ts';
import { learnedContents, weightOfSource } from './mixture-key.ts';

const LONGEST = 12;

export async function trainTokenizer(
  hub: Hub,
  project: api.Id,
  job: Job,
  options: api.TokenizerOptions,
): Promise<api.TokenizerReport> {
  const vocabSize = readableVocabSize(options.vocabSize);
  const sources = await sourcesOf(hub, project);
  const mixture = await mixtureOf(hub, project, sources, job); // one that cannot be learned is told before anything is done
  const { pattern: splitPattern } = splitRule(options.rule);
  const counter = new WordCounter({ splitPattern });
  await eachDocument(hub, sources, job, ({ text }) => counter.add(text));
  const model = await trainBpe(counter.counts, {
    vocabSize,
    splitPattern,
    specialTokens: SPECIAL_TOKENS,
    signal: job.signal,
    onProgress: (done, total) => job.progress(done, total, 'merges'),
  });
  const tokenizer = Tokenizer.fromModel(model);
  const details = await measureTokenizer(hub, sources, tokenizer, job);
  const before = projectDetails(await getProject(hub.database, project)).tokenizer;
  // Until the project names it, it would be taken for one that nothing has.
  const record = await whileWriting(hub.database, async () => {
    const saved = await saveTokenizer(hub.database, {
      projectId: project,
      name: `BPE ${vocabSize}`,
      vocabSize,
      json: tokenizer.toJson(),
      details,
    });
    try {
      const { made } = await writeTokens(hub, project, { id: saved.id, tokenizer }, sources, mixture, job);
      await changeProject(hub.database, project, { tokenizer: saved.id, ...made });
    } catch (error) {
      await deleteUnusedTokenizer(hub.database, saved.id).catch(() => undefined); // why it failed says more
      throw error;
    }
    return saved;
  });
  hub.tokenizers.remember(record.id, tokenizer);
  if (before !== null) await deleteUnusedTokenizer(hub.database, before);
  return toTokenizer(record, details.sources);
}

/** The project's current tokenizer. */
export async function currentTokenizer(hub: Hub, project: api.Id): Promise<{ id: api.Id; tokenizer: TextTokenizer }> {
  const { tokenizer: id } = projectDetails(await getProject(hub.database, project));
  if (id === null)
    throw new OcaqError('no-tokenizer', 'This project has no tokenizer yet. Train one on the Tokenizer screen first.');
  return { id, tokenizer: await hub.tokenizers.byId(id) };
}

export async function splitText(hub: Hub, project: api.Id, text: string): Promise<api.TokenPiece[]> {
  const { tokenizer } = await currentTokenizer(hub, project);
  return tokenizer.pieces(text).map((piece) => ({ id: piece.id, text: piece.text, special: piece.isSpecial }));
}

/** The token set of the corpus as it is now, made if it is missing or the sources or their weights have changed. */
export async function tokenSetOf(hub: Hub, project: api.Id): Promise<TokenSetRecord> {
  const current = await currentTokenizer(hub, project);
  const sources = await sourcesOf(hub, project);
  const present = await madeTokenSet(hub, project, current.id, sources);
  if (present) {
    if (!(await isTokenSetWhole(hub.database, present))) await mendTokenSetOf(hub, project, present);
    return present;
  }
  return hub.job(crypto.randomUUID(), 'tokenise', '', async (job) => {
    const mixture = await mixtureOf(hub, project, sources, job);
    const { set, made } = await writeTokens(hub, project, current, sources, mixture, job);
    await changeProject(hub.database, project, made);
    return set;
  });
}

/** Of these sources with their weights as they are; undefined where there is none. */
async function madeTokenSet(
  { database }: Hub,
  project: api.Id,
  tokenizer: api.Id,
  sources: SourceRecord[],
): Promise<TokenSetRecord | undefined> {
  const { tokenSources, byClusterSize = false } = projectDetails(await getProject(database, project));
  if (!sameSources(learnedContents(sources, byClusterSize), tokenSources)) return undefined;
  return getTokenSet(database, project, tokenizer);
}

/** The token set of the corpus as it is now, where it is there and whole. */
export async function wholeTokenSet(hub: Hub, project: api.Id): Promise<TokenSetRecord | undefined> {
  const { tokenizer } = projectDetails(await getProject(hub.database, project));
  if (tokenizer === null) return undefined;
  const set = await madeTokenSet(hub, project, tokenizer, await listSources(hub.database, project));
  return set && (await isTokenSetWhole(hub.database, set)) ? set : undefined;
}

/** Those of the project's current tokens. @throws as `mendTokenSetOf` */
export async function mendTokens(hub: Hub, project: api.Id): Promise<void> {
  const { id } = await currentTokenizer(hub, project);
  const set = await getTokenSet(hub.database, project, id);
  if (!set) throw runDataChanged();
  await mendTokenSetOf(hub, project, set);
}

/**
 * Makes tokens of a set that are missing or damaged again, by its tokenizer out of the corpus as it is: whether it is current
 * or one that a run still counts in.
 * @throws OcaqError `tokens-differ` where the corpus gives others by now; `run-data-changed` where that could not be told
 */
export async function mendTokenSetOf(hub: Hub, project: api.Id, set: TokenSetRecord): Promise<void> {
  const sources = await sourcesOf(hub, project);
  if (!hasDigests(set) && !(await isMadeOf(hub, project, set, sources))) throw runDataChanged();
  const tokenizer = await hub.tokenizers.byId(set.tokenizerId);
  await hub.job(crypto.randomUUID(), 'tokenise', '', async (job) => {
    const mixture = await mixtureOf(hub, project, sources, job);
    await mendTokenSet(hub.database, set, (writer) =>
      encodeCorpus(hub, tokenizer, sources, mixture, job, ({ split, tokens, text }) =>
        writer.add(split, tokens, utf8Length(text)),
      ),
    );
  });
}

/** Whether it is the current set of the project, and that was made of these sources. */
async function isMadeOf(hub: Hub, project: api.Id, set: TokenSetRecord, sources: SourceRecord[]): Promise<boolean> {
  const { tokenizer, tokenSources, byClusterSize = false } = projectDetails(await getProject(hub.database, project));
  if (tokenizer !== set.tokenizerId || !sameSources(learnedContents(sources, byClusterSize), tokenSources))
    return false;
  return (await getTokenSet(hub.database, project, tokenizer))?.id === set.id;
}

export const runDataChanged = (): OcaqError =>
  new OcaqError(
    'run-data-changed',
    'The corpus or its tokens have changed since this run began, so it cannot be resumed bit for bit. Its checkpoints are all there: start a new run, or tune one of them.',
  );

interface ProjectMixture extends Mixture {
  /** Known by it. */
  readonly contents: readonly string[];
}

/** @throws OcaqError `corpus-not-cleaned`, and why the sources cannot be mixed */
async function mixtureOf(hub: Hub, project: api.Id, sources: SourceRecord[], job: Job): Promise<ProjectMixture> {
  if (sources.some(({ cleaned }) => cleaned === null) && bytesOf(sources) === 0)
    throw new OcaqError(
      'corpus-not-cleaned',
      'The texts of this project have not been cleaned yet, so there is nothing to learn from. Clean the corpus first.',
    );
  const { byClusterSize = false } = projectDetails(await getProject(hub.database, project));
  const mixture = await openMixture(hub.database, sources, byClusterSize, job.signal);
  return { ...mixture, contents: learnedContents(sources, byClusterSize) };
}

/** @returns the tokens, and what the caller notes in the project: what they were made of */
async function writeTokens(
  hub: Hub,
  project: api.Id,
  { id, tokenizer }: { id: api.Id; tokenizer: TextTokenizer },
  sources: SourceRecord[],
  mixture: ProjectMixture,
  job: Job,
): Promise<{ set: TokenSetRecord; made: Pick<ProjectDetails, 'tokenSources' | 'sourceTokens'> }> {
  const words = new WordListWriter(bytesOf(sources));
  const once = new Map(sources.map((source) => [source.id, 0]));
  const set = await writeTokenSet(
    hub.database,
    { projectId: project, tokenizerId: id, vocabSize: tokenizer.vocabSize },
    (writer) =>
      encodeCorpus(hub, tokenizer, sources, mixture, job, async ({ text, source, split, isFirst, tokens }) => {
        if (split === 'train' && isFirst) {
          words.add(text);
          once.set(source, (once.get(source) ?? 0) + tokens.length);
        }
        await writer.add(split, tokens, utf8Length(text));
      }),
  );
  await saveWordList(hub.database, set, words.list().bits);
  // Of a source that was not learned whole, its tokens are not known.
  const whole = sources.filter((source) => weightOfSource(source) >= 1);
  const sourceTokens = Object.fromEntries(whole.map((source) => [contentOf(source), once.get(source.id) ?? 0]));
  return { set, made: { tokenSources: mixture.contents, sourceTokens } };
}

type LearnedTokens = LearnedDocument & { readonly tokens: Uint32Array };

/** Every document as it is learned, in its order, as framed tokens. */
async function encodeCorpus(
  hub: Hub,
  tokenizer: TextTokenizer,
  sources: SourceRecord[],
  mixture: ProjectMixture,
  job: Job,
  visit: (document: LearnedTokens) => Promise<void>,
): Promise<void> {
  const framed = documentFrame(tokenizer);
  const documents = learnedDocuments(hub.database, sources, mixture);
  await eachEncoded(documents, sources, tokenizer, job, (document, ids) => visit({ ...document, tokens: framed(ids) }));
}

export async function sourcesOf(hub: Hub, project: api.Id): Promise<SourceRecord[]> {
  const sources = await listSources(hub.database, project);
  if (sources.length === 0)
    throw new OcaqError('corpus-empty', 'This project has no text yet. Add files on the Corpus screen first.');
  return sources;
}

const bytesOf = (sources: readonly SourceRecord[]): number =>
  sources.reduce((sum, source) => sum + keptOf(source).textBytes, 0);

/** Documents with their ids, encoded side by side and visited in their order. */
async function eachEncoded<Document extends { readonly text: string }>(
  documents: AsyncIterable<Document>,
  sources: readonly SourceRecord[],
  tokenizer: TextTokenizer,
  job: Job,
  visit: (document: Document, ids: Uint32Array) => void | Promise<void>,
): Promise<void> {
  const pool = await openEncoder(tokenizer, bytesOf(sources));
  const total = sources.reduce((sum, source) => sum + keptOf(source).documents, 0);
  let done = 0;
  try {
    for await (const { document, ids } of encodeInOrder(documents, tokenizer, pool)) {
      job.signal.throwIfAborted();
      await visit(document, ids);
      job.progress(++done, Math.max(done, total), 'documents');
    }
  } finally {
    pool?.end();
  }
}

async function eachDocument(
  hub: Hub,
  sources: SourceRecord[],
  job: Job,
  visit: (document: { text: string; hash: string }) => void,
): Promise<void> {
  const total = sources.reduce((sum, source) => sum + keptOf(source).documents, 0);
  let done = 0;
  for await (const document of readDocuments(hub.database, sources)) {
    job.signal.throwIfAborted();
    visit(document);
    job.progress(++done, total, 'documents');
  }
}

/** Over the held-out documents, or all where none are held out. */
export async function measureTokenizer(
  hub: Hub,
  sources: SourceRecord[],
  tokenizer: TextTokenizer,
  job: Job,
): Promise<TokenizerDetails> {
  const sums = { all: { tokens: 0, words: 0, bytes: 0 }, heldOut: { tokens: 0, words: 0, bytes: 0 } };
  await eachEncoded(readDocuments(hub.database, sources), sources, tokenizer, job, ({ text, hash }, ids) => {
    const [tokens, words, bytes] = [ids.length, text.split(/\s+/).filter(Boolean).length, utf8Length(text)];
    for (const sum of isHeldOut(hash) ? [sums.all, sums.heldOut] : [sums.all]) {
      sum.tokens += tokens;
      sum.words += words;
      sum.bytes += bytes;
    }
  });
  const { tokens, words, bytes } = sums.heldOut.tokens > 0 ? sums.heldOut : sums.all;
  const texts = Array.from({ length: tokenizer.vocabSize }, (_, id) =>
    tokenizer.decode([id], { skipSpecialTokens: true }),
  );
  const longest = texts.sort((a, b) => b.length - a.length).slice(0, LONGEST);
  return {
    fertility: tokens / Math.max(1, words),
    bytesPerToken: bytes / Math.max(1, tokens),
    longest,
    sources: sources.map(contentOf),
  };
}
