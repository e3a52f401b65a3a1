/** What is known of one source: how much of it was kept, how much repeats, what could not be read. */
import type { ReactNode } from 'react';
import { wholeComparison } from '../../state/stages.ts';
import type { SourceRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { LeftOut } from './left-out.tsx';
import { LicenceField } from './licence-field.tsx';
import { showStages } from './show-stages.ts';

export function SourceFacts({ source }: { source: SourceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus, stages } = useStores();
  const { read, documents, keptBytes, steps } = source;
  const number = (value: number) => formatNumber(value, language);
  const bytes = (value: number) => formatBytes(value, language);
  const words = m.cleaning.source;
  return (
    <div className="flex flex-col items-start gap-3 px-2 pt-1 pb-4">
      <dl className="grid w-full gap-x-8 gap-y-3 text-sm sm:grid-cols-2 lg:grid-cols-3">
        <Fact name={words.documents}>{words.fromTo(number(read.documents), number(documents))}</Fact>
        <Fact name={words.bytes}>{words.fromTo(bytes(read.bytes), bytes(keptBytes))}</Fact>
        <Fact name={words.near}>
          <Duplicates source={source} />
        </Fact>
        <Fact name={words.formats}>
          <Formats source={source} />
        </Fact>
        <Fact name={words.left}>
          <LeftOut source={source} />
        </Fact>
      </dl>
      <LicenceField
        label={m.corpus.licence.label}
        licence={source.licence}
        disabled={false}
        onChange={(licence) => void corpus.setSourceLicences([source.id], licence)}
      />
      {steps.length > 0 && (
        <Button size="small" onClick={() => showStages(stages, wholeComparison(source))}>
          {words.compare}
        </Button>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft text-xs">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How many files of which format it was read from, and in which encoding. */
function Formats({ source }: { source: SourceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { members, memberCount, counts } = source;
  if (memberCount === 0) return '–';
  const formats = [...new Set(members.map(({ format }) => format))].map((format) => m.corpus.dialog.formats[format]);
  const { name, isCertain } = counts.encoding;
  const encoding = isCertain ? name.toUpperCase() : m.cleaning.source.likely(name.toUpperCase());
  const files = memberCount > 1 ? `${m.corpus.dialog.filesOf(formatNumber(memberCount, language), memberCount)}: ` : '';
  return `${files}${formats.join(', ')}; ${encoding}`;
}

/** Of near ones also the share, of what came to their step: exact copies were removed before and are counted apart. */
function Duplicates({ source }: { source: SourceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const stepOf = (id: string) => source.steps.find((step) => step.id === id);
  const [exact, near] = [stepOf('exact-duplicates'), stepOf('near-duplicates')];
  const number = (value: number) => formatNumber(value, language);
  const words = m.cleaning.source;
  if (!near || near.documentsIn === 0) return '–';
  return (
    <>
      <p>
        {near.removed === 0
          ? words.nearNone
          : words.nearShare(
              formatShare(near.removed / near.documentsIn, language, 1),
              number(near.removed),
              number(near.documentsIn),
            )}
      </p>
      {exact && exact.removed > 0 && <p>{words.exact(number(exact.removed))}</p>}
    </>
  );
}
