/** How much text a project has to learn from, as the coach and proposed settings count it. */
import { HELD_OUT_SHARE } from '../../data/heldout.ts';
import type { CoachedText } from '../../model/coach.ts';
import { keptOf } from '../../storage/corpus.ts';
import { listSources } from '../../storage/documents.ts';
import { getProject } from '../../storage/projects.ts';
import { getTokenizer } from '../../storage/tokenizers.ts';
import { getTokenSet } from '../../storage/tokens.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { projectDetails, type TokenizerDetails } from '../stored.ts';

/**
 * In tokens where it has a tokenizer, counted where they have been, else judged by the length of the
 * text and of a token. null without a corpus.
 */
export async function textOf({ database }: Hub, project: api.Id): Promise<CoachedText | null> {
  const sources = await listSources(database, project);
  const allBytes = sources.reduce((sum, source) => sum + keptOf(source).textBytes, 0);
  if (allBytes === 0) return null;
  const bytes = allBytes * (1 - HELD_OUT_SHARE);
  const { tokenizer: id } = projectDetails(await getProject(database, project));
  const tokenizer = id === null ? null : await getTokenizer(database, id);
  if (id === null || !tokenizer) return { bytes };
  const { vocabSize } = tokenizer;
  const counted = await getTokenSet(database, project, id);
  if (counted) return { vocabSize, tokens: counted.splits.train.tokens };
  return { vocabSize, tokens: bytes / (tokenizer.details as TokenizerDetails).bytesPerToken };
}
