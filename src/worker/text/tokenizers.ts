/** Parsed tokenizers by id; they never change. */
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { OcaqError } from '../../errors.ts';
import type { Database } from '../../storage/database.ts';
import { getTokenizer } from '../../storage/tokenizers.ts';
import type * as api from '../api.ts';

export class Tokenizers {
  private readonly database: Database;
  private readonly parsed = new Map<api.Id, Tokenizer>();

  constructor(database: Database) {
    this.database = database;
  }

  /** @throws OcaqError `tokenizer-missing` */
  async byId(id: api.Id): Promise<Tokenizer> {
    const known = this.parsed.get(id);
    if (known) return known;
    const record = await getTokenizer(this.database, id);
    if (!record)
      throw new OcaqError(
        'tokenizer-missing',
        'The tokenizer that belongs to this model is no longer stored. Train a new tokenizer and a new model.',
        { id },
      );
    return this.remember(id, Tokenizer.fromJson(record.json));
  }

  remember(id: api.Id, tokenizer: Tokenizer): Tokenizer {
    this.parsed.set(id, tokenizer);
    return tokenizer;
  }
}
