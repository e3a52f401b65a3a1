/** What is ready at each step of the journey, in a few words for the rail. Pure; tested. */

import { type Stage, stageOfCheckpoint, stageOfRun } from '../../state/stage.ts';
import type { ProjectSnapshot, RunRecord } from '../../worker/api.ts';
import { formatCount, formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { presetName } from '../messages/preset-name.ts';
import type { ScreenId } from '../screens.ts';

export interface Readiness {
  state: 'empty' | 'ready' | 'alive';
  text: string;
}

export function readinessOf(
  snapshot: ProjectSnapshot | null,
  live: RunRecord | null,
  language: Language,
): Record<ScreenId, Readiness> {
  const m = language.messages;
  const number = (value: number) => formatNumber(value, language);
  const ready = (text: string): Readiness => ({ state: 'ready', text });
  const empty = (text: string): Readiness => ({ state: 'empty', text });

  function ofRuns(stage: Stage): Readiness {
    const run = snapshot?.runs
      .filter((one) => stageOfRun(one) === stage)
      .reduce<RunRecord | null>((newest, one) => (!newest || one.startedAt > newest.startedAt ? one : newest), null);
    if (live && stageOfRun(live) === stage)
      return { state: 'alive', text: m.ready.step(number(live.step), number(live.settings.steps)) };
    if (!run) return empty(m.ready.notYet);
    const trained = snapshot?.checkpoints.some((one) => stageOfCheckpoint(one) === stage) ?? false;
    const text = m.ready.step(number(run.step), number(run.settings.steps));
    return trained ? ready(text) : empty(m.runStatus[run.status]);
  }

  function ofCorpus(): Readiness {
    const { documents = 0, sources = [] } = snapshot?.corpus ?? {};
    if (documents > 0) return ready(m.ready.documents(number(documents), documents));
    return empty(sources.some(({ state }) => state === 'raw') ? m.ready.uncleaned : m.ready.empty);
  }

  const checkpoints = snapshot?.checkpoints.length ?? 0;
  const instruct = ofRuns('instruct');
  const set = snapshot?.instructionSets[0];
  return {
    corpus: ofCorpus(),
    tokenizer: snapshot?.tokenizer
      ? ready(snapshot.tokenizer.stale ? m.ready.stale : m.ready.tokens(number(snapshot.tokenizer.vocabSize)))
      : empty(m.ready.notYet),
    model: snapshot?.model ? ready(presetName(snapshot.model.preset, m)) : empty(m.ready.notYet),
    train: ofRuns('pretrain'),
    instruct:
      instruct.state === 'empty' && set
        ? empty(m.ready.records(formatCount(set.records, language), set.records))
        : instruct,
    evaluate: checkpoints > 0 ? ready(m.ready.ready) : empty(m.ready.nothing),
    chat: checkpoints > 0 ? ready(m.ready.checkpoints(checkpoints)) : empty(m.ready.nothing),
    export: checkpoints > 0 ? ready(m.ready.ready) : empty(m.ready.nothing),
  };
}
