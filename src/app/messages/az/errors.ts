import type { DetailTexts, ErrorTexts } from '../language.ts';
import { model as modelMessages } from './model.ts';
import { ordinal } from './ordinal.ts';

/** Names of a model's fields, as the Model screen has them. */
const fields: Record<string, string> = {
  vocabSize: 'lüğətin həcmi',
  hiddenSize: 'en',
  layers: 'qatların sayı',
  heads: 'diqqət başlıqlarının sayı',
  kvHeads: 'açar-qiymət başlıqlarının sayı',
  headSize: 'başlığın eni',
  ffnSize: 'daxili en',
  contextLength: 'kontekst',
};
const field = (d: DetailTexts) => fields[d.text('field')] ?? d.text('field');

/** How a plan saves memory, as the Model screen says it. */
function memoryChoice(d: DetailTexts): string {
  const { moments, recompute }: Record<'moments' | 'recompute', Record<string, string>> = modelMessages;
  return [moments[d.text('moments')], recompute[d.text('recompute')]].filter(Boolean).join('; ');
}

/** Why no record of an instruction file can be used. */
const noneUsable: Record<string, string> = {
  'not-json': 'bu, içində qeydlər olan JSON deyil',
  'no-fields': 'qeydlərində təlimat və cavab üçün sahə yoxdur',
  'no-pair': 'heç bir qeyddə mətn şəklində həm təlimat, həm cavab yoxdur',
};

const files: ErrorTexts = {
  'file-empty': (d) => `${d.text('file')} boşdur. İçində mətn olan fayl seçin.`,
  'file-binary': (d) =>
    `${d.text('file')} UTF-8 mətni deyil. Mətndirsə, amma başqa kodlaşdırmadadırsa, onu UTF-8 kimi saxlayıb yenidən cəhd edin.`,
  'file-unreadable': (d) =>
    `“${d.text('file')}” faylı daha oxunmur: seçiləndən sonra dəyişdirilib, köçürülüb və ya qurğu ayrılıb. Onu yenidən seçin.`,
  'instructions-none': (d) =>
    `${d.text('file')} faylında yararlı təlimat qeydi yoxdur: ${noneUsable[d.text('reason')] ?? 'heç biri oxunmadı'}. Qeydlərində “instruction” və “output” kimi sahələr olan JSON və ya JSONL faylı gətirin.`,
  'instructions-too-large': (d) => `“${d.text('file')}” 512 MiB-dan böyükdür. Onu bir neçə fayla bölün.`,
  'document-too-large': (d) =>
    `“${d.text('source')}” faylının ${ordinal(d.number('document'))} sənədi çox böyükdür. Onu, məsələn, sətirlərlə bölün.`,
  'sample-missing': (d) => `Nümunə faylı ${d.text('path')} yüklənmədi. Səhifəni yeniləyin və yenidən cəhd edin.`,
};

const tokenizer: ErrorTexts = {
  'vocabulary-too-small': (d) =>
    `${d.number('asked')} tokenlik lüğət çox kiçikdir. Ən azı ${d.number('least')} token istəyin.`,
  'vocabulary-too-large': (d) =>
    `${d.number('asked')} tokenlik lüğət çox böyükdür: bu mətnlə ən çox ${d.number('possible')} token alınır. Kiçik lüğət seçin və ya mətn əlavə edin.`,
  'too-many-words': () =>
    'Mətndə tokenizator öyrətmək üçün həddən artıq fərqli söz var. Onu korpusun bir hissəsində öyrədin.',
  'tokenizer-training-memory': (d) =>
    `Tokenizatoru öyrətmək üçün ${d.number('megabytes')} MB yaddaş lazımdır, brauzer isə bu qədər vermir. Onu korpusun bir hissəsində öyrədin.`,
  'no-tokenizer': () => 'Bu layihədə hələ tokenizator yoxdur. Əvvəlcə Tokenizator ekranında öyrədin.',
  'tokenizer-missing': () => 'Bu modelə aid tokenizator daha saxlanmır. Yeni tokenizator və yeni model öyrədin.',
  'corpus-empty': () => 'Bu layihədə hələ mətn yoxdur. Əvvəlcə Korpus ekranında fayl əlavə edin.',
};

