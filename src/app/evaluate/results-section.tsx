/** All that was measured in the project: which checkpoints are compared, set by set, and files to take along. */
import { useStore } from 'zustand';
import { measuredCheckpoints, measuredSets } from '../../state/measured-table.ts';
import { measurementsToCsv, measurementsToJson } from '../../state/measurement-files.ts';
import type { Id, Measurement } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { CheckField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { saveFile } from '../parts/save-file.ts';
import { MeasuredSetView } from './measured-set.tsx';
import { useColumnName } from './set-name.ts';

/** @param unknown how many more are kept that cannot be shown */
export function ResultsSection({ measurements, unknown }: { measurements: readonly Measurement[]; unknown: number }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const { evaluating } = useStores();
  const hidden = useStore(evaluating.store, (state) => state.hidden);
  const nameOf = useColumnName(measurements);
  const all = measuredCheckpoints(measurements);
  const columns = all.filter((id) => !hidden.includes(id));
  const sets = measuredSets(measurements, columns);
  const save = (text: string, type: string, ending: string) =>
    saveFile(new Blob([text], { type }), `ocaq-measurements.${ending}`);
  return (
    <Section
      title={e.results}
      testId="evaluate-results"
      aside={
        measurements.length > 0 && (
          <>
            <Button
              size="small"
              look="quiet"
              data-testid="evaluate-csv"
              onClick={() => save(measurementsToCsv(measurements, nameOf), 'text/csv', 'csv')}
            >
              {e.csv}
            </Button>
            <Button
              size="small"
              look="quiet"
              data-testid="evaluate-json"
              onClick={() => save(measurementsToJson(measurements, nameOf), 'application/json', 'json')}
            >
              {e.json}
            </Button>
          </>
        )
      }
    >
      {measurements.length + unknown === 0 && <p className="text-soft">{e.none}</p>}
      {measurements.length > 0 && (
        <p className="max-w-[90ch] text-sm text-soft">
          {e.kept} {e.intervals}
        </p>
      )}
      {unknown > 0 && (
        <p className="max-w-[90ch] text-sm text-soft" data-testid="evaluate-unknown">
          {e.unknown(formatNumber(unknown, language), unknown)}
        </p>
      )}
      {all.length > 1 && <Columns ids={all} hidden={hidden} nameOf={nameOf} />}
      <div className="flex flex-col gap-8">
        {sets.map((set) => (
          <MeasuredSetView key={set.key} set={set} columns={columns} nameOf={nameOf} />
        ))}
      </div>
    </Section>
  );
}

function Columns(props: { ids: readonly Id[]; hidden: readonly Id[]; nameOf: (id: Id) => string }) {
  const { ids, hidden, nameOf } = props;
  const { evaluating: e } = useMessages();
  const { evaluating } = useStores();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm text-soft">{e.compared}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {ids.map((id) => (
          <CheckField
            key={id}
            label={nameOf(id)}
            checked={!hidden.includes(id)}
            onChange={(checked) =>
              evaluating.change({ hidden: checked ? hidden.filter((one) => one !== id) : [...hidden, id] })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
