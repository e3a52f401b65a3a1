/** How much is used of what, as far as the browser tells. */
import type { StorageStatus } from '../../worker/api.ts';
import { formatBytes } from '../format.ts';
import type { Language } from '../messages/language.ts';

export function storageText({ usedBytes, quotaBytes, isFreeRounded }: StorageStatus, language: Language): string {
  const { storage: m } = language.messages;
  const used = formatBytes(usedBytes, language);
  return isFreeRounded ? m.usedAlone(used) : m.used(used, formatBytes(quotaBytes, language));
}