const model: ErrorTexts = {
  'config-heads-do-not-divide': (d) =>
    `En (${d.number('hiddenSize')}) diqqət başlıqlarına (${d.number('heads')}) bərabər bölünmür. Eni başlıqların sayına bölünən ədəd seçin.`,
  'config-kv-heads-do-not-divide': (d) =>
    `${d.number('heads')} diqqət başlığı ${d.number('kvHeads')} açar-qiymət başlığına bərabər bölünmür. Diqqət başlıqlarının sayını bölən ədəd seçin.`,
  'config-head-size-not-multiple-of-4': (d) =>
    `Bir başlığın eni 4-ə bölünməlidir, indi ${d.number('headSize')} alınır. Eni və ya başlıqların sayını dəyişin.`,
  'config-not-positive-integer': (d) => `Bu qiymət ən azı 1 olan tam ədəd olmalıdır: ${field(d)}.`,
  'config-too-large': (d) =>
    `Bu qiymət çox böyükdür: ${field(d)}, ${d.number('value')}. Ən çox ${d.number('limit')} ola bilər.`,
  'config-number-out-of-range': (d) =>
    `Bu qiymət ${d.number('low')} ilə ${d.number('high')} arasında olmalıdır: ${field(d)}, indi ${d.number('value')}.`,
  'seq-beyond-context': (d) =>
    `Sətirdə ${d.number('seq')} token modelin ${d.number('context')} tokenlik kontekstindən uzundur. Sətri qısaldın və ya konteksti uzadın.`,
  'batch-too-large': (d) =>
    `Paketdə ${d.number('rows')} × ${d.number('seq')} token heç bir adapterə sığmır. Paketi kiçildin, əvəzində addımdakı paketlərin sayını artırın.`,
  'no-model': () => 'Bu layihədə hələ model yoxdur. Əvvəlcə Model ekranında seçin.',
  'vocabulary-mismatch': (d) =>
    `Tokenizatorda ${d.number('tokenizer')} token var, model isə ${d.number('model')} token üçündür. Modeli Model ekranında yenidən seçin.`,
  'parameter-beyond-binding': (d) =>
    `Bir matris ${d.bytes('bytes')} tutur, bu adapter isə bir dəfəyə ən çox ${d.bytes('limit')} götürür. Modelin enini və ya daxili enini kiçildin.`,
  'beyond-budget': (d) =>
    `Paketdə ${d.number('rows')} sətir, sətirdə ${d.number('seq')} token olanda bu modelin heç bir planı yaddaş büdcəsinə (${d.bytes('budget')}) sığmır: ən kiçiyinə ${d.bytes('needed')} lazımdır. ${
      !d.has('fitRows')
        ? 'Daha kiçik model seçin.'
        : `Paketdə ${d.number('fitRows')} sətir, sətirdə ${d.number('fitSeq')} token sığar (${d.bytes('fitBytes')}).`
    }`,
  'beyond-adapter-limits': (d) =>
    `Bunun üçün ${d.bytes('needed')} həcmində bufer lazımdır, qrafik adapter isə ${d.bytes('allowed')} verir. Paketi, sətri və ya modeli kiçildin.`,
};

const device: ErrorTexts = {
  'no-webgpu': () =>
    'Bu brauzerdə WebGPU yoxdur. Chrome və ya Edge 113, Safari 26, Windows-da Firefox 141 və ya daha yenisini işlədin.',
  'no-adapter': () =>
    'WebGPU var, amma qrafik adapter tapmadı. Qrafik drayveri yeniləyin, aparat sürətləndirməsini yandırın.',
  'device-refused': (d) =>
    `“${d.text('adapter')}” qrafik adapteri açılmadı. Onu işlədən başqa proqramları bağlayıb yenidən cəhd edin.`,
  'device-lost': () =>
    'Qrafik qurğu ilə əlaqə itdi. Üzərindəkilər getdi, son nəzarət nöqtəsi isə salamatdır. Bir dəqiqə gözləyib ondan davam edin.',
  'tuning-device-lost': () =>
    'Nüvələr ölçülərkən qrafik qurğu ilə əlaqə itdi; ölçülənlərdən heç nə saxlanmadı. Bir dəqiqə gözləyib yenidən cəhd edin. Təkrar olsa, ölçməni ötürün: adi nüvələr işlədiləcək.',
  'no-kernel-works': () =>
    'Bu qrafik adapterdə heç bir nüvə düzgün hesablamır. Qrafik drayveri yeniləyin və ya başqa adapter seçin.',
  'gpu-out-of-memory': (d) =>
    `Qrafik adapter ${!d.has('rows') ? '' : 'ən kiçik plana lazım olan '}${d.bytes('bytes')} yaddaş verə bilmədi. Paketi və ya modeli kiçildin, ya da kartı işlədən başqa proqramları bağlayın.`,
  'plan-fell-back': (d) =>
    `Qrafik adapter seçilmiş plan üçün ${d.bytes('wanted')} yaddaş verə bilmədi. Öyrətmə daha kiçik planla gedir (${d.bytes('bytes')}). ${memoryChoice(d)}.`,
  'gpu-error': () => 'Qrafik adapter səhv bildirdi. Səhifəni yeniləyib son nəzarət nöqtəsindən davam edin.',
  'worker-failed': (d) =>
    `Studiyanın arxa plan işi başlaya bilmədi${d.has('reason') ? ` (${d.text('reason')})` : ''}. Səhifəni yeniləyin.`,
  'worker-silent': () => 'Studiyanın arxa plan işi cavab vermir. Səhifəni yeniləyin.',
};

