/** Taking a checkpoint along: name, licence, what the file holds, proof that it reads back, and how good it is. */
import { Check, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { OcaqError } from '../../errors.ts';
import { CARD_WORDS, cardLanguage } from '../../formats/card-words/table.ts';
import { GGUF_TYPES } from '../../formats/gguf/layout.ts';
import {
  type ExportKind,
  type ExportState,
  formOf,
  formsOf,
  licenses,
  modelName,
  safeModelName,
} from '../../state/exporting.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { preferredForUse } from '../../state/preferred-checkpoint.ts';
import type { CheckpointRecord, HeldOutPoint } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatFigures, formatNumber } from '../format.ts';
import type { Messages } from '../messages/language.ts';
import { languages } from '../messages/languages.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, ButtonLink, DownloadLink } from '../parts/button.tsx';
import { CheckpointField } from '../parts/checkpoint-field.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CheckField, SelectField, TextField } from '../parts/fields.tsx';
import { Missing, Readout, Readouts, Screen, Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { useBaseName } from './base-name.ts';
import { LoadersTable } from './loaders-table.tsx';
import { PushView } from './push-view.tsx';

export function ExportScreen() {
  const m = useMessages();
  const { exporting } = useStores();
  const chosen = useStore(exporting.store, (state) => state.checkpoint);
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints) ?? [];
  const checkpoint = checkpoints.find((one) => one.id === chosen) ?? preferredForUse(checkpoints);
  return (
    <Screen id="export">
      {checkpoint ? (
        <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <div className="flex min-w-0 flex-col gap-8">
            <ExportForm checkpoint={checkpoint} checkpoints={checkpoints} />
            <Quality checkpoint={checkpoint} />
          </div>
          <Contents checkpoint={checkpoint} />
        </div>
      ) : (
        <Missing text={m.exporting.needsCheckpoint}>
          <ButtonLink to="/train" look="primary">
            {m.exporting.toTrain}
          </ButtonLink>
        </Missing>
      )}
    </Screen>
  );
}

function ExportForm(props: { checkpoint: CheckpointRecord; checkpoints: readonly CheckpointRecord[] }) {
  const { checkpoint, checkpoints } = props;
  const m = useMessages();
  const { exporting, jobs } = useStores();
  const state = useStore(exporting.store);
  const job = useStore(jobs.store, (all) => jobOfKind(all.jobs, 'export'));
  const projectName = useStudio((studio) => studio.snapshot?.project.name ?? '');
  const name = modelName(state.name, projectName);
  const usable = safeModelName(name) !== '';
  const forms = useForms(checkpoint);
  const form = formOf(forms, state.form);
  const exported = isResultOf(state, checkpoint, form);
  const baseNameOf = useBaseName();
  return (
    <div className="flex flex-col gap-4">
      <CheckpointField
        label={m.exporting.checkpoint}
        checkpoints={checkpoints}
        value={checkpoint.id}
        disabled={state.exporting}
        onChange={(id) => exporting.change({ checkpoint: id })}
      />
      <TextField
        label={m.exporting.name}
        value={name}
        hint={m.exporting.nameHint}
        error={usable ? null : m.exporting.badName}
        disabled={state.exporting}
        onChange={(next) => exporting.change({ name: next })}
      />
      <ChoiceRow
        legend={m.exporting.form}
        options={forms.map((value) => ({ value, label: formLabel(m, checkpoint, value) }))}
        value={form}
        disabled={state.exporting}
        onChange={(next) => exporting.change({ form: next })}
      />
      {form === 'gguf' && (
        <ChoiceRow
          legend={m.exporting.ggufType}
          options={GGUF_TYPES.map((value) => ({ value, label: m.exporting.ggufTypes[value] }))}
          value={state.ggufType}
          disabled={state.exporting}
          onChange={(ggufType) => exporting.change({ ggufType })}
        />
      )}
      {(form === 'model' || form === 'gguf') && <LicenseField />}
      {form === 'model' && <CardFields />}
      {state.error && <ErrorNote error={state.error} />}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div>
          <Button
            look={exported ? 'plain' : 'primary'}
            data-testid="export-start"
            disabled={state.exporting}
            unavailable={usable ? null : m.exporting.badName}
            onClick={() => void exporting.start(checkpoint, safeModelName(name), baseNameOf(checkpoint))}
          >
            {exported ? m.exporting.again : m.exporting.start}
          </Button>
        </div>
      )}
    </div>
  );
}

const formLabel = (m: Messages, { adapter }: CheckpointRecord, form: ExportKind): string =>
  form === 'model' && !adapter ? m.exporting.folder : m.exporting.forms[form];

