/** `export --to hf`: a Hugging Face folder as transformers 4 and 5 and the tools around it load it. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readFrontMatter } from '../../formats/card-front-matter.ts';
import { readChatTemplate } from '../../formats/chat-template.ts';
import { type ModelConfig, optional } from '../../formats/hf-config.ts';
import { modelFolderFiles } from '../../formats/hf-folder.ts';
import { modelCard } from '../../formats/model-card.ts';
import { checkSame } from '../../formats/same-values.ts';
import { familyOf, parameterCount } from '../../model/families/table.ts';
import { folderModel } from '../../model/folder.ts';
import { fileExists, folderSource, readText, writeWhole } from '../files.ts';
import { refuseLeftovers } from '../leftovers.ts';
import { openFolder, readTensor } from '../model-folder.ts';
import { Progress } from '../progress.ts';
import { STORED_TYPE_NAMES, STORED_TYPES, type StoredType, storable } from './stored-types.ts';
import type { ExportTarget, WrittenFile } from './target.ts';

export const hf: ExportTarget<StoredType> = {
  summary: 'hf writes the folder --out, which transformers 4 and 5 load.',
  source: 'model',
  types: STORED_TYPE_NAMES,
  async write({ from: dir, out, type }) {
    const folder = await openFolder(dir);
    const { config, tokenizerJson } = folder;
    const chatTemplate = (await readChatTemplate(folderSource(dir))).source;
    await refuseLeftovers(out, { tokenizerJson, chatTemplate });
    const progress = new Progress();
    const written: WrittenFile[] = [];
    const files = modelFolderFiles({
      model: folderModel(config),
      tokenizerJson,
      chatTemplate,
      dtype: STORED_TYPES[type].dtype,
      modelCard: await cardOf(dir, path.basename(path.resolve(out)), config, chatTemplate !== ''),
      tensor: async (name) => storable(type, name, await readTensor(folder, name)),
    });
    for await (const { name, content } of files) {
      const file = path.join(out, name);
      progress.show(`writing ${name}`, true);
      await writeWhole(file, content);
      written.push({ name, bytes: (await stat(file)).size });
    }
    const again = await openFolder(out);
    for (const name of folder.weights.keys())
      checkSame(name, await readTensor(again, name), STORED_TYPES[type].rounded(await readTensor(folder, name)));
    progress.end(`wrote ${out}`);
    return { files: written, checks: { tensors: again.weights.size } };
  },
};

/** One of Ocaq, which says how the model learned, is kept; of any other, what it says for programs. */
async function cardOf(dir: string, name: string, config: ModelConfig, chat: boolean): Promise<string> {
  const file = path.join(dir, 'README.md');
  const before = (await fileExists(file)) ? await readText(file) : '';
  const { license, languages, base, tags } = readFrontMatter(before);
  if (tags.includes('ocaq')) return before;
  const known = {
    languages,
    ...optional('license', license),
    ...optional('base', base === undefined ? undefined : { name: base }),
  };
  const what = { config, parameters: parameterCount(config), family: familyOf(config).title };
  return modelCard({ name, ...what, ...known, chat, isConverted: true });
}
