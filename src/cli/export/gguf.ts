/** `export --to gguf`: one file for llama.cpp and what is built on it, with a Modelfile for Ollama beside it. */
import { open, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ggufExport } from '../../data/gguf-export.ts';
import { readChatTemplate } from '../../formats/chat-template.ts';
import { GGUF_TYPES, type GgufType, MAGIC } from '../../formats/gguf/layout.ts';
import { checkGguf } from '../../formats/gguf/model-file.ts';
import type { GgufRemark } from '../../formats/gguf/remark.ts';
import { writeGguf } from '../../formats/gguf/write.ts';
import { ggufModel } from '../../model/gguf.ts';
import { fileSource, folderSource, writeTogether } from '../files.ts';
import { openFolder, readTensor, tokenizerOf } from '../model-folder.ts';
import { usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import type { ExportTarget } from './target.ts';
import { writtenFiles } from './written-files.ts';

export const gguf: ExportTarget<GgufType> = {
  summary:
    'gguf writes the file --out for llama.cpp, Ollama and others, and beside it a Modelfile for `ollama create -f`.',
  source: 'model',
  types: ['f16', ...GGUF_TYPES.filter((type) => type !== 'f16')],
  async write({ from: dir, out, type }) {
    await refuseOther(out);
    const folder = await openFolder(dir);
    const chatTemplate = (await readChatTemplate(folderSource(dir))).source;
    const stem = path.basename(out, '.gguf');
    const names = [path.basename(out), `${stem}.Modelfile`] as const;
    if (/\p{Cc}/u.test(names[0]))
      throw usageError(
        `The Modelfile names the file in one line, which ${JSON.stringify(names[0])} is not. Choose another --out.`,
      );
    const {
      gguf: file,
      modelfile,
      remarks,
    } = ggufExport({
      ...{ config: folder.config, fileName: names[0] },
      model: ggufModel(folder.config, type, (name) => readTensor(folder, name)),
      tokenizer: await tokenizerOf(folder, dir),
      description: { name: stem, chatTemplate },
    });
    const progress = new Progress();
    await writeTogether(path.dirname(out), names, async (partial) => {
      await writeFile(partial[names[0]]!, writeGguf(file), { flush: true });
      await writeFile(partial[names[1]]!, modelfile, { flush: true });
      await checkGguf(await fileSource(partial[names[0]]!), file, (compared) =>
        progress.show(`${compared} of ${file.tensors.length} tensors compared`),
      );
    });
    for (const remark of remarks) progress.end(remarkText(remark));
    progress.end(`wrote ${out}; in its folder, ollama create ${stem} -f ${names[1]} takes it in`);
    return {
      files: await writtenFiles(path.dirname(out), names),
      checks: { keys: file.keys.size, tensors: file.tensors.length },
      remarks,
    };
  },
};

/** What has this name and is no GGUF is somebody's work, such as the weights of the model itself. */
async function refuseOther(out: string): Promise<void> {
  const info = await stat(out).catch(() => null);
  if (!info || info.isDirectory()) return;
  if (info.isFile() && (info.size === 0 || (await beginsAsGguf(out)))) return;
  throw usageError(`"${out}" is there already and is no GGUF, so it is not replaced. Choose another name.`);
}

async function beginsAsGguf(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read({ buffer: Buffer.alloc(4) });
    return buffer.readUInt32LE() === MAGIC;
  } finally {
    await handle.close();
  }
}

function remarkText(remark: GgufRemark): string {
  switch (remark.kind) {
    case 'window':
      return `Other tools do not know the sliding window; the file states a context of ${remark.count} tokens, within which that makes no difference.`;
    case 'rows':
      return `${remark.count} tensors are in f16, because their rows are no multiples of 32.`;
    case 'nfc':
      return 'The tokenizer brings text to NFC first, and other tools take it as it is: text in another form has other tokens there.';
    case 'words':
      return `${remark.count} words are tokens that other tools take where the tokenizer merges, or the other way round: a text with them has other tokens there.`;
    case 'recent':
      return 'llama.cpp and Ollama know the way in which this tokenizer cuts words since build b11034 of llama.cpp (September 2026); older ones refuse the file.';
    case 'ends':
      return `${remark.count} tokens end an answer; llama.cpp hears of the first three, Ollama of all.`;
    case 'template':
      return 'The chat template is none of Ocaq’s, so the Modelfile has no TEMPLATE: Ollama takes the one that it knows by the GGUF, if it knows it.';
    default:
      return remark satisfies never;
  }
}