function useForms(checkpoint: CheckpointRecord): readonly ExportKind[] {
  const run = useStudio(({ snapshot }) => snapshot?.runs.find(({ id }) => id === checkpoint.runId));
  return formsOf(checkpoint, run);
}

/** Whether what was exported last is what would be exported now. */
const isResultOf = ({ result, ggufType }: ExportState, checkpoint: CheckpointRecord, form: ExportKind): boolean =>
  result?.checkpoint === checkpoint.id && result.form === form && (form !== 'gguf' || result.ggufType === ggufType);

function LicenseField() {
  const m = useMessages();
  const { exporting } = useStores();
  const state = useStore(exporting.store);
  return (
    <SelectField
      label={m.exporting.license}
      value={state.license}
      hint={m.exporting.licenseHint}
      disabled={state.exporting}
      options={[
        { value: '', label: m.exporting.licenseNone },
        ...licenses.map((value) => ({ value, label: value === 'other' ? m.exporting.licenseOther : value })),
      ]}
      onChange={(license) => exporting.change({ license })}
    />
  );
}

/** What the card of a whole model says, and what goes along with it. */
function CardFields() {
  const m = useMessages();
  const { tag: pageLanguage } = useLanguage();
  const { exporting } = useStores();
  const state = useStore(exporting.store);
  const inLanguage = state.cardLanguage ?? cardLanguage(pageLanguage);
  return (
    <>
      <SelectField
        label={m.exporting.cardLanguage}
        value={inLanguage}
        {...(inLanguage === 'en' ? {} : { hint: m.exporting.cardLanguageHint })}
        disabled={state.exporting}
        testId="export-card-language"
        options={languages
          .filter(({ tag }) => tag in CARD_WORDS)
          .map(({ tag, name: label }) => ({ value: cardLanguage(tag), label }))}
        onChange={(language) => exporting.change({ cardLanguage: language })}
      />
      <CheckField
        label={m.exporting.withHeldOut}
        checked={state.withHeldOut}
        disabled={state.exporting}
        testId="export-held-out"
        onChange={(withHeldOut) => exporting.change({ withHeldOut })}
      />
    </>
  );
}

