/** The corpus: what is in it, how files come in, what cleaning did to them. The first visit begins here. */
import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { awaitingSources } from '../../state/cleaning.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { mixtureOf } from '../../state/mixture.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ClosingLine } from '../parts/closing-line.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Readout, Readouts, Screen, Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { CleaningSection } from './cleaning-section.tsx';
import { ClustersSection } from './clusters-section.tsx';
import { Contents } from './contents.tsx';
import { Documents } from './documents.tsx';
import { AddFilesButton } from './file-button.tsx';
import { FirstVisit } from './first-visit.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { InstructionSets } from './instruction-sets.tsx';
import { LicenceNotes } from './licence-notes.tsx';
import { MixtureSection } from './mixture-section.tsx';
import { ReportSection } from './report-section.tsx';
import { type CorpusSection, HEADINGS, sectionsOf } from './sections.ts';
import { SourcesTable } from './sources-table.tsx';
import { StagesSection } from './stages-section.tsx';

export function CorpusScreen() {
  const m = useMessages();
  const { cleaning, corpus, jobs } = useStores();
  const snapshot = useStudio((state) => state.snapshot);
  const error = useStore(corpus.store, (state) => state.error);
  const onJourney = useStore(useStores().journey.store, (state) => state.phase === 'running');
  const importing = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'import'));
  const dialogOpen = useStore(corpus.store, (state) => state.pending.length > 0);
  const draft = useStore(cleaning.store, (state) => state.draft);
  if (!snapshot) return null;
  const { corpus: report } = snapshot;
  const sections = onJourney ? (['sources'] as const) : sectionsOf(snapshot);
  const empty = report.sources.length === 0;
  const isReady = !importing && !onJourney && awaitingSources(draft, report).length === 0;

  return (
    <Screen
      id="corpus"
      bare={empty && !onJourney}
      action={
        (!empty || onJourney) && (
          <>
            <span className="text-sm text-soft max-sm:hidden">{m.corpus.dropHint}</span>
            <AddFilesButton />
          </>
        )
      }
    >
      {error && <ErrorNote error={error} />}
      {importing && !dialogOpen && <JobProgress job={importing} />}
      {empty && !onJourney && <FirstVisit />}
      {!empty && (
        <>
          {isReady && <ClosingLine step="corpus" />}
          <Totals />
          {!onJourney && <Contents sections={sections} />}
          {sections.map((section) => {
            const Content = CONTENT[section];
            return <Content key={section} />;
          })}
        </>
      )}
      <ImportDialog />
    </Screen>
  );
}

const CONTENT: Record<CorpusSection, ComponentType> = {
  sources: Sources,
  cleaning: CleaningSection,
  stages: StagesSection,
  clusters: ClustersSection,
  mixture: MixtureSection,
  report: ReportSection,
  documents: Documents,
};

function Sources() {
  const m = useMessages();
  const sources = useStudio((state) => state.snapshot?.corpus.sources) ?? [];
  return (
    <Section title={m.corpus.sources} heading={HEADINGS.sources}>
      <SourcesTable sources={sources} />
      <LicenceNotes sources={sources} />
      <InstructionSets />
    </Section>
  );
}

function Totals() {
  const m = useMessages();
  const language = useLanguage();
  const snapshot = useStudio((state) => state.snapshot);
  if (!snapshot) return null;
  const { corpus: report } = snapshot;
  const { tokens } = report;
  const mixture = mixtureOf(snapshot);
  return (
    <Readouts>
      <Readout
        label={<Term id="document">{m.corpus.totals.documents}</Term>}
        value={formatNumber(report.documents, language)}
      />
      <Readout label={m.corpus.totals.text} value={formatBytes(report.bytes, language)} />
      {tokens ? (
        <>
          <Readout
            label={<Term id="token">{m.corpus.totals.train}</Term>}
            value={formatCount(tokens.train, language)}
          />
          <Readout
            label={<Term id="heldOut">{m.corpus.totals.heldOut}</Term>}
            value={formatCount(tokens.heldOut, language)}
            tone="teal"
            note={m.corpus.totals.heldOutDocuments(
              formatNumber(tokens.heldOutDocuments, language),
              tokens.heldOutDocuments,
            )}
          />
        </>
      ) : (
        <Readout
          label={<Term id="token">{m.corpus.totals.tokens}</Term>}
          value={mixture.unit === 'tokens' ? m.workshop.mixture.about(formatCount(mixture.amount, language)) : '–'}
          note={mixture.unit === 'tokens' ? m.workshop.mixture.later : m.corpus.totals.noTokens}
        />
      )}
    </Readouts>
  );
}
