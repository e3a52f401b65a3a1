import { report } from '../../../data/corpus-report/words/tr.ts';
import type { Language } from '../language.ts';
import { chat } from './chat.ts';
import { cleaning } from './cleaning.ts';
import { coach } from './coach.ts';
import { corpus } from './corpus.ts';
import { deviceReport } from './device-report.ts';
import { errors } from './errors.ts';
import { evaluating } from './evaluating.ts';
import { exporting } from './exporting.ts';
import { frame } from './frame.ts';
import { hosts } from './hosts.ts';
import { hub } from './hub.ts';
import { input } from './input.ts';
import { instruct } from './instruct.ts';
import { machine } from './machine.ts';
import { method } from './method.ts';
import { model } from './model.ts';
import { onward } from './onward.ts';
import { push } from './push.ts';
import { references } from './references.ts';
import { runNames } from './run-names.ts';
import { selfInstruct } from './self-instruct.ts';
import { service } from './service.ts';
import { storeroom } from './storeroom.ts';
import { terms } from './terms.ts';
import { tokenizer } from './tokenizer.ts';
import { train } from './train.ts';
import { translation } from './translation.ts';
import { verdict } from './verdict.ts';
import { work } from './work.ts';
import { workshop } from './workshop.ts';

export const tr: Language = {
  tag: 'tr',
  decimalSign: ',',
  percentSign: 'before',
  counts: ['bin', 'mn', 'mr'],
  times: { ms: 'ms', s: 'sn', min: 'dk', h: 'sa', d: 'gün' },
  months: ['Oca', 'Şub', 'Mar', 'Nis', 'May', 'Haz', 'Tem', 'Ağu', 'Eyl', 'Eki', 'Kas', 'Ara'],
  messages: {
    ...frame,
    ...machine,
    ...work,
    terms,
    coach,
    corpus,
    cleaning,
    workshop,
    references,
    report,
    deviceReport,
    tokenizer,
    model,
    train,
    onward,
    runNames,
    verdict,
    instruct,
    hosts,
    hub,
    push,
    service,
    storeroom,
    selfInstruct,
    translation,
    method,
    input,
    chat,
    evaluating,
    exporting,
  },
  errors,
};
