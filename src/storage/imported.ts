/** What an import that was cut short, or a deleted model that had been imported, leaves behind. */
import type { WriteTransaction } from './database.ts';

/** Fields that storage reads of what it else keeps unread; see `RunRecord.config`. */
type Fields = Readonly<Partial<Record<'imported' | 'tokenizer', unknown>>>;

const fieldsOf = (value: unknown): Fields => (value ?? {}) as Fields;

/**
 * Deletes imported runs without a checkpoint, and tokenizers that came with a model and that no run or project has, within a
 * transaction over runs, checkpoints, projects and tokenizers. Nobody may be importing meanwhile.
 * @returns how many runs and tokenizers were deleted
 */
export async function collectImportOrphans(transaction: WriteTransaction): Promise<number> {
  const [runs, tokenizers] = [transaction.objectStore('runs'), transaction.objectStore('tokenizers')];
  const checkpoints = transaction.objectStore('checkpoints').index('byRun');
  const used = new Set<unknown>();
  let deleted = 0;
  for (const { details } of await transaction.objectStore('projects').getAll()) used.add(fieldsOf(details).tokenizer);
  for (const { id, config } of await runs.getAll()) {
    const { imported, tokenizer } = fieldsOf(config);
    if (imported === undefined || (await checkpoints.count(id)) > 0) used.add(tokenizer);
    else {
      await runs.delete(id);
      deleted++;
    }
  }
  for (const { id, details } of await tokenizers.getAll()) {
    if (fieldsOf(details).imported === undefined || used.has(id)) continue;
    await tokenizers.delete(id);
    deleted++;
  }
  return deleted;
}
