/** Leaves out documents that are there twice, exactly or nearly, and does nothing else to them. */
import { timesByClusterSize } from '../../data/cleaning/duplicate-clusters.ts';
import { beginning } from '../../data/excerpt.ts';
import { amountOf } from '../amount.ts';
import { cleanerThreads, WORKERS_OPTION, workersOf } from '../cleaner-threads.ts';
import { INPUT_OPTIONS, openInputs, requireDocuments } from '../corpus-input.ts';
import { newCorpusRun, processCorpus } from '../corpus-run.ts';
import { readingWarnings } from '../corpus-warnings.ts';
import { writeLines, writeTogether } from '../files.ts';
import { checkOutApart, defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';

const SHOWN_UNITS = 80;

interface Member {
  readonly source: string;
  /** Its number in the file, from 1 on. */
  readonly document: number;
  readonly begins: string;
}

export const dedupCorpus = defineCommand({
  name: 'corpus dedup',
  summary: 'Leaves out documents that are there twice, exactly or nearly, over all sources.',
  details: [
    'DIR gets `documents.jsonl` with the first document of each cluster, as it is, and `clusters.jsonl`, a line for each cluster of more than one, the largest first: its members, how each begins, and `times`, how often FineWeb-2 takes a document that stands for so many.',
  ],
  options: {
    ...INPUT_OPTIONS,
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write.' },
    ...WORKERS_OPTION,
    threshold: {
      kind: 'number',
      min: 0,
      max: 1,
      default: 0.7,
      help: 'The least share of their runs of five words that two documents have in common.',
    },
  },
  async run(options) {
    const { out, threshold } = options;
    checkOutApart(out, ...options.input);
    const progress = new Progress();
    const inputs = await openInputs(options);
    const steps = [
      { id: 'exact-duplicates', options: {} },
      { id: 'near-duplicates', options: { minSimilarity: threshold } },
    ];
    const run = newCorpusRun();
    const members: Member[] = [];
    const bySource = new Map<string, { documents: number; exact: number; near: number }>();
    async function* kept() {
      const request = { inputs, reading: options, steps, context: {} };
      for await (const { raw, source, result } of processCorpus(request, run, cleanerThreads(workersOf(options)))) {
        const figures = bySource.get(source) ?? { documents: 0, exact: 0, near: 0 };
        bySource.set(source, figures);
        figures.documents++;
        members.push({ source, document: figures.documents, begins: beginning(raw, SHOWN_UNITS) });
        progress.show(`${amountOf(members.length, 'document')}; ${source}`);
        if (!('droppedBy' in result)) yield { text: result.text, source };
        else if (result.droppedBy === 'exact-duplicates') figures.exact++;
        else figures.near++;
      }
      requireDocuments(members.length, inputs, run.report);
    }
    function* clusters() {
      for (const { kept: first, dropped } of run.clusters.largest(Number.POSITIVE_INFINITY)) {
        const size = 1 + dropped.length;
        const all = [first, ...dropped].map((place) => members[place]);
        yield { size, times: timesByClusterSize(size), members: all };
      }
    }
    await writeTogether(out, ['documents.jsonl', 'clusters.jsonl'], async (partial) => {
      await writeLines(partial['documents.jsonl'], kept());
      await writeLines(partial['clusters.jsonl'], clusters());
    });
    for (const warning of readingWarnings(run.report)) progress.end(warning);
    progress.end(`wrote ${out}`);
    return {
      documents_in: members.length,
      documents_out: members.length - run.clusters.dropped,
      clusters: run.clusters.sizes(),
      sources: [...bySource].map(([file, { documents, exact, near }]) => ({
        file,
        documents,
        exact,
        near,
        share: (exact + near) / documents,
      })),
      out,
    };
  },
});