const training: ErrorTexts = {
  cancelled: () => 'İş ləğv edildi; heç nə dəyişmədi.',
  'corpus-too-short': (d) =>
    `Cəmi ${d.number('tokens')} token var, ən azı ${d.number('needed')} lazımdır. Mətn əlavə edin və ya sətri qısaldın.`,
  'examples-none': (d) =>
    `${d.number('seq')} tokenə sığan heç bir nümunə yoxdur. Qısa nümunələr gətirin və ya konteksti uzun model seçin.`,
  'example-all-masked': (d) =>
    `Təlimat toplusunun ${ordinal(d.number('row'))} qeydində öyrənməli bir şey yoxdur. Onu düzəldin və ya çıxarın.`,
  'loss-not-finite': (d) =>
    `${ordinal(d.number('step'))} addımda itki və ya qradiyent ədəd olmaqdan çıxdı; bu addım heç bir çəkini dəyişmədi. Son nəzarət nöqtəsindən daha kiçik öyrənmə sürəti ilə davam edin.`,
  'first-loss-off': (d) =>
    `Təzə modelin ilk itkisi ${d.number('expected')} ətrafında olmalı idi, ${d.number('loss')} alındı. Çox güman ki, qrafik drayver səhv hesablayır. Drayveri yeniləyin.`,
  'setting-out-of-range': (d) => `“${d.text('setting')}” ayarının qiyməti yararsızdır: ${d.number('got')}.`,
  'step-skipped': (d) =>
    `${ordinal(d.number('step'))} addım heç nəyi dəyişmədi: qradiyenti 16 bitə sığmadı. İtki miqyası (${d.number('lossScale')}) yarıya enir; bu, hərdən olan adi haldır.`,
  'adapter-changed': (d) =>
    `Öyrətmə “${d.text('from')}” üzərində başlayıb, “${d.text('to')}” üzərində davam edir. O, başqa cür yuvarlaqlaşdırır, ona görə nəticə artıq hər bitinədək eyni deyil.`,
  'kernels-changed': () =>
    'Öyrətmə Ocağın başqa versiyası ilə başlayıb; onun nüvələri başqa cür yuvarlaqlaşdırır, ona görə nəticə artıq hər bitinədək eyni deyil.',
  'checkpoint-version': () =>
    'Bu nəzarət nöqtəsini Ocağın başqa versiyası yazıb. Orada davam edin və ya ixrac edilmiş çəkilərdən yeni öyrətmə başladın.',
  'feature-missing': (d) =>
    `Bunun üçün WebGPU-nun “${d.text('feature')}” imkanı lazımdır, “${d.text('adapter')}” adapterində isə yoxdur. Bu adapterdə yeni öyrətmə başladın.`,
  'sampling-out-of-range': (d) => `“${d.text('setting')}” ayarının qiyməti yararsızdır: ${d.number('got')}.`,
  'logits-not-finite': () =>
    'Model növbəti token üçün sonlu ədəd vermir: çəkiləri zədələnib və ya öyrətmə dağılıb. Əvvəlki nəzarət nöqtəsini işlədin.',
  'run-failed': (d) => `Öyrətmə alınmadı: ${d.text('reason')}`,
  'run-active': () => 'Öyrətmə gedir. Əvvəlcə ona fasilə verin və ya dayandırın.',
  'run-not-active': () => 'Bu öyrətmə bu vərəqdə getmir.',
  'run-missing': () => 'Bu öyrətmə daha saxlanmır. Başqasını seçin.',
  'run-over': () => 'Öyrətmə yenidən saxlanmadan bitdi; son nəzarət nöqtəsi yerindədir.',
  'run-elsewhere': () =>
    'Bu kompüterdə Ocaq başqa vərəqdə öyrədir. Onu gözləyin və ya orada fasilə verin, sonra burada yenidən cəhd edin.',
  'run-data-changed': () =>
    'Öyrətmə başlayandan sonra korpus və ya onun tokenləri dəyişib, ona görə hər bitinədək eyni davam edə bilməz. Nəzarət nöqtələri yerindədir: yeni öyrətmə başlayın.',
  'no-checkpoint': () => 'Öyrətmə nəzarət nöqtəsi olmadan bitdi. Onu yenidən başladın.',
  'no-preset': () => 'Başlamaq üçün hazır seçim yoxdur.',
  'prompt-empty': () => 'Davam etdirməyə mətn yoxdur. Heç olmasa bir işarə yazın.',
  'prompt-too-long': (d) =>
    `Mətn ${d.number('tokens')} tokendir, modelin konteksti isə ${d.number('capacity')} token tutur. Qısaldın.`,
};

