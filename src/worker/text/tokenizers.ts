/** Parsed tokenizers by id; they never change. */
import { openTokenizer } from '../../data/tokenizer/open-tokenizer.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../../errors.ts';
import type { Database } from '../../storage/database.ts';
import { getTokenizer } from '../../storage/tokenizers.ts';
import type * as api from '../api.ts';
import type { TokenizerDetails } from '../stored.ts';

export class Tokenizers {
  private readonly database: Database;
  private readonly parsed = new Map<api.Id, TextTokenizer>();

  constructor(database: Database) {
    this.database = database;
  }

  /** @throws OcaqError `tokenizer-missing` */
  async byId(id: api.Id): Promise<TextTokenizer> {
    const known = this.parsed.get(id);
    if (known) return known;
    const record = await getTokenizer(this.database, id);
    if (!record)
      throw new OcaqError(
        'tokenizer-missing',
        'The tokenizer that belongs to this model is no longer stored. Train a new tokenizer and a new model.',
        { id },
      );
    return this.remember(id, await openTokenizer(record.json, (record.details as TokenizerDetails | null)?.imported));
  }

  remember(id: api.Id, tokenizer: TextTokenizer): TextTokenizer {
    this.parsed.set(id, tokenizer);
    return tokenizer;
  }
}
