/** What a Hugging Face folder of a model holds, for `formats/hf-folder.ts` to read, check and write. */
import type { ModelConfig } from '../formats/hf-config.ts';
import type { FolderModel } from '../formats/hf-folder.ts';
import { familyOf, parameterTable, parseModelConfig, writeModelConfig } from './families/table.ts';
import { partShape } from './parameters.ts';

export function folderModel(config: ModelConfig): FolderModel {
  const family = familyOf(config);
  return {
    config,
    tensors: parameterTable(config).flatMap((parameter) =>
      parameter.parts.map((part) => ({ name: part.name, shape: partShape(parameter, part) })),
    ),
    embeddingTable: family.embeddingTable,
    outputTable: family.outputTable,
    tensorName: (stored) => family.tensorName(stored),
    configJson: (dtype) => writeModelConfig(config, dtype),
  };
}

/** @param json the parsed `config.json`  @throws what `parseModelConfig` throws */
export const readFolderModel = (json: unknown): FolderModel => folderModel(parseModelConfig(json));