const storage: ErrorTexts = {
  'storage-full': () =>
    'Brauzerin saxlama yerində bunun üçün boş yer qalmayıb. Əvvəl saxlananlardan heç nə itməyib. Diskdə yer açın və ya nəzarət nöqtələrini, mənbələri, layihələri silin, sonra yenidən cəhd edin.',
  'storage-unavailable': () =>
    'Brauzer bu səhifəyə məlumat saxlamağa icazə vermir. Səhifəni adi pəncərədə açın və saxlamağa icazə verin.',
  'storage-unreadable': () => 'Saxlanmış bir qeyd diskdən daha oxunmur. Qalan məlumata bu toxunmur.',
  'storage-persist-unavailable': () => 'Bu brauzer məlumatı saxlayacağına söz verə bilmir. Vacib olanı ixrac edin.',
  'database-newer': () =>
    'Saxlanmış məlumat Ocağın daha yeni buraxılışınındır. Heç nə dəyişdirilmədi. Səhifəni yeniləyin.',
  'database-blocked': () =>
    'Ocağın köhnə buraxılışı başqa vərəqdə açıqdır. O vərəqləri bağlayıb bu səhifəni yeniləyin.',
  'database-superseded': () => 'Ocağın yeni buraxılışı başqa vərəqdə açılıb. Bu vərəqi yeniləyin.',
  'database-lost': () => 'Saxlanmış məlumatla əlaqə itdi. Əvvəl saxlananlar yerindədir. Səhifəni yeniləyin.',
  'database-closed': () => 'Saxlanmış məlumat bağlanıb. Açmaq üçün səhifəni yeniləyin.',
  'database-upgrade-failed': () =>
    'Saxlanmış məlumat bu buraxılışa uyğunlaşdırıla bilmədi və olduğu kimi qaldı. Səhifəni yeniləyin.',
  'checkpoint-missing': () => 'Bu nəzarət nöqtəsi daha saxlanmır. Başqasını seçin.',
  'checkpoint-damaged': (d) =>
    `${ordinal(d.number('step'))} addımın nəzarət nöqtəsi zədələnib. Daha əvvəlkini işlədin.`,
  'checkpoint-passed-over': (d) =>
    `${ordinal(d.number('step'))} addımın nəzarət nöqtəsi zədələnib. Öyrətmə ${ordinal(d.number('from'))} addımınkından davam edir, aradakı addımlar yenidən öyrədilir.`,
  'checkpoint-tensor-missing': (d) =>
    `${ordinal(d.number('step'))} addımın nəzarət nöqtəsi Ocağın başqa buraxılışı ilə saxlanıb. Başqasını seçin.`,
  'checkpoint-none-whole': () => 'Bu öyrətmənin heç bir nəzarət nöqtəsi oxunmur. Onu yenidən başlamaq lazımdır.',
  'checkpoint-unverified': (d) =>
    `${ordinal(d.number('step'))} addımın nəzarət nöqtəsi yazıldı, amma eyni oxunmadı, ona görə atıldı; əvvəlki qalır. Yenidən saxlayın.`,
  'documents-damaged': (d) =>
    `“${d.text('source')}” mənbəyinin saxlanmış sənədləri zədələnib. Mənbəni silib yenidən əlavə edin.`,
  'tokens-damaged': () => 'Bu layihənin saxlanmış tokenləri zədələnib. Öyrətməni yenidən başladın.',
  'instructions-missing': () => 'Bu təlimat toplusu daha saxlanmır. Başqasını seçin.',
  'instructions-damaged': (d) => `Saxlanmış “${d.text('name')}” toplusu zədələnib. Onu silib yenidən əlavə edin.`,
  'project-missing': () => 'Bu layihə daha saxlanmır. Başqasını seçin və ya yenisini yaradın.',
  'evaluation-failed': (d) => `Qiymətləndirmə alınmadı: ${d.text('reason')}`,
  'nothing-held-out': () => 'Bu korpusda yoxlama üçün saxlanmış sənəd yoxdur. Sənəd əlavə edin.',
  'export-unverified': () =>
    'Yazılmış fayl yazılmalı olanla eyni deyil, ona görə verilmədi. Yenidən cəhd edin; təkrarlansa, diski yoxlayın.',
  'zip-too-large': () => 'Arxiv 4 GiB-dan böyük olardı, zip faylı isə bundan çoxunu tutmur.',
  'out-of-memory': () => 'Yaddaş çatmır. Başqa vərəqləri və proqramları bağlayın və ya kiçik model seçin.',
};

export const errors: ErrorTexts = { ...files, ...tokenizer, ...model, ...device, ...training, ...storage };
