/** What a run is started with: the choices on the page, the tokenizer, and the text or examples as they are now. */

import { OcaqError } from '../../errors.ts';
import { keptOf } from '../../storage/corpus.ts';
import { getInstructionSet } from '../../storage/instructions.ts';
import { getProject } from '../../storage/projects.ts';
import { getRun } from '../../storage/runs.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { licenceOfSource, projectDetails, type RunConfig, runConfig, setReading, toInstructionSet } from '../stored.ts';
import { templateInPlace } from '../text/encoders.ts';
import { weightOfSource } from '../text/mixture-key.ts';
import { currentTokenizer, sourcesOf, tokenSetOf } from '../text/tokens.ts';

/** Tokenises the corpus where that has not been done yet. */
export async function corpusConfig(hub: Hub, project: api.Id, settings: api.TrainingSettings): Promise<RunConfig> {
  const { model } = projectDetails(await getProject(hub.database, project));
  if (!model) throw new OcaqError('no-model', 'This project has no model yet. Choose one on the Model screen first.');
  const { id, tokenizer } = await currentTokenizer(hub, project);
  if (model.config.vocabSize < tokenizer.vocabSize) {
    throw new OcaqError(
      'vocabulary-mismatch',
      `The tokenizer has ${tokenizer.vocabSize} tokens, but the model is made for ${model.config.vocabSize}. Choose the model again on the Model screen.`,
      { tokenizer: tokenizer.vocabSize, model: model.config.vocabSize },
    );
  }
  const { bosId, eosId, padId } = tokenizer;
  const ids = {
    ...(bosId === undefined ? {} : { bosTokenId: bosId }),
    ...(eosId === undefined ? {} : { eosTokenId: eosId }),
    ...(padId === undefined ? {} : { padTokenId: padId }),
  };
  return {
    choice: { ...model, config: { ...model.config, ...ids } },
    settings,
    objective: 'next-token',
    method: { kind: 'full' },
    data: { kind: 'corpus' },
    baseCheckpoint: null,
    tokenizer: id,
    ...(await corpusOfNow(hub, project)),
  };
}

/** Tokenises the corpus where that has not been done yet. */
export async function corpusOfNow(
  hub: Hub,
  project: api.Id,
): Promise<Required<Pick<RunConfig, 'tokenSet' | 'learnedFrom'>>> {
  const learned = (await sourcesOf(hub, project)).filter((source) => weightOfSource(source) > 0);
  return {
    tokenSet: (await tokenSetOf(hub, project)).id,
    learnedFrom: learned.map((source) => {
      const license = licenceOfSource(source);
      const { documents } = keptOf(source);
      return { name: source.name, documents, ...(license === null ? {} : { license }) };
    }),
  };
}

export async function instructionConfig(hub: Hub, options: api.InstructOptions): Promise<RunConfig> {
  const { seq, batch, accumulate, settings, template, tooLong, sampled, baseCheckpoint } = options;
  const { method, precision, packed, promptWeight, replayShare, embeddingDropout } = options;
  const { details, runId } = await openCheckpoint(hub, baseCheckpoint);
  const base = runConfig(await getRun(hub.database, runId));
  const tokenizer = await hub.tokenizers.byId(details.tokenizer);
  const chatTemplate = templateInPlace(details.chatTemplate, tokenizer, options.chatTemplate);
  const chosen = await Promise.all(
    options.sets.map(async (of) => ({ of, record: await getInstructionSet(hub.database, of.set) })),
  );
  return {
    choice: { ...base.choice, preset: null, seq, batch, accumulate, precision: precision ?? base.choice.precision },
    settings,
    objective: 'next-token',
    method,
    data: {
      kind: 'instructions',
      sets: chosen.map(({ of: { set, weight }, record }) => {
        const reading = setReading(record);
        return { set, weight, ...(reading ? { reading } : {}) };
      }),
      template,
      ...(options.chatTemplate ? { chatTemplate: options.chatTemplate } : {}),
      tooLong,
      sampled,
      packed,
      promptWeight,
      replayShare,
      embeddingDropout,
    },
    baseCheckpoint,
    tokenizer: details.tokenizer,
    ...(chatTemplate ? { chatTemplate } : {}),
    tokenSet: base.tokenSet,
    learnedFrom: [
      ...(base.learnedFrom ?? []),
      ...chosen.map(({ record }) => {
        const { fileName, records } = toInstructionSet(record);
        return { name: fileName, documents: records };
      }),
    ],
  };
}
