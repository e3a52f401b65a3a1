/** A report as Markdown, for people; its JSON is the report itself. Pure. */
import { type DeviceReport, type Figure, isWithin, type Outcome, type ReportEntry, UNITS } from './report.ts';

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  done: 'done',
  wrong: '**wrong**',
  failed: '**failed**',
  'left-out': 'left out',
  'under-way': '**ended here**',
};

export function reportMarkdown({ adapter, machine, date, seconds, model, entries }: DeviceReport): string {
  const { config, seq, batch } = model;
  const facts = [
    ['Adapter', `${adapter.name} (${[adapter.vendor, adapter.architecture].filter(Boolean).join(', ')})`],
    ['Date', date],
    ...Object.entries(machine),
    ['Features', adapter.features.join(', ')],
    ['Largest buffer, binding', `${adapter.maxBufferBytes}, ${adapter.maxBindingBytes} bytes`],
    [
      'Model',
      `layers: ${config.layers}, width ${config.hiddenSize}, vocabulary ${config.vocabSize}, ${batch} × ${seq} tokens`,
    ],
    ['Time given', `${seconds} s`],
  ];
  return [
    '# Ocaq: report of a device',
    table(['', ''], facts),
    table(['step', 'outcome', 's', 'figures'], entries.map(entryRow)),
    ...entries.flatMap(details),
  ].join('\n\n');
}

const entryRow = ({ step, outcome, seconds, figures }: ReportEntry): string[] => [
  step,
  OUTCOMES[outcome],
  seconds.toFixed(1),
  figures.map(figureText).join('; '),
];

function figureText(figure: Figure): string {
  const { name, value, atMost, atLeast } = figure;
  const bounds = [
    atLeast === undefined ? '' : `at least ${figureOf(atLeast)}`,
    atMost === undefined ? '' : `at most ${figureOf(atMost)}`,
  ].filter(Boolean);
  const text = `${name}: ${figureOf(value)} ${UNITS[name]}`.trim();
  const bounded = bounds.length > 0 ? `${text} (${bounds.join(', ')})` : text;
  return isWithin(figure) ? bounded : `**${bounded}**`;
}

function details({ step, said, table: rows }: ReportEntry): string[] {
  if (said === undefined && !rows) return [];
  return [
    `## ${step}`,
    ...(said === undefined ? [] : [said]),
    ...(rows
      ? [
          table(
            rows.head,
            rows.rows.map((row) => row.map(figureOf)),
          ),
        ]
      : []),
  ];
}

/** Four digits. */
const figureOf = (value: string | number): string =>
  typeof value === 'string' || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n');

const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
