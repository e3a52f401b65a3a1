/** Pushes a folder to the Hugging Face Hub. The token is in memory alone: it comes from the environment or from stdin. */
import { text } from 'node:stream/consumers';
import { HUB_ADDRESS } from '../../data/hub.ts';
import { OcaqError } from '../../errors.ts';
import type { ListedFile, PushFile } from '../../remote/hub/push-target.ts';
import { amountOf } from '../amount.ts';
import { defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { checkFolder } from '../push-check.ts';
import { filesToPush, type LeftOut, prepareFiles } from '../push-folder.ts';

export const push = defineCommand({
  name: 'push',
  summary: 'Pushes a model, an adapter or a data set to the Hugging Face Hub.',
  details: [
    'The folder is read before anything is sent: a model, an adapter and a GGUF with their headers, a tokenizer whole, a data set to its end. A repository that is missing is made, as a private one unless `--public` is given; nothing is pushed to one that is public already without `--public`. Hidden files, checkpoints and other training state, and unfinished files stay behind, and are named in `left_out`. Files that only the repository has stay there.',
    'Everything is one commit. Cut connections, 429 and 5xx are tried again with growing pauses, as long as Retry-After says, and of a file in parts the part alone that did not arrive. A push that ended before its time is begun again by the same command, which sends no file that had arrived. What the Hub lists after the commit is compared with every file: the SHA-256 of those in LFS, what git calls the content of the others.',
    'The token, which must be one that may write, is in the environment variable HF_TOKEN or comes through a pipe (`--token-stdin`). It is written nowhere, and a file that holds it is not pushed. The environment variable HF_ENDPOINT names another Hub, which then gets the token.',
  ],
  options: {
    dir: {
      kind: 'text',
      value: 'DIR',
      required: true,
      help: 'The folder of a model, of an adapter as peft saves it, of a GGUF, or of a data set.',
    },
    repo: { kind: 'text', value: 'OWNER/NAME', required: true, help: 'The repository; made where it is missing.' },
    type: {
      kind: 'choice',
      choices: ['model', 'dataset'],
      default: 'model',
      help: 'An adapter and a GGUF are models too.',
    },
    public: { kind: 'flag', help: 'Everybody may read it. Of a repository that is there nothing is changed.' },
    revision: { kind: 'text', value: 'NAME', default: 'main', help: 'The branch; made where it is missing.' },
    message: { kind: 'text', value: 'TEXT', default: 'Push from Ocaq', help: 'The title of the commit.' },
    tokenStdin: { kind: 'flag', help: 'The token comes on stdin, and not from HF_TOKEN.' },
  },
  async run({ dir, repo, type, public: isPublic, revision, message, tokenStdin }) {
    const token = tokenStdin ? await tokenOfStdin() : (process.env.HF_TOKEN ?? '').trim();
    if (token === '') throw noToken(tokenStdin);
    const progress = new Progress();
    const { paths, leftOut } = await filesToPush(dir);
    for (const { file, reason } of leftOut) progress.end(`${file} stays behind: ${REASONS[reason]}`);
    if (paths.length === 0) throw usageError(`"${dir}" holds no file that could be pushed. Choose another --dir.`);
    const found = await checkFolder(dir, type as 'model' | 'dataset', paths, (said) => progress.show(said));
    const { files, checkUnchanged } = await prepareFiles(dir, paths, token, (file) => progress.show(`reading ${file}`));
    const bytes = files.reduce((sum, { content }) => sum + content.size, 0);

    const { pushFiles } = await import('../../remote/hub/push.ts');
    const address = process.env.HF_ENDPOINT || HUB_ADDRESS;
    progress.show(`pushing ${amountOf(files.length, 'file')} of ${megabytes(bytes)} MB to ${repo}`, true);
    const arrived = new Map<string, number>();
    const pushed = await pushFiles(
      {
        ...{ id: repo, type: type as 'model' | 'dataset', branch: revision, isPublic, mayReplace: true },
        ...{ address, title: message },
      },
      files,
      {
        token,
        signal: new AbortController().signal,
        checkUnchanged,
        pausing: ({ message: said }, pause) =>
          progress.show(`${said} Trying again in ${Math.ceil(pause / 1000)} s.`, true),
        progress({ path }, sent) {
          arrived.set(path, sent);
          const all = [...arrived.values()].reduce((sum, one) => sum + one, 0);
          progress.show(`${megabytes(all)} MB of large files have arrived`);
        },
      },
    );
    const checks = files.map((file) => checkOf(file, pushed.listed.get(file.path)));
    if (isPublic && pushed.isPrivate) progress.end(`${repo} is private and stays so; make it public on its page.`);
    progress.end(`pushed to ${pushed.url} at commit ${pushed.commit}`);
    return {
      ...{ repo, type, revision, url: pushed.url, commit: pushed.commit, private: pushed.isPrivate, found },
      ...{ files: files.length, bytes, bytes_sent: pushed.bytesSent, bytes_already_there: bytes - pushed.bytesSent },
      ...{ checks, left_out: leftOut },
    };
  },
});

const REASONS: Readonly<Record<LeftOut['reason'], string>> = {
  hidden: 'it is hidden',
  link: 'it is a link to a folder',
  'not-a-file': 'it is not a file',
  note: 'it is a note of a download',
  'training-state': 'it is state of a training, which nobody needs to use the model',
  unfinished: 'it is unfinished',
};

/** A token that is typed would stand on the screen. */
async function tokenOfStdin(): Promise<string> {
  if (process.stdin.isTTY) throw usageError('--token-stdin takes the token through a pipe, not from the keyboard.');
  return (await text(process.stdin)).trim();
}

const noToken = (fromStdin: boolean): OcaqError =>
  new OcaqError(
    'hub-no-token',
    fromStdin
      ? 'There was no token on stdin. Pipe one that may write into the command.'
      : 'A push needs a token that may write: set the environment variable HF_TOKEN, or pipe it in with --token-stdin.',
  );

const checkOf = ({ path: file, sha256, content }: PushFile, listed: ListedFile | undefined) => ({
  ...{ file, bytes: content.size, sha256, compared_by: listed?.sha256 ? 'sha256' : 'git' },
});

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
