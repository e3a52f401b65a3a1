/** The contract's part about the report of a device. See api.ts. */
import type {
  DeviceReport,
  Figure,
  FigureName,
  Outcome,
  ReportEntry,
  ReportStepName,
} from '../training/report/report.ts';

export type { DeviceReport, Figure, FigureName, Outcome, ReportEntry, ReportStepName };

/** What a report has come to so far. */
export interface ReportSoFar {
  report: DeviceReport;
  /** The same for people to read, in English. */
  markdown: string;
}
