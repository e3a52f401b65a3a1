/**
 * Undoes mojibake where it is certain (see mojibake.ts). Where there is something that may be mojibake and may be meant,
 * or that lost bytes, the document is kept as it is there, with a remark.
 */
import { repairMojibake } from './mojibake.ts';
import { defineStep } from './step.ts';

export const repairEncoding = defineStep({
  version: 1,
  id: 'repair-encoding',
  defaults: {},
  create: () => (document) => {
    const { text, uncertain } = repairMojibake(document);
    return uncertain > 0 ? { text, remark: 'uncertain' } : { text };
  },
});
