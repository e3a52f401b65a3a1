/** The question every writer asks in the transaction that finishes its work: is what it wrote for still there? */
import { OcaqError } from '../errors.ts';
import type { WriteTransaction } from './database.ts';

/** @throws `project-missing` */
export async function checkProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  if ((await transaction.objectStore('projects').getKey(projectId)) !== undefined) return;
  throw new OcaqError('project-missing', 'The project was deleted meanwhile, so nothing was saved to it.', {
    projectId,
  });
}
