/** Messages about work: jobs under way, the journey with the sample, what has finished. Both languages side by side. */
import type { JobKind } from '../../worker/api.ts';
import { azOrdinal } from '../format.ts';

const en = {
  underWay: 'Under way',
  jobs: {
    import: 'Reading',
    tokenizer: 'Training the tokenizer',
    tokenise: 'Cutting the corpus into tokens',
    pretrain: 'Training',
    instruct: 'Instruction tuning',
    export: 'Exporting',
    measure: 'Measuring speed',
    profile: 'Measuring where the time goes',
    evaluate: 'Evaluating on held-out text',
    load: 'Loading the checkpoint',
    tune: 'Finding the fastest kernels for this graphics card',
  } satisfies Record<JobKind, string>,
  units: {
    documents: 'documents',
    merges: 'merges',
    tokens: 'tokens',
    steps: 'steps',
    tensors: 'tensors',
    kernels: 'kernels',
  },
  progress: {
    of: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`.trim(),
    left: (time: string) => `${time} left`,
    working: 'working…',
    cancelling: 'cancelling…',
    skip: 'Skip',
    skipping: 'skipping…',
  },
  journey: {
    title: 'Journey with the sample',
    steps: {
      corpus: 'Corpus',
      tokenizer: 'Tokenizer',
      model: 'Model',
      train: 'Train',
      instruct: 'Instruct',
      chat: 'Chat',
    },
    elapsed: (time: string) => `${time} so far`,
    took: (time: string) => `${time} in all`,
    stop: 'Stop the journey',
    stopping: 'Stopping…',
    stopped: 'The journey was stopped. What was made so far is in the project.',
    failed: 'The journey could not go on.',
    done: 'The journey is done: your model answers in Chat.',
  },
  notices: {
    imported: (file: string, text: string, count: number) =>
      `${file}: ${text} ${count === 1 ? 'document' : 'documents'} added`,
    instructions: (file: string, text: string, count: number) =>
      `${file}: ${text} ${count === 1 ? 'record' : 'records'} added`,
    tokenizer: (size: string) => `The tokenizer is trained: ${size} tokens`,
    saved: (step: string) => `Checkpoint saved at step ${step}`,
    finished: (name: string, step: string) => `${name} has finished after ${step} steps`,
    failed: (name: string) => `${name} has failed`,
    exported: (file: string) => `${file} is ready`,
    journeyDone: 'The journey is done: your model answers in Chat',
  },
};

const az: typeof en = {
  underWay: 'Gedən işlər',
  jobs: {
    import: 'Oxunur',
    tokenizer: 'Tokenizator öyrədilir',
    tokenise: 'Korpus tokenlərə bölünür',
    pretrain: 'Öyrətmə gedir',
    instruct: 'Təlimatla öyrətmə gedir',
    export: 'İxrac edilir',
    measure: 'Sürət ölçülür',
    profile: 'Vaxtın nəyə getdiyi ölçülür',
    evaluate: 'Yoxlama mətnində qiymətləndirilir',
    load: 'Nəzarət nöqtəsi yüklənir',
    tune: 'Bu qrafik kart üçün ən sürətli nüvələr axtarılır',
  },
  units: {
    documents: 'sənəd',
    merges: 'birləşmə',
    tokens: 'token',
    steps: 'addım',
    tensors: 'tenzor',
    kernels: 'nüvə',
  },
  progress: {
    of: (done, total, unit) => `${done} / ${total} ${unit}`.trim(),
    left: (time) => `${time} qalıb`,
    working: 'işləyir…',
    cancelling: 'ləğv edilir…',
    skip: 'Ötür',
    skipping: 'ötürülür…',
  },
  journey: {
    title: 'Nümunə ilə yol',
    steps: {
      corpus: 'Korpus',
      tokenizer: 'Tokenizator',
      model: 'Model',
      train: 'Öyrətmə',
      instruct: 'Təlimat',
      chat: 'Söhbət',
    },
    elapsed: (time) => `${time} keçib`,
    took: (time) => `cəmi ${time}`,
    stop: 'Yolu dayandır',
    stopping: 'Dayandırılır…',
    stopped: 'Yol dayandırıldı. Bu vaxta qədər hazırlananlar layihədədir.',
    failed: 'Yol davam edə bilmədi.',
    done: 'Yol başa çatdı: modeliniz Söhbətdə cavab verir.',
  },
  notices: {
    imported: (file, documents) => `${file}: ${documents} sənəd əlavə edildi`,
    instructions: (file, records) => `${file}: ${records} qeyd əlavə edildi`,
    tokenizer: (size) => `Tokenizator hazırdır: ${size} token`,
    saved: (step) => `${azOrdinal(step)} addımda nəzarət nöqtəsi saxlandı`,
    finished: (name, step) => `${name}: ${step} addımdan sonra bitdi`,
    failed: (name) => `${name}: alınmadı`,
    exported: (file) => `${file} hazırdır`,
    journeyDone: 'Yol başa çatdı: modeliniz Söhbətdə cavab verir',
  },
};

export const work = { en, az };
