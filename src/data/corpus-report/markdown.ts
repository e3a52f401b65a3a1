/** A report on a corpus as Markdown. */
import type { CorpusReport } from './figures.ts';
import { type ReportLanguage, type ReportTable, reportLead, reportSections } from './sections.ts';

export function markdownReport(report: CorpusReport, language: ReportLanguage): string {
  const sections = reportSections(report, language).flatMap(({ title, paragraphs, table }) => [
    `## ${title}`,
    ...paragraphs,
    ...(table ? [tableText(table)] : []),
  ]);
  return `${[`# ${language.words.title}`, reportLead(report, language), ...sections].join('\n\n')}\n`;
}

/** Names of files may hold what Markdown reads as the end of a cell. */
function tableText({ columns, texts, rows }: ReportTable): string {
  const cellText = (cell: string) => cell.replace(/[\r\n]+/g, ' ').replace(/[\\|]/g, '\\$&');
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const rule = columns.map((_, i) => (i < texts ? '---' : '---:'));
  return [line(columns), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}
