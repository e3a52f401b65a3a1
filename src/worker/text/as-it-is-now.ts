/** Reading that takes no longer than a page of it: of a corpus that changes meanwhile the new state is read. */
import { OcaqError } from '../../errors.ts';

/** @param read begins with the list of sources; called once more where one of them was deleted or cleaned anew under it */
export async function asItIsNow<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const hasChanged = error instanceof OcaqError && ['source-changed', 'source-missing'].includes(error.code);
    if (!hasChanged) throw error;
    return read();
  }
}
