/** Translates an instruction set through a service that the person names. */
import { alpacaJson, alpacaLines } from '../../data/translation/alpaca.ts';
import { type Direction, type Finding, findingsOf } from '../../data/translation/checks.ts';
import { costOfCharacters, costOfTokens, estimatedUsage, type Price, type Usage } from '../../data/translation/cost.ts';
import { DEFAULT_REQUEST, type EndpointKind, REMOTE_KINDS } from '../../data/translation/endpoint.ts';
import { type Source, sourceOf } from '../../data/translation/record.ts';
import { batchesOf, sentOf } from '../../data/translation/send.ts';
import { OcaqError } from '../../errors.ts';
import { openTranslator, planOf } from '../../remote/endpoint.ts';
import { type Plan, translateAll } from '../../remote/translate-all.ts';
import { fileSource, writeWhole } from '../files.ts';
import { readInstructionFile } from '../instruction-files.ts';
import { withLock } from '../lock-file.ts';
import { type CommandResult, checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { keyOf, languageTag, SERVICE_OPTIONS } from '../service-options.ts';
import { type Journal, openJournal } from '../translation-journal.ts';

export const translate = defineCommand({
  name: 'translate',
  summary: 'Translates an instruction set through a service of your choice.',
  details: [
    'Instruction, input, output and system text of each record are sent, several records in a request; code, links, placeholders and tags are replaced by marks and put back. What has been answered is in a journal beside the output (`OUT.journal`) before more is asked for: the same command resumes, and asks only for what is missing. Ctrl-C waits for the answers that are on their way.',
    'The result names the rows to look at (`to_look_at`): those without a translation, and those whose numbers, kept parts, language or length differ, whose answer was refused, or whose example is about wording that a translator may have repaired. Prices are per million tokens, or per million characters for LibreTranslate; estimates before the start are rough.',
  ],
  options: {
    data: {
      kind: 'text',
      value: 'FILE',
      required: true,
      help: 'The set, of any shape that the studio reads: JSON, JSONL, CSV, TSV, also compressed (gz, bz2, xz, zst), or Parquet.',
    },
    out: {
      kind: 'text',
      value: 'FILE',
      required: true,
      help: 'The set to write, as Alpaca JSON; records line by line where it ends in .jsonl.',
    },
    endpoint: {
      kind: 'text',
      value: 'URL',
      required: true,
      help: 'The base address of the service, e.g. https://api.example.com/v1.',
    },
    kind: {
      kind: 'choice',
      choices: REMOTE_KINDS,
      default: 'openai',
      help: 'What it speaks: the chat API of OpenAI, or LibreTranslate’s.',
    },
    model: { kind: 'text', value: 'NAME', help: 'The chat model; needed for `--kind openai`.' },
    ...SERVICE_OPTIONS,
    from: { kind: 'text', value: 'TAG', default: 'en', help: 'The language of the set.' },
    to: { kind: 'text', value: 'TAG', default: 'az', help: 'The language to translate into.' },
    batch: {
      kind: 'whole',
      min: 1,
      max: 100,
      default: DEFAULT_REQUEST.recordsPerRequest,
      help: 'Records of a request.',
    },
    lanes: { kind: 'whole', min: 1, max: 64, default: DEFAULT_REQUEST.lanes, help: 'Requests at a time.' },
    retryFailed: { kind: 'flag', help: 'Ask again for records whose answer could not be used before.' },
    estimate: { kind: 'flag', help: 'Say what it would cost, and ask nothing.' },
  },
  async run({ data, out, endpoint, kind, model, keyEnv, from, to, batch, lanes, priceInput, priceOutput, ...options }) {
    const { requestsPerMinute = null, tokensPerMinute = null, retryFailed, estimate } = options;
    const progress = new Progress();
    checkOutApart(out, data);
    if (kind === 'openai' && model === undefined)
      throw usageError('--model is missing: a chat API wants to know which.');
    const direction = { from: languageTag('--from', from), to: languageTag('--to', to) };
    const service = {
      kind,
      address: endpoint,
      model: model ?? '',
      recordsPerRequest: batch,
      lanes,
      requestsPerMinute,
      tokensPerMinute,
    };
    const price = { input: priceInput, output: priceOutput };
    const sources = await readSources(data, progress);

    const plan = planOf(service);
    if (estimate) return { records: sources.length, ...money(kind, expectedUsage(sources, direction, plan), price) };
    const translator = openTranslator(service, keyOf(keyEnv), direction);
    return withLock(out, async () => {
      const journal = await openJournal(`${out}.journal`, sources, direction);
      const missing = sources.filter(({ id }) => (retryFailed ? !journal.received.get(id) : !journal.received.has(id)));
      const ahead = expectedUsage(missing, direction, plan);
      progress.end(
        `${sources.length - missing.length} of ${sources.length} records are there; ${spentText(kind, ahead, price)} to come, about`,
      );
      const stop = new AbortController();
      const interrupt = () => stop.abort(interrupted(out));
      process.once('SIGINT', interrupt);
      try {
        await translateAll(missing, translator, plan, stop.signal, async (settled, usage) => {
          await journal.add(settled, usage);
          progress.show(
            `${journal.received.size} of ${sources.length} records, ${spentText(kind, journal.usage, price)}`,
          );
        });
      } finally {
        process.off('SIGINT', interrupt);
      }
      const translated = sources.flatMap(({ id }) => journal.received.get(id) ?? []);
      await writeWhole(out, out.endsWith('.jsonl') ? alpacaLines(translated) : alpacaJson(translated));
      progress.end(`wrote ${out}`);
      return {
        records: sources.length,
        translated: translated.length,
        ...money(kind, journal.usage, price),
        out,
        to_look_at: toLookAt(sources, journal, direction),
      };
    });
  },
});

async function readSources(file: string, progress: Progress): Promise<Source[]> {
  await fileSource(file); // says what is wrong with it
  return (await readInstructionFile(file, (text) => progress.end(text))).map(sourceOf);
}

function expectedUsage(sources: readonly Source[], direction: Direction, { most, mostUnits }: Plan): Usage {
  return estimatedUsage(batchesOf(sources.map(sentOf), most, mostUnits), direction);
}

function money(kind: EndpointKind, usage: Usage, price: Price): CommandResult {
  const { requests, inputTokens, outputTokens, characters } = usage;
  const cost = kind === 'openai' ? costOfTokens(usage, price) : costOfCharacters(usage, price);
  return kind === 'openai'
    ? { requests, input_tokens: inputTokens, output_tokens: outputTokens, cost }
    : { requests, characters, cost };
}

function spentText(kind: EndpointKind, usage: Usage, price: Price): string {
  const { requests, cost } = money(kind, usage, price);
  const amount =
    kind === 'openai' ? `${usage.inputTokens} + ${usage.outputTokens} tokens` : `${usage.characters} characters`;
  return `${requests} requests, ${amount}, cost ${Number(cost).toFixed(4)}`;
}

const interrupted = (out: string): OcaqError =>
  new OcaqError(
    'cancelled',
    `The translation was stopped. What was answered is in "${out}.journal": the same command resumes.`,
  );

/** Rows to be looked at, each with why. */
function toLookAt(sources: readonly Source[], { received }: Journal, direction: Direction) {
  return sources.flatMap(({ id, texts }) => {
    const translation = received.get(id);
    if (!translation) return [{ row: id, why: ['no answer that could be used'] }];
    const why = findingsOf(texts, translation, direction).map(findingText);
    return why.length === 0 ? [] : [{ row: id, why }];
  });
}

function findingText(finding: Finding): string {
  switch (finding.check) {
    case 'missing':
      return `${finding.field}: empty`;
    case 'kept':
    case 'numbers':
      return `${finding.field}: ${[...finding.lost.map((one) => `lost ${one}`), ...finding.added.map((one) => `added ${one}`)].join(', ')}`;
    case 'language':
      return `${finding.field}: in ${finding.found}`;
    case 'length':
      return `${finding.field}: ${finding.ratio.toFixed(1)} times as long`;
    case 'refused':
      return `${finding.field}: a refusal`;
    case 'repaired':
      return 'the translation repaired the example: output = input';
    case 'rewording':
      return 'an exercise about wording: is its mistake still there?';
    default:
      return finding satisfies never;
  }
}
