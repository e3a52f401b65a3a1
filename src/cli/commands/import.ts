/** Says of a model of somebody else what it holds and what stands in the way of using it, and downloads it from the Hub; takes back runs. */

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { HUB_ADDRESS, isModelId } from '../../data/hub.ts';
import { originOf } from '../../data/translation/endpoint.ts';
import type { OcaqError } from '../../errors.ts';
import { openModelFolder, WEIGHT_ENTRIES, weightFiles } from '../../formats/hf-folder.ts';
import { readFolderModel } from '../../model/folder.ts';
import type { HubRepository } from '../../remote/hub/repository.ts';
import { amountOf } from '../amount.ts';
import { downloadFiles } from '../download.ts';
import { fileExists, folderSource, makeFolder, readText, writeWhole } from '../files.ts';
import { readable, reportOn } from '../folder-report.ts';
import { type CommandResult, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { importReturned, returnedFolder } from '../returned-run.ts';

/** What goes along with the weights, where it is there. */
const COMPANIONS = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'README.md',
  'LICENSE',
];
/** Of which model and commit the files are; absent while a download is not whole. */
const NOTE = 'ocaq-download.json';

export const importModel = defineCommand({
  name: 'import',
  summary:
    'Downloads a model from the Hugging Face Hub, takes back a run from a cluster, or says what a model holds and what stands in the way of using it.',
  details: [
    'What is there as a folder is a folder; any other `owner/name` is a model of the Hub, which is then asked for it. A folder that passes `--check` is used as it is, by `--model DIR` of any command. Config, tokenizer and the headers of the weights are read, and every tensor that the config calls for is looked for; the weights themselves are not loaded. The result is `usable: false` where there are `problems`.',
    'Before a download the same is read of the Hub, by parts of files, and a model that cannot be used is not downloaded. Files come from one commit. Cut connections, 429 and 5xx are tried again with growing pauses, as long as Retry-After says; a download that ended before its time resumes where it stopped when the command is run again. Weights are compared with the size and the SHA-256 that the Hub lists. `ocaq-download.json` then names the commit. A folder with files of a model that this commit does not have is refused.',
    'A checkpoint of a cluster is a folder `checkpoints/step-…` that train.py of `export --to cluster` wrote, or a zip of it. It becomes the latest checkpoint of the run in `--out`, and `train --resume` goes on from it.',
    'Gated and private models need a token: in the environment variable HF_TOKEN, which is sent to huggingface.co alone, or in a file, which is sent to whatever `--endpoint` names.',
  ],
  options: {
    from: {
      kind: 'target',
      value: 'HUB_ID|DIR',
      help: 'A model of the Hub, such as openai-community/gpt2, a folder (config.json, safetensors, tokenizer.json), or a checkpoint of a cluster.',
    },
    check: { kind: 'flag', help: 'Only looks; must be given for a folder of a model.' },
    out: {
      kind: 'text',
      value: 'DIR',
      help: 'The folder to download to; of a checkpoint the run that it is of, or a new one.',
    },
    revision: { kind: 'text', value: 'NAME', unset: 'the main branch', help: 'A branch, a tag or a commit.' },
    endpoint: { kind: 'text', value: 'URL', default: HUB_ADDRESS, help: 'The Hub, or a mirror of it.' },
    tokenFile: {
      kind: 'text',
      value: 'FILE',
      unset: 'HF_TOKEN',
      help: 'A file that holds the token and nothing else.',
    },
  },
  async run({ from, check, out, revision = '', endpoint, tokenFile }) {
    const returned = await returnedFolder(from);
    if (returned && !check && out === undefined)
      throw usageError(`Say which run "${from}" is of: --out DIR, its folder or a new one. --check only looks.`);
    if (returned) return importReturned(returned, check ? undefined : out);
    const isOnHub = isModelId(from) && !(await fileExists(from));
    if (!isOnHub) await checkIsFolder(from);
    if (!isOnHub && !check)
      throw usageError(`A folder needs no import: give it as --model "${from}". --check says what it holds.`);
    if (!isOnHub) return said(await reportOn(folderSource(from)));
    if (!check && out === undefined)
      throw usageError(`Say where to download "${from}" to: --out DIR. --check says what it is, without its weights.`);

    const progress = new Progress();
    progress.show(`asking ${endpoint} for ${from}`, true);
    const { openRepository } = await import('../../remote/hub/repository.ts');
    const token = await tokenFor(endpoint, tokenFile);
    const { signal } = new AbortController();
    const pausing = (error: OcaqError, pause: number): void =>
      progress.show(`${error.message} Trying again in ${Math.ceil(pause / 1000)} s.`, true);
    const repository = await openRepository({ id: from, revision, address: endpoint }, { token, signal, pausing });
    const { commit } = repository;
    if (check || out === undefined)
      return said({
        id: from,
        commit,
        ...(await reportOn(repository)),
        download_bytes: await downloadBytes(repository),
      });

    await openModelFolder(repository, readFolderModel);
    const names = await filesToDownload(repository);
    await makeFolder(out);
    await refuseLeftovers(out, names, `${from} at commit ${commit}`);
    const note = path.join(out, NOTE);
    await rm(note, { force: true });
    await downloadFiles(repository, names, out, progress);
    await writeWhole(note, `${JSON.stringify({ id: from, commit }, null, 1)}\n`);
    progress.end(`downloaded ${amountOf(names.length, 'file')} to ${out}`);
    return said({ id: from, commit, out, ...(await reportOn(folderSource(out))) });
  },
});

/** @throws OcaqError `usage` */
async function checkIsFolder(from: string): Promise<void> {
  const info = await stat(from).catch(() => null);
  if (!info?.isDirectory())
    throw usageError(
      `"${from}" ${info ? 'is not a folder' : 'does not exist'}. Give the folder of a model, the id of one on the Hub, or a checkpoint of a cluster as a folder or a zip.`,
    );
}

/** On stderr, for people; the result itself is printed as JSON. */
function said(report: CommandResult): CommandResult {
  const progress = new Progress();
  for (const line of readable(report)) progress.end(line);
  return report;
}

/** A token of the environment was made for the Hub itself: a mirror gets what a file holds, and nothing else. */
export async function tokenFor(endpoint: string, file: string | undefined): Promise<string> {
  if (file !== undefined) return (await readText(file)).trim();
  return originOf(endpoint) === HUB_ADDRESS ? (process.env.HF_TOKEN ?? '').trim() : '';
}

async function filesToDownload(repository: HubRepository): Promise<string[]> {
  const companions = COMPANIONS.filter((name) => repository.files.has(name));
  return [...companions, ...(await weightFiles(repository))];
}

/** What another download left would be read in the place of what is downloaded, or beside it. */
async function refuseLeftovers(out: string, names: readonly string[], model: string): Promise<void> {
  const present = await readdir(out);
  const left = [...COMPANIONS, ...WEIGHT_ENTRIES].filter((name) => present.includes(name) && !names.includes(name));
  if (left.length > 0)
    throw usageError(
      `"${out}" holds ${left.join(', ')}, which ${model} does not need. Delete what is left of another download, or choose another --out.`,
    );
}

/** null where there are no weights that could be downloaded; the report says why. */
async function downloadBytes(repository: HubRepository): Promise<number | null> {
  const names = await filesToDownload(repository).catch(() => []);
  return names.length === 0 ? null : names.reduce((sum, name) => sum + (repository.files.get(name)?.size ?? 0), 0);
}
