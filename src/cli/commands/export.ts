/** Writes a model, or a run, in the form that other tools take it in. */

import { stepBeyondModel } from '../checkpoint-folder.ts';
import { TEXTS_HELP } from '../corpus.ts';
import { EXPORT_TARGET_NAMES, EXPORT_TARGETS } from '../export/table.ts';
import type { ExportTarget } from '../export/target.ts';
import { checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';

const targets: readonly ExportTarget[] = Object.values(EXPORT_TARGETS);

export const exportModel = defineCommand({
  name: 'export',
  summary: 'Writes a model or a run for other tools, and reads what was written again before it says so.',
  details: [
    ...targets.map(({ summary }) => summary),
    'A GGUF is written tensor by tensor: q8_0 and q4_0 hold blocks of 32 numbers with a scale, bit for bit as llama.cpp quantises them; vectors stay f32, tables take 8 bits at least, and rows of other lengths f16. A tokenizer that other tools would run in another way is refused, and what differs a little stands in `remarks`.',
  ],
  options: {
    model: {
      kind: 'text',
      value: 'DIR',
      unset: 'a run is exported',
      help: 'The Hugging Face folder of the model; for peft, of the base that the run was begun with.',
    },
    run: {
      kind: 'text',
      value: 'DIR',
      unset: 'a model is exported',
      help: 'For cluster and peft: the folder of the run, the `--out` of `train` or `finetune`.',
    },
    corpus: {
      kind: 'list',
      value: 'FILE',
      help: `For cluster: the files that the run learns, as it was begun with them. ${TEXTS_HELP}`,
    },
    to: { kind: 'choice', choices: EXPORT_TARGET_NAMES, required: true, help: 'The form.' },
    type: {
      kind: 'choice',
      choices: [...new Set(targets.flatMap(({ types }) => types))],
      unset: EXPORT_TARGET_NAMES.map((name) => `${EXPORT_TARGETS[name].types[0]} for ${name}`).join(', '),
      help: `How weights are stored: ${EXPORT_TARGET_NAMES.map((name) => `${EXPORT_TARGETS[name].types.join(', ')} for ${name}`).join('; ')}.`,
    },
    out: { kind: 'text', value: 'PATH', required: true, help: 'The file or folder to write.' },
  },
  async run({ model, run, corpus, to, type, out }) {
    const target: ExportTarget = EXPORT_TARGETS[to];
    const from = target.source === 'run' ? run : model;
    if (from === undefined)
      throw usageError(
        run === undefined
          ? `--to ${to} needs the folder of a ${target.source}: --${target.source} DIR.`
          : `--to ${to} takes a model. A run writes its own into its folder: --model ${run}.`,
      );
    const base = target.source === 'run' ? model : undefined;
    checkOutApart(out, from, ...(base === undefined ? [] : [base]), ...corpus);
    const chosen = type ?? target.types[0] ?? '';
    if (!target.types.includes(chosen))
      throw usageError(`--type ${chosen} is not for --to ${to}. Choose one of ${target.types.join(', ')}.`);
    const beyond = target.source === 'model' ? await stepBeyondModel(from) : null;
    if (beyond !== null)
      new Progress().end(
        `The model in "${from}" is older than the checkpoint of step ${beyond} there, and is what is exported. train --resume, with the options that the run was begun with, writes the newer one.`,
      );
    return { to, type: chosen, out, ...(await target.write({ from, base, corpus, out, type: chosen })) };
  },
});
