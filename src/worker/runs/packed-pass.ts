/** What packing the documents of a project comes to, before a run begins. */
import { packDocuments } from '../../data/corpus-rows.ts';
import { openTokenReader } from '../../storage/tokens.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { wholeTokenSet } from '../text/tokens.ts';

/** @throws OcaqError `corpus-too-short` */
export async function packedPass(hub: Hub, project: api.Id, seq: number): Promise<api.PackedPass | null> {
  const set = await wholeTokenSet(hub, project);
  if (!set) return null;
  const { rows, tokens } = await packDocuments(openTokenReader(hub.database, set, 'train'), seq);
  return { rows: rows.length, tokens };
}
