import type { StoreroomMessages } from '../en/storeroom.ts';
import { ordinal } from './endings.ts';

export const storeroom: StoreroomMessages = {
  open: 'Yeri nəyin tutduğuna bax',
  title: 'Yeri nə tutur',
  lead: 'Hər şey bu brauzerdə saxlanır. Sildiyiniz geri qayıtmır; bunun nə demək olduğu yanında yazılıb.',
  reading: 'Baxılır…',
  empty: 'Hələ heç nə saxlanmayıb.',
  kinds: {
    documents: 'Mətnlər, oxunduğu kimi',
    cleaning: 'Təmizləmənin nəticəsi',
    reference: 'Təmizləmə addımları üçün mətnlər',
    tokenizer: 'Tokenizatorlar',
    tokens: 'Tokenlər',
    checkpoint: 'Saxlama nöqtələri',
    import: 'Kənardan gətirilmiş modellər',
    run: 'Qrafiklər və jurnallar',
    instructions: 'Təlimat dəstləri',
    job: 'Tərcümələr və yazdırılmış tapşırıqlar',
    conversation: 'Söhbətlər',
  },
  checkpoint: (run, step) => `${run}, ${ordinal(step)} addım`,
  heldOut: (loss) => `yoxlama itkisi ${loss}`,
  best: 'öyrətmənin ən yaxşısı',
  unnamed: 'adsız',
  letGo: 'Sil…',
  letGoOf: (name) => `Sil: ${name}`,
  letGoDo: 'Sil',
  kept: {
    'run-under-way': 'Gedən öyrətməyə lazımdır.',
    adapters: 'Çəkilərinin yanında adapterlər durur; əvvəlcə onları silin.',
    models: 'Onunla öyrədilmiş modellərlə birlikdə silinir.',
  },
  lost: {
    documents:
      'Bu mənbənin mətnləri və təmizləmənin onlardan aldığı nəticə silinir. Onları yalnız oxunduğu fayldan qaytarmaq olar. Onlardan alınmış tokenlər qalır, amma yenidən düzəldilə bilmir.',
    cleaning:
      'Həmişəlik itən bir şey yoxdur: korpusu təmizləyəndə mətnlərdən yenidən alınır. O vaxta qədər mənbə korpusa daxil olmur.',
    reference: 'Bu mətnlərdən istifadə edən təmizləmə addımı üçün onları yenidən seçmək lazım gələcək.',
    tokens:
      'Bu tokenlərin alındığı korpus olduğu kimi qaldıqca həmişəlik itən bir şey yoxdur: öyrətmə başlayanda və ya davam edəndə eyni tokenlər yenidən alınır.',
    import: 'Model silinir. Onu yalnız öz fayllarından qaytarmaq olar.',
    run: 'Öyrətmə bütövlükdə silinir: qrafiki, jurnalı, nümunələri, ölçü nəticələri və bütün saxlama nöqtələri.',
    instructions: 'Qeydlər silinir. Onları yalnız oxunduğu fayldan qaytarmaq olar.',
    job: 'İndiyədək tərcümə olunan və ya yazdırılan nə varsa silinir; yenidən düzəltmək, pulunu da yenidən ödəmək lazım gələr.',
    conversation: 'Söhbətdə deyilənlər silinir.',
  },
  lostCheckpoint: (run) => `${run} öyrətməsinin o biri saxlama nöqtələri qalır.`,
  lostOnlyCheckpoint: (run) =>
    `Bu, ${run} öyrətməsinin yeganə saxlama nöqtəsidir: onsuz həmin modellə söhbət etmək, onu ixrac etmək və ya öyrətmək olmayacaq. Qrafiki qalır.`,
  notResumed: (runs) => `Onsuz bu öyrətmələr davam edə bilməyəcək: ${runs}.`,
  notResumedIfChanged: (runs) =>
    `Korpus dəyişibsə və ya o vaxta qədər dəyişsə, bu öyrətmələr davam edə bilməyəcək: ${runs}.`,
  needs: {
    label: 'Saxlama yeri',
    value: (needed) => `ən çoxu ${needed}`,
    note: (checkpoints, each) => `eyni vaxtda hərəsi ${each} olan ${checkpoints} saxlama nöqtəsi`,
    none: (needed, free) =>
      `Bu öyrətmənin saxlama nöqtələri üçün ${needed} yer lazımdır, brauzerdə isə cəmi ${free} boşdur. Əvvəlcə nəyisə silin.`,
    tight: (needed, free) =>
      `Bu öyrətmənin saxlama nöqtələri boş qalan ${free} yerin ${needed} qədərini tuta bilər. Bu arada disk dolsa, öyrətmə davam edir, amma saxlaya bilmir.`,
    unknown: (needed) =>
      `Bu öyrətmənin saxlama nöqtələrinə ${needed} qədər yer lazımdır. Brauzer o qədər boş yer olub-olmadığını demir: əvvəlcə diskinizə baxın.`,
    isPrivate:
      'Deyəsən, bu, gizli pəncərədir: burada saxlanan nə varsa, pəncərə bağlananda silinir, yer də azdır. Uzun öyrətmədən əvvəl studiyanı adi pəncərədə açın.',
    notPersisted: 'Disk dolanda brauzer bu məlumatı, onunla birlikdə öyrətmənin saxlama nöqtələrini də silə bilər.',
  },
  mend: {
    tokens: 'Tokenləri yenidən düzəlt',
    cleaning: 'Korpusu yenidən təmizlə',
    firstCleaning: 'Korpusu təmizlə',
    done: 'Tokenlər yenə yerindədir.',
  },
};
