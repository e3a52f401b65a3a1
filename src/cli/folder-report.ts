/** What a model folder of somebody else holds, on the disk or on the Hub, and what stands in the way of using it. */
import { openTokenizer } from '../data/tokenizer/open-tokenizer.ts';
import type { TextTokenizer } from '../data/tokenizer/text-tokenizer.ts';
import { rolesOf } from '../data/tokenizer/token-roles.ts';
import { Tokenizer } from '../data/tokenizer/tokenizer.ts';
import { OcaqError } from '../errors.ts';
import { readChatTemplate } from '../formats/chat-template.ts';
import { eosTokenIds } from '../formats/hf-config.ts';
import { type FolderSource, type OpenedFolder, openModelFolder } from '../formats/hf-folder.ts';
import { familyOf, parameterCount } from '../model/families/table.ts';
import { readFolderModel } from '../model/folder.ts';
import type { CommandResult } from './options.ts';
import { namelessRuleText, splitRuleReport } from './split-rule-text.ts';

/** Everything that can be said of a folder, whatever of it is damaged. */
export async function reportOn(folder: FolderSource): Promise<CommandResult> {
  const problems: string[] = [];
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OcaqError)) throw error;
      if (!problems.includes(error.message)) problems.push(error.message);
      return undefined;
    }
  };
  const opened = await tried(() => openModelFolder(folder, readFolderModel));
  const json = opened?.tokenizerJson;
  const tokenizer =
    json === undefined ? undefined : await tried(() => openTokenizer(json, rolesOf(opened?.config ?? {})));
  const template = (await tried(() => readChatTemplate(folder)))?.source ?? '';
  if (opened && json === undefined) problems.push(`"${folder.name}" has no tokenizer.json, so it can read no text.`);
  if (opened && tokenizer && tokenizer.vocabSize > opened.config.vocabSize)
    problems.push(
      `The tokenizer has ${tokenizer.vocabSize} tokens, but the model has rows for ${opened.config.vocabSize}: texts that need the others cannot be read.`,
    );
  return {
    ...(opened ? modelReport(opened) : {}),
    ...(tokenizer ? { tokenizer: tokenizerReport(tokenizer, opened?.config.vocabSize ?? 0) } : {}),
    ...(tokenizer && namelessRuleText(tokenizer) !== '' ? { remark: namelessRuleText(tokenizer) } : {}),
    chat_template: template !== '',
    problems,
    usable: problems.length === 0,
  };
}

function modelReport({ config, weights }: OpenedFolder): CommandResult {
  const dtypes: Record<string, number> = {};
  for (const { dtype } of weights.values()) dtypes[dtype] = (dtypes[dtype] ?? 0) + 1;
  return {
    family: familyOf(config).title,
    parameters: parameterCount(config),
    layers: config.layers,
    width: config.hiddenSize,
    heads: config.heads,
    kv_heads: config.kvHeads,
    context: config.contextLength,
    vocabulary: config.vocabSize,
    tied: config.tied,
    tensors: weights.size,
    dtypes,
    end_tokens: [eosTokenIds(config) ?? []].flat(),
  };
}

function tokenizerReport(tokenizer: TextTokenizer, rows: number): CommandResult {
  return {
    tokens: tokenizer.vocabSize,
    /** Rows of the model's table that no token has. */
    unused_rows: Math.max(0, rows - tokenizer.vocabSize),
    own_encoder: tokenizer instanceof Tokenizer,
    ...splitRuleReport(tokenizer),
    begin: tokenizer.decode(tokenizer.beginIds),
    end: tokenizer.eosId === undefined ? null : tokenizer.decode([tokenizer.eosId]),
  };
}

/** A line for each thing that was found. */
export function readable(report: CommandResult): string[] {
  const { problems, ...rest } = report;
  const said = Object.entries(rest).map(([name, value]) => `${name.replaceAll('_', ' ')}: ${inWords(value)}`);
  return [...said, ...(problems as string[]).map((problem) => `problem: ${problem}`)];
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ') || 'none';
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? value.toLocaleString('en') : String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name.replaceAll('_', ' ')} ${inWords(part)}`)
    .join(', ');
}