function Quality({ checkpoint }: { checkpoint: CheckpointRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { exporting, jobs } = useStores();
  const { heldOut, result, evaluating } = useStore(exporting.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'evaluate'));
  const exported = result?.checkpoint === checkpoint.id ? result.export : null;
  const point: HeldOutPoint | null = heldOut[checkpoint.id] ?? exported?.heldOut ?? checkpoint.heldOut;
  const failed = exported?.heldOutError;
  return (
    <Section title={<Term id="heldOut">{m.exporting.quality}</Term>}>
      {point ? (
        <Readouts narrow>
          <Readout
            label={<Term id="perplexity">{m.exporting.perplexity}</Term>}
            value={
              <span data-testid="export-perplexity" data-value={point.perplexity}>
                {formatNumber(point.perplexity, language, 2)}
              </span>
            }
            tone="teal"
          />
          <Readout
            label={<Term id="loss">{m.exporting.loss}</Term>}
            value={formatNumber(point.loss, language, 4)}
            unit="nat"
            tone="teal"
          />
          <Readout
            label={<Term id="bitsPerByte">{m.exporting.bitsPerByte}</Term>}
            value={formatNumber(point.bitsPerByte, language, 3)}
            tone="teal"
          />
        </Readouts>
      ) : (
        <p className="text-soft">{m.exporting.notEvaluated}</p>
      )}
      {failed && <ErrorNote error={new OcaqError(failed.code, failed.message, failed.details)} />}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div>
          <Button size="small" disabled={evaluating} onClick={() => void exporting.evaluate(checkpoint.id)}>
            {m.exporting.evaluate}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** What every export of a kind holds, shown before there is one. */
const expectedFiles: Readonly<Record<ExportKind, readonly string[]>> = {
  adapter: ['adapter_model.safetensors', 'adapter_config.json', 'README.md'],
  model: [
    'model.safetensors',
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'README.md',
  ],
  gguf: ['model.gguf', 'Modelfile'],
  cluster: ['train.py', 'accelerate.yaml', 'run.json', 'train.bin', 'model.safetensors', 'optimizer.safetensors'],
};

function Contents({ checkpoint }: { checkpoint: CheckpointRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { exporting } = useStores();
  const state = useStore(exporting.store);
  const form = formOf(useForms(checkpoint), state.form);
  const done = state.result && isResultOf(state, checkpoint, form) ? state.result.export : null;
  const withHeldOut = form === 'model' && state.withHeldOut;
  const expected = [...expectedFiles[form], ...(withHeldOut ? ['heldout.jsonl'] : [])];
  const url = useObjectUrl(done?.file ?? null);
  const files: { name: string; bytes: number | null }[] =
    done?.files ?? expected.map((name) => ({ name, bytes: null }));
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Section title={m.exporting.contents}>
        <p className="text-soft">{m.exporting.leads[form]}</p>
        <table className="w-full text-sm">
          <caption className="sr-only">{m.exporting.contents}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{m.exporting.file}</th>
              <th scope="col">{m.exporting.purpose}</th>
              <th scope="col">{m.exporting.size}</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => {
              const base = file.name.split('/').at(-1) ?? file.name;
              return (
                <tr key={file.name} className="border-b align-top last:border-b-0">
                  <th
                    scope="row"
                    className="wrap-anywhere py-2 pr-4 text-left font-mono font-normal max-sm:w-2/5 max-sm:text-xs sm:whitespace-nowrap"
                  >
                    {base}
                  </th>
                  <td className="py-2 pr-4 text-soft">{purposeOf(m, form, file.name)}</td>
                  <td className="whitespace-nowrap py-2 text-right">
                    {file.bytes === null ? '' : formatBytes(file.bytes, language)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {form !== 'cluster' && <LoadersTable form={form} />}
      </Section>
      {done && url && (
        <div className="flex flex-col items-start gap-4">
          <p className="flex gap-2" role="status">
            <Check className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
            {m.exporting.verified(formatNumber(done.verifiedTensors, language))}
          </p>
          {done.remarks.map((remark) => (
            <p key={remark.kind} data-testid={`export-remark-${remark.kind}`}>
              {m.exporting.remarks[remark.kind]('count' in remark ? formatNumber(remark.count, language) : '')}
            </p>
          ))}
          {done.largestChange !== null && (
            <p data-testid="export-change" data-value={done.largestChange} data-logits={done.largestLogitsDifference}>
              {m.exporting.merged(formatFigures(done.largestChange, language, 3))}
              {done.largestLogitsDifference !== null &&
                ` ${m.exporting.mergedLogits(formatFigures(done.largestLogitsDifference, language, 2))}`}
            </p>
          )}
          <DownloadLink href={url} download={done.fileName} data-testid="export-download">
            <Download className="size-4" aria-hidden="true" />
            {m.exporting.download(formatBytes(done.file.size, language))}
          </DownloadLink>
          <div className="w-full">
            <h3 className="mb-1 text-sm text-soft">{loadingTitle(m, form)}</h3>
            <pre className="whitespace-pre-wrap break-words rounded-md bg-sunken px-4 py-3 font-mono text-xs">
              {loading(
                form,
                done.fileName.replace(/\.zip$/, ''),
                checkpoint.template !== null || checkpoint.hasChatTemplate,
              )}
            </pre>
          </div>
        </div>
      )}
      {form !== 'cluster' && <PushView exported={done} />}
    </div>
  );
}

/** @param file with the folders that it lies in */
function purposeOf({ exporting: { purposes, otherPurpose } }: Messages, form: ExportKind, file: string): string {
  const base = file.split('/').at(-1) ?? file;
  const inFolder = file.split('/').slice(1).join('/');
  return purposes[`${form}/${inFolder}`] ?? purposes[base.endsWith('.gguf') ? 'model.gguf' : base] ?? otherPurpose;
}

const loadingTitle = ({ exporting }: Messages, form: ExportKind): string =>
  form === 'gguf' ? exporting.useGguf : form === 'cluster' ? exporting.useCluster : exporting.use;

/** @param chats whether it answers, and does not only continue */
function loading(form: ExportKind, folder: string, chats: boolean): string {
  if (form === 'cluster')
    return `pip install torch transformers safetensors
torchrun --nproc_per_node=gpu train.py
# without a card: python train.py`;
  if (form === 'gguf')
    return `ollama create ${folder} -f Modelfile
ollama run ${folder}

${chats ? `llama-cli -m ${folder}.gguf` : `llama-completion -m ${folder}.gguf -p "…" -n 100`}`;
  if (form === 'model')
    return `from transformers import AutoModelForCausalLM, AutoTokenizer
name = "${folder}"
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name)`;
  return `from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer
base = "path/to/the/base"
tokenizer = AutoTokenizer.from_pretrained(base)
model = AutoModelForCausalLM.from_pretrained(base)
model = PeftModel.from_pretrained(model, "${folder}")`;
}

function useObjectUrl(file: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
