import type { DetailTexts, ErrorTexts } from '../language.ts';
import { ordinal } from './endings.ts';
import { endpointErrors } from './endpoint-errors.ts';
import { ggufErrors } from './gguf-errors.ts';
import { hubErrors } from './hub-errors.ts';
import { model as modelMessages } from './model.ts';

/** Names of a model's fields, as the Model screen has them. */
const fields: Record<string, string> = {
  vocabSize: 'lüğətin həcmi',
  hiddenSize: 'gizli ölçü',
  layers: 'qat sayı',
  heads: 'diqqət başlığı sayı',
  kvHeads: 'açar-qiymət başlığı sayı',
  headSize: 'başlığın ölçüsü',
  ffnSize: 'FFN eni',
  contextLength: 'kontekst',
};
const field = (d: DetailTexts) => fields[d.text('field')] ?? d.text('field');

const TEMPLATE_LIMITS: Record<string, string> = {
  time: 'bir söhbətə bir saniyədən çox vaxt sərf etdi',
  size: 'bir söhbət üçün 1 MB-dan çox mətn yazdı',
  memory: 'həddən artıq yaddaş tutdu',
};

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

const noExam: Record<string, string> = {
  fields: 'qeydlərində sual, variantlar və düzgün cavab üçün sahə yoxdur',
  questions: 'heç bir qeyddə sual, ən azı iki variant və düzgün cavab bir yerdə deyil',
};

const indices: Record<string, string> = {
  both: 'həm 0, həm də variantların sayına bərabər nömrə var',
  neither: 'nə 0 var, nə də variantların sayına bərabər nömrə',
};

/** What a setting may be. */
const ranges: Record<string, string> = {
  'count-from-1': 'ən azı 1 olan tam ədəd',
  'count-to-10': '1-dən 10-a qədər tam ədəd',
  count: '0 və ya müsbət tam ədəd',
  'above-0': '0-dan böyük',
  'from-0': '0 və ya ondan böyük',
  'below-1': '0-dan kiçik olmayan, 1-dən kiçik ədəd',
  'to-1': '0 ilə 1 arasında',
};

const files = {
  'archive-bomb': (d) =>
    `“${d.text('file')}” açılanda ${d.bytes('limit')} həddini aşır, bu isə onun öz həcminə uyğun deyil; oxuma orada dayandı. Həqiqətən bunu oxumaq istəyirsinizsə, onu özünüz açıb içindəki faylları seçin.`,
  'archive-damaged': (d) =>
    `${d.text('member') === d.text('file') ? `“${d.text('file')}”` : `“${d.text('file')}” içindəki “${d.text('member')}”`} zədələnib: ${d.text('format')} məlumatı ${ordinal(d.number('at'))} baytdan sonra oxunmur. Ondan əvvəlki hissə oxundu. Faylı yenidən endirin və ya yenidən sıxın.`,
  'archive-member-large': (d) =>
    `“${d.text('file')}” içindəki “${d.text('member')}” oxunmaq üçün bütövlükdə yaddaşda saxlanmalıdır, burada isə ${d.bytes('limit')} yer var. Arxivi özünüz açıb bu faylı ayrıca seçin.`,
  'archive-not-one-file': (d) =>
    `“${d.text('file')}” arxivində oxunacaq bir fayl olmalıdır, amma ya heç biri yoxdur, ya da birdən çoxdur. Arxivi özünüz açıb qeydlər olan faylı seçin.`,
  'archive-members': (d) =>
    `“${d.text('file')}” içindəki faylların sayı ${d.number('count')} həddini aşır; qalanı oxunmadı. Onları daha az və daha böyük fayllarda toplayın və ya arxivi bölün.`,
  'file-empty': (d) => `${d.text('file')} boşdur. İçində mətn olan fayl seçin.`,
  'file-binary': (d) =>
    `${d.text('file')} tanınan kodlaşdırmada mətn deyil. Mətndirsə, onu UTF-8 kimi saxlayıb yenidən cəhd edin.`,
  'file-encoding': (d) =>
    `${d.text('file')} kodlaşdırmasının “${d.text('encoding')}” olduğunu bildirir, amma bu kodlaşdırmada oxunmur. Onu hazırlandığı proqramda açıb UTF-8 kimi saxlayın və yenidən cəhd edin.`,
  'file-lfs-pointer': (d) =>
    `${d.text('file')} faylın özü deyil, Git LFS göstəricisidir. Faylın özünü endirin, məsələn, “git lfs pull” əmri ilə.`,
  'file-arrow-unreadable': (d) =>
    `${d.text('file')} adlı Arrow faylı oxunmadı (${d.text('reason')}). Onu yenidən endirin və ya qeydlərini JSON Lines kimi saxlayın.`,
  'file-parquet-unreadable': (d) =>
    `${d.text('file')} adlı Parquet faylı oxunmadı (${d.text('reason')}). Onu yenidən endirin və ya qeydlərini JSON Lines kimi saxlayın.`,
  'file-damaged': (d) =>
    `${d.text('file')} zədələnmiş ${d.text('format')} faylıdır. Onu yenidən endirin və ya köçürün; alınmasa, hazırlandığı proqramda açıb yenidən saxlayın.`,
  'file-locked': (d) =>
    `${d.text('file')} şifrələnmiş və ya surətinin çıxarılması qadağan edilmiş ${d.text('format')} faylıdır. Qorunmayan fayl seçin: məsələn, onu parolu ilə açıb parolsuz saxlayın.`,
  'file-old-word': (d) =>
    `${d.text('file')} köhnə növ Office faylıdır (.doc), belə fayllar burada oxunmur. Onu Word və ya LibreOffice proqramında açıb .docx və ya sadə mətn kimi saxlayın və həmin faylı seçin.`,
  'file-part-too-large': (d) =>
    `${d.text('file')} oxunmadı: “${d.text('part')}” hissəsi açılanda ${d.bytes('limit')} həddini aşır, bu isə faylın öz həcminə uyğun deyil. Fayl etibarlıdırsa, mətnini başqa formatda saxlayıb onu seçin.`,
  'file-scanned': (d) =>
    `${d.text('file')} faylında mətn yox, mətnin şəkilləri var. Əvvəlcə mətn tanıma (OCR) proqramı ilə onun mətnini çıxarın.`,
  'file-unreadable': (d) =>
    `“${d.text('file')}” faylı artıq oxunmur: seçiləndən sonra dəyişdirilib, köçürülüb və ya cihaz ayrılıb. Onu yenidən seçin.`,
  'image-failed': () =>
    'Brauzer qrafiki şəkil kimi çəkə bilmədi. Pəncərəni böyüdüb yenidən cəhd edin və ya ədədləri CSV kimi endirin.',
  'instructions-none': (d) =>
    `${d.text('file')} faylında yararlı təlimat qeydi yoxdur: ${noneUsable[d.text('reason')] ?? 'heç biri oxunmadı'}. Qeydlərində “instruction” və “output” kimi sahələr olan JSON, JSONL, CSV və ya TSV faylı gətirin.`,
  'instructions-too-large': (d) =>
    `“${d.text('file')}” faylında 512 MiB-dan çox məlumat var. Onu bir neçə fayla bölün.`,
  'pairs-none': (d) =>
    `“${d.text('file')}” faylında cümlə cütü yoxdur: sətirlərinin heç birində “good” və “bad” (və ya “sentence_good” və “sentence_bad”) kimi sahələrdə iki fərqli cümlə tapılmadı. Belə sahələri olan JSON, JSONL, CSV, TSV və ya Parquet faylı seçin.`,
  'exam-unknown': (d) =>
    `“${d.text('file')}” faylında oxuna bilən imtahan yoxdur: ${noExam[d.text('reason')] ?? 'heç bir sual oxunmadı'}. Qeydlərində “question”, “choices” və “answer” kimi sahələr olan JSON, JSONL, CSV, TSV və ya Parquet faylı gətirin.`,
  'exam-index-ambiguous': (d) =>
    `“${d.text('file')}” faylında cavabların 0-dan, yoxsa 1-dən sayıldığı bilinmir: ${indices[d.text('reason')] ?? 'nömrələr bunu göstərmir'}. Necə sayıldığını seçin.`,
  'cleaning-damaged': (d) =>
    `“${d.text('source')}” mənbəyinin təmizlənmiş şəkli zədələnib. Korpusu yenidən təmizləyin: oxunmuş sənədlər ayrıca saxlanır.`,
  'cleaning-step-unknown': (d) =>
    `Ocağın bu versiyasında “${d.text('step')}” adlı təmizləmə addımı yoxdur. Ocağı yeniləyin və ya addımı söndürün.`,
  'cleaning-step-option': (d) =>
    `“${d.text('step')}” təmizləmə addımının “${d.text('option')}” ayarı ona uyğun deyil. Ocağı yeniləyin və ya ayarı çıxarın.`,
  'cleaning-step-order': (d) =>
    `“${d.text('step')}” addımı sənədləri bir-bir təmizləyir və sənədləri müqayisə edən “${d.text('after')}” addımından sonra gələ bilməz. Onu ondan əvvələ keçirin.`,
  'source-unreadable': (d) =>
    `“${d.text('file')}” içində oxuna bilən fayl yoxdur (${d.number('files')} fayl ötürüldü, birincisi: ${d.text('first')}). Mətn, cədvəl və ya sənəd saxlayan fayl seçin.`,
  'stages-unknown': (d) =>
    `“${d.text('source')}” ilə nə edildiyi sənəd-sənəd göstərilə bilmir: onu Ocağın başqa versiyası təmizləyib. Bunu görmək üçün korpusu yenidən təmizləyin.`,
  'source-changed': (d) => `“${d.text('name')}” mənbəyi bu arada yenidən təmizlənib. Bir də cəhd edin.`,
  'source-missing': () => 'Bu mənbə silinib və ya başqa vərəqdə təmizlənir. Korpusa yenidən baxın.',
  'document-missing': () => 'Bu sənəd artıq korpusda yoxdur: mənbəyi silinib və ya təmizləmə onu çıxarıb.',
  'evaluation-too-large': (d) =>
    `Qiymətləndirmə dəstlərinin mətni birlikdə ən çoxu ${d.bytes('limit')} ola bilər; bununla daha çox olur. Yalnız modellərin yoxlandığı hissəni əlavə edin və ya başqa dəsti çıxarın.`,
  'trusted-too-short': (d) =>
    `Etibarlı mətndə ${d.number('length')} işarə var. Başqa mətnlər barədə nəsə demək üçün ən azı ${d.number('least')} işarə lazımdır. Daha çox etibarlı mətn seçin və ya addımı söndürün.`,
  'reference-empty': (d) =>
    `“${d.text('name')}” içində tutuşdurmağa mətn yoxdur. Mətn olan fayl və ya sahələrində mətn olan qeydlər seçin.`,
  'document-too-large': (d) =>
    `“${d.text('source')}” faylının ${ordinal(d.number('document'))} sənədi çox böyükdür. Onu, məsələn, sətirlərlə bölün.`,
  'sample-missing': (d) => `Nümunə faylı ${d.text('path')} yüklənmədi. Səhifəni yeniləyin və yenidən cəhd edin.`,
  'file-missing': (d) =>
    `“${d.text('folder')}” içində ${d.text('file')} yoxdur. Bütöv model qovluğunu seçin və ya çatışmayan faylı endirin.`,
  'file-not-json': (d) =>
    `“${d.text('file')}” düzgün JSON deyil: fayl zədələnib. Onu yenidən endirin və ya ixrac edin.`,
  'file-not-utf8': (d) =>
    `“${d.text('file')}” UTF-8 mətni deyil: fayl zədələnib. Onu yenidən endirin və ya ixrac edin.`,
  'file-too-large': (d) =>
    `“${d.text('file')}” ${d.bytes('bytes')} tutur, belə fayl isə ən çox ${d.bytes('limit')} ola bilər: zədələnib və ya adı səhvdir. Onu yenidən endirin.`,
} satisfies Partial<ErrorTexts>;

/** What a damaged file asks for. */
const again = 'Onu yenidən endirin və ya köçürün.';

const modelFolders = {
  'config-not-object': (d) =>
    `“${d.text('file')}” modelin ayar faylı deyil: içində JSON obyekti yoxdur. Model qovluğundakı config.json faylını seçin.`,
  'config-model-type': (d) =>
    `“${d.text('file')}” Ocağın tanımadığı növdə model göstərir: ${d.text('value')}. Başqa model seçin.`,
  'config-architecture': (d) =>
    `“${d.text('file')}” mətn yaradan model göstərmir: ${d.text('value')}. Növünün adı “ForCausalLM” ilə bitən model seçin.`,
  'config-unsupported': (d) =>
    `“${d.text('file')}” Ocağın dəstəkləmədiyi ayar istəyir (${d.text('field')}: ${d.text('value')}); onsuz model səhv cavab verərdi. Bu ayarı olmayan model seçin.`,
  'config-family': (d) =>
    `Ocağın bu buraxılışı “${d.text('family')}” ailəsindən olan modelləri tanımır. Modeli onu yaratmış buraxılışda açın.`,
  'chat-template-failed': (d) =>
    `Söhbət şablonu söhbəti qəbul etmir: ${d.text('reason')}. Başqa şablon seçin və ya onun tanımadığını, məsələn, sistem sorğusunu çıxarın.`,
  'chat-template-invalid': (d) =>
    `Söhbət şablonu Jinja şablonu deyil: ${d.text('reason')}. Onu yazıldığı yerdə düzəldin və ya başqa şablon seçin.`,
  'chat-template-limit': (d) =>
    `Söhbət şablonu ${TEMPLATE_LIMITS[d.text('limit')] ?? 'həddi aşdı'} və dayandırıldı. Başqa şablon seçin: bu şablon ya zədələnib, ya da pis niyyətlidir.`,
  'config-remote-code': (d) =>
    `“${d.text('file')}” modellə birlikdə gələn proqram kodunu işə salmaq istəyir; Ocaq belə kodu heç vaxt işlətmir. Koda ehtiyacı olmayan model seçin.`,
  'config-rope-scaling': (d) =>
    d.has('field')
      ? `“${d.text('file')}” faylında RoPE miqyası yarımçıqdır: ${d.text('field')} yoxdur, onsuz model səhv cavab verərdi. Onu modelin əsl ayar faylından götürüb əlavə edin.`
      : `“${d.text('file')}” faylında RoPE miqyası iki cür yazılıb (rope_scaling və rope_parameters). Səhv olanı silin.`,
  'config-rope-theta-conflict': (d) =>
    `“${d.text('file')}” faylında RoPE bazası iki cür yazılıb: ${d.text('outside')} və ${d.text('inside')}. Səhv olanı silin.`,
  'config-field-type': (d) =>
    `“${d.text('file')}” faylında ${d.text('field')} sahəsinin qiyməti yararsızdır: ${d.text('value')}. Faylı düzəldin və ya yenidən endirin.`,
  'config-token-id': (d) =>
    `${d.number('id')} nömrəli xüsusi token lüğətdən kənardadır: lüğətdə ${d.number('vocabSize')} token var. Ayar faylı ilə tokenizatoru eyni modeldən götürün.`,
  'folder-pickle': (d) =>
    `“${d.text('folder')}” qovluğunda çəkilər “pytorch_model.bin” faylındadır. Bu fayl kod icra edə bildiyi üçün oxunmur. Onu torch və safetensors olan Python ilə həmin qovluqda çevirin: ${d.text('command')}`,
  'folder-no-weights': (d) =>
    `“${d.text('folder')}” qovluğunda safetensors formatında çəkilər yoxdur. Bütöv model qovluğunu seçin.`,
  'folder-index': (d) =>
    `“${d.text('folder')}” qovluğundakı model.safetensors.index.json zədələnib: hansı tenzorun hansı faylda olduğu bilinmir. Onu yenidən endirin.`,
  'folder-index-mismatch': (d) =>
    `“${d.text('folder')}” modelinin hissələri öz siyahısına uyğun gəlmir (“${d.text('tensor')}” tenzoru). Modeli yenidən endirin.`,
  'folder-tensor-missing': (d) =>
    `“${d.text('folder')}” modelində ayar faylının tələb etdiyi “${d.text('tensor')}” tenzoru yoxdur: model yarımçıq endirilib və ya ayar faylı ilə çəkilər bir-birinə aid deyil. Modeli yenidən endirin.`,
  'folder-adapter-alone': (d) =>
    `“${d.text('folder')}” qovluğunda LoRA adapteri var, aid olduğu model isə yoxdur. Əvvəlcə adapteri həmin modelə birləşdirin və alınan modeli verin.`,
  'folder-adapter-inside': (d) =>
    `“${d.text('folder')}” modeli içində peft LoRA adapteri ilə saxlanılıb: onda “${d.text('tensor')}” tenzoru var. Adapteri hazırlandığı yerdə modelə birləşdirib (merge_and_unload) modeli yenidən saxlayın, ya da əsas modeli və adapteri ayrı qovluqlardan açın.`,
  'folder-tensor-unexpected': (d) =>
    `“${d.text('folder')}” modelində ayar faylının göstərmədiyi “${d.text('tensor')}” tenzoru var: model başqa növdəndir və ya ayar faylı ilə çəkilər bir-birinə aid deyil. Modeli yenidən endirin.`,
  'folder-tensor-shape': (d) =>
    `“${d.text('folder')}” modelində “${d.text('tensor')}” tenzorunun ölçüsü ${d.text('got')}, ayar faylına görə isə ${d.text('expected')} olmalıdır. Ayar faylı ilə çəkiləri eyni modeldən götürün.`,
  'folder-tied-differ': (d) =>
    `“${d.text('folder')}” modelinin ayar faylına görə giriş və çıxış cədvəli birdir (tie_word_embeddings), çəkilərdə isə onlar fərqlidir. Cədvəllər doğrudan da ikidirsə, faylda tie_word_embeddings qiymətini false edin.`,
  'folder-tokenizer-too-large': (d) =>
    `Tokenizatorda ${d.number('id')} nömrəli token var, model isə bu qədər token tanımır; heç nə ixrac edilmədi. Ayar faylı ilə tokenizatoru eyni modeldən götürün.`,
  'folder-special-token': (d) =>
    `Ayar faylının göstərdiyi ${d.number('id')} nömrəli token (${d.text('field')}) tokenizatorda yoxdur; heç nə ixrac edilmədi. Ayar faylı ilə tokenizatoru eyni modeldən götürün.`,
  'safetensors-too-short': (d) =>
    `“${d.text('file')}” cəmi ${d.bytes('bytes')} tutur; safetensors faylı belə kiçik olmur. ${again}`,
  'safetensors-header-too-large': (d) =>
    `“${d.text('file')}” zədələnib və ya safetensors faylı deyil: başlığının həcmi (${d.bytes('bytes')}) yol veriləndən (${d.bytes('limit')}) böyükdür. ${again}`,
  'safetensors-header-outside-file': (d) => `“${d.text('file')}” yarımçıqdır: öz başlığının içində qırılır. ${again}`,
  'safetensors-header-start': (d) =>
    `“${d.text('file')}” safetensors faylı deyil və ya zədələnib: başlığı “{” ilə başlamır. ${again}`,
  'safetensors-header-not-utf8': (d) => `“${d.text('file')}” zədələnib: başlığı UTF-8 mətni deyil. ${again}`,
  'safetensors-header-not-json': (d) => `“${d.text('file')}” zədələnib: başlığı düzgün JSON deyil. ${again}`,
  'safetensors-duplicate-name': (d) =>
    `“${d.text('file')}” faylında “${d.text('name')}” adı iki dəfə keçir və hansının doğru olduğu bilinmir; fayl oxunmadı. ${again}`,
  'safetensors-metadata': (d) =>
    `“${d.text('file')}” faylının əlavə məlumatı (__metadata__) mətnlərdən ibarət deyil; fayl oxunmadı. ${again}`,
  'safetensors-entry': (d) =>
    `“${d.text('file')}” faylında “${d.text('name')}” tenzorunun növü, ölçüsü və yeri düzgün göstərilməyib; fayl oxunmadı. ${again}`,
  'safetensors-unknown-dtype': (d) =>
    `“${d.text('file')}” faylında “${d.text('name')}” tenzorunun ədəd növü tanış deyil: ${d.text('dtype')}. Modeli float32, float16 və ya bfloat16 növünə çevirin.`,
  'safetensors-not-float': (d) =>
    `“${d.text('file')}” faylında “${d.text('name')}” tenzorunun ədədləri ${d.text('dtype')} növündədir. Modeli float32, float16 və ya bfloat16 növünə çevirin.`,
  'safetensors-shape': (d) =>
    `“${d.text('file')}” faylında “${d.text('name')}” tenzorunun ölçüsü mümkün deyil; fayl oxunmadı. ${again}`,
  'safetensors-span': (d) =>
    `“${d.text('file')}” faylında “${d.text('name')}” tenzoruna ${d.bytes('expected')} lazımdır, ${d.bytes('got')} ayrılıb; fayl oxunmadı. ${again}`,
  'safetensors-offsets': (d) =>
    `“${d.text('file')}” faylında tenzorlar üst-üstə düşür və ya aralarında boşluq qalır (“${d.text('name')}”); fayl oxunmadı. ${again}`,
  'safetensors-truncated': (d) =>
    `“${d.text('file')}” yarımçıqdır: ${d.bytes('expected')} əvəzinə ${d.bytes('size')} var. ${again}`,
  'safetensors-trailing-bytes': (d) =>
    `“${d.text('file')}” zədələnib: sonunda heç bir tenzora aid olmayan baytlar var. ${again}`,
  'zip-not-an-archive': (d) => `“${d.text('file')}” zip arxivi deyil və ya sonu yoxdur. ${again}`,
  'zip-damaged': (d) => `“${d.text('file')}” arxivi zədələnib. ${again}`,
  'zip-unsupported': (d) =>
    `“${d.text('file')}” arxivindəki “${d.text('entry')}” şifrələnib və ya naməlum üsulla sıxılıb. Arxivi özünüz açın və qovluğu seçin.`,
  'zip-too-large': (d) =>
    d.has('entry')
      ? `“${d.text('file')}” arxivindəki “${d.text('entry')}” açılanda ${d.bytes('bytes')} olur, burada isə ən çox ${d.bytes('limit')} açılır. Arxivi özünüz açın və qovluğu seçin.`
      : 'Arxiv 4 GiB-dan böyük olardı, zip faylı isə bundan çoxunu tutmur. Modeli 16 bitlik formatda ixrac edin.',
} satisfies Partial<ErrorTexts>;

const tokenizer = {
  'vocabulary-too-small': (d) =>
    `${d.number('asked')} tokenlik lüğət çox kiçikdir. Ən azı ${d.number('least')} token istəyin.`,
  'vocabulary-too-large': (d) =>
    `${d.number('asked')} tokenlik lüğət çox böyükdür: bu mətnlə ən çox ${d.number('possible')} token alınır. Kiçik lüğət seçin və ya mətn əlavə edin.`,
  'tokenizer-training-memory': (d) =>
    `Tokenizatoru öyrətmək üçün ${d.number('megabytes')} MB yaddaş lazımdır, brauzer isə bu qədər vermir. Onu korpusun bir hissəsində öyrədin.`,
  'no-tokenizer': () => 'Bu layihədə hələ tokenizator yoxdur. Əvvəlcə Tokenizator ekranında öyrədin.',
  'tokenizer-missing': () => 'Bu modelə aid tokenizator artıq saxlanmır. Yeni tokenizator və yeni model öyrədin.',
  'corpus-not-cleaned': () =>
    'Bu layihənin mətnləri hələ təmizlənməyib, ona görə öyrənmək üçün mətn yoxdur. Əvvəlcə korpusu təmizləyin.',
  'corpus-empty': () => 'Bu layihədə hələ mətn yoxdur. Əvvəlcə Korpus ekranında fayl əlavə edin.',
  'mixture-weights': () =>
    'Bu çəkilərlə mənbələr qarışdırıla bilmir. Hər mənbəyə 0 (iştirak etmir) və ya daha böyük çəki verin; ən azı biri 0-dan böyük olsun.',
  'mixture-source-empty': (d) =>
    `“${d.text('source')}” mənbəyinə çəki verilib, amma mətni yoxdur. Ona mətn əlavə edin və ya çəkisini 0 edin.`,
  'tokenizer-json-invalid': (d) =>
    `Bu tokenizer.json işlədilə bilmir: “${d.text('field')}” sahəsi yararsızdır və ya dəstəklənmir. Başqa tokenizator seçin; fayl zədəlidirsə, onu yenidən endirin.`,
  'tokenizer-text-missing': (d) =>
    `Bu tokenizator “${d.text('text')}” mətnini ifadə edə bilmir: nə onun üçün, nə də naməlum mətn üçün tokeni var. Başqa tokenizator seçin və ya belə mətni çıxarın.`,
  'tokenizer-changed': () =>
    'Öyrətmə layihənin indiki tokenizatoru ilə aparılmayıb, ona görə korpusun indiki halı ilə davam edə bilməz. Öz mətni ilə davam edin və ya yeni öyrətmə başladın.',
  'tokenizer-byte-missing': (d) =>
    `Bu tokenizatorda 0x${d.text('byte')} baytı üçün token yoxdur, ona görə hər mətni bölə bilmir. 256 baytın hamısı olan tokenizator seçin.`,
  'tokenizer-no-eos': () =>
    'Bu tokenizatorda mətnin sonunu bildirən token yoxdur; model mətnin harada bitdiyini onsuz öyrənə bilmir. Belə tokeni olan tokenizator seçin.',
  'run-too-long': () =>
    'Mətndə fasiləsiz milyonlarla hərf var, bu tokenizator onu bölə bilmir. Hərfləri boşluqla və ya yeni sətirlə ayırın, yaxud bu sənədi çıxarın.',
  'split-pattern-slow': () =>
    'Bu tokenizatorun mətni bölmə qaydası bu mətndə həddən artıq vaxt apardı və dayandırıldı. Başqa tokenizator seçin: bu, ya zədələnib, ya da qəsdən belə qurulub.',
  'split-pattern-unsupported': () =>
    'Bu tokenizatorun mətni bölmə qaydasını Ocaq işlədə bilmir. Qaydası sadə olan tokenizator seçin, məsələn, Llama 3-ünkü kimi.',
  'special-tokens-invalid': (d) =>
    `“${d.text('token')}” xüsusi token ola bilmir: boşdur və ya artıq var. Hər xüsusi tokenə öz yazılışını verin, məsələn, “<|user|>”.`,
  'template-placeholder': (d) =>
    `“${d.text('template')}” şablonunda {instruction} düz bir dəfə keçməlidir. Şablonu düzəldin.`,
  'token-out-of-range': (d) =>
    `Mətndə modelin tanımadığı token var${d.has('token') ? ` (${d.number('token')})` : ''}. Modelə aid olan tokenizatoru işlədin.`,
  'token-outside-vocabulary': (d) =>
    `Tokenizator zədələnib: lüğətində ${d.number('vocabSize')} token var, özü isə ${d.number('token')} nömrəlisini verdi. Onu yenidən öyrədin.`,
} satisfies Partial<ErrorTexts>;

const model = {
  'config-biases': () =>
    'Diqqətdə yalnız q, k və v üçün, üstəlik MLP üçün sürüşmə əlavə etməyi heç bir model faylı ifadə edə bilmir. Onlardan birini seçin.',
  'config-heads-share': (d) =>
    `GPT-2 modelində açar-qiymət başlıqlarının sayı başlıqların sayına bərabər olmalı və başlıqlar gizli ölçünü (${d.number('hiddenSize')}) tam bölüşməlidir, indi isə ölçüsü ${d.number('headSize')} olan ${d.number('heads')} başlıq və ${d.number('kvHeads')} açar-qiymət başlığı istənilir. Onları bərabərləşdirin.`,
  'config-heads-do-not-divide': (d) =>
    `Gizli ölçü (${d.number('hiddenSize')}) diqqət başlıqlarına (${d.number('heads')}) bərabər bölünmür. Başlıqların sayına bölünən gizli ölçü seçin.`,
  'config-kv-heads-do-not-divide': (d) =>
    `${d.number('heads')} diqqət başlığı ${d.number('kvHeads')} açar-qiymət başlığına bərabər bölünmür. Diqqət başlıqlarının sayını bölən ədəd seçin.`,
  'config-head-size-not-multiple-of-4': (d) =>
    `Bir başlığın ölçüsü 4-ə bölünməlidir, indi ${d.number('headSize')} alınır. Gizli ölçünü və ya başlıqların sayını dəyişin.`,
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
  'muon-without-matrices': () =>
    'Muon layların matrislərini öyrədir, burada isə onların heç biri öyrədilmir: adapterləri AdamW öyrədir. AdamW seçin.',
  'parameter-beyond-binding': (d) =>
    `Bir matris ${d.bytes('bytes')} tutur, bu adapter isə bir dəfəyə ən çox ${d.bytes('limit')} götürür. Modelin gizli ölçüsünü və ya FFN enini kiçildin.`,
  'beyond-budget': (d) =>
    `Paketdə ${d.number('rows')} sətir, sətirdə ${d.number('seq')} token olanda bu modelin heç bir planı yaddaş büdcəsinə (${d.bytes('budget')}) sığmır: ən kiçiyinə ${d.bytes('needed')} lazımdır. ${
      !d.has('fitRows')
        ? 'Daha kiçik model seçin.'
        : `Paketdə ${d.number('fitRows')} sətir, sətirdə ${d.number('fitSeq')} token sığar (${d.bytes('fitBytes')}).`
    }`,
  'beyond-adapter-limits': (d) =>
    `Bunun üçün ${d.bytes('needed')} həcmində bufer lazımdır, qrafik adapter isə ${d.bytes('allowed')} verir. Paketi, sətri və ya modeli kiçildin.`,
} satisfies Partial<ErrorTexts>;

const device = {
  'no-webgpu': () =>
    'Bu brauzerdə WebGPU yoxdur. Chrome və ya Edge 113, Safari 26, Windows-da Firefox 141 və ya daha yenisini işlədin.',
  'no-adapter': () =>
    'WebGPU var, amma qrafik adapter tapılmadı. Qrafik drayveri yeniləyin, aparat sürətləndirməsini yandırın.',
  'device-refused': (d) =>
    `“${d.text('adapter')}” qrafik adapteri açılmadı. Onu işlədən başqa proqramları bağlayıb yenidən cəhd edin.`,
  'device-lost': () =>
    'Qrafik cihaz ilə əlaqə itdi. Onun yaddaşındakılar itdi, son saxlama nöqtəsi isə salamatdır. Bir dəqiqə gözləyib ondan davam edin.',
  'device-lost-again': (d) =>
    `Qrafik cihaz ilə əlaqə ${d.number('step')}-ci addımdan sonra dalbadal ${d.number('times')} dəfə itdi, öyrətmə bir addım da irəli getmədi. Son saxlama nöqtəsi salamatdır. Çox güman ki, bir addım karta ya çox ağır gəlir, ya da yaddaşı çatmır: mikropaketi və ya modeli kiçildin, qrafik drayveri yeniləyin, yaxud başqa kartda davam edin.`,
  'adapter-away': (d) =>
    `Öyrətmə “${d.text('from')}” adapterində gedirdi, indi isə brauzer yalnız “${d.text('to')}” verir: qrafik drayver bir neçə dəfə dayananda belə olur. Brauzeri bağlayıb yenidən açın, öyrətmə özü davam edəcək. Ya da onu dayandırıb olan adapterdə davam etdirin.`,
  'tuning-device-lost': () =>
    'Nüvələr ölçülərkən qrafik cihaz ilə əlaqə itdi; ona qədər ölçülənlər saxlandı. Bir dəqiqə gözləyib yenidən cəhd edin. Təkrar olsa, ölçməni ötürün: qalanları üçün standart nüvələr işlədiləcək.',
  'no-kernel-works': () =>
    'Bu qrafik adapterdə heç bir nüvə düzgün hesablamır. Qrafik drayveri yeniləyin və ya başqa adapter seçin.',
  'gpu-out-of-memory': (d) =>
    `Qrafik adapter ${!d.has('rows') ? '' : 'ən kiçik plana lazım olan '}${d.bytes('bytes')} yaddaş verə bilmədi. Paketi və ya modeli kiçildin, ya da kartı işlədən başqa proqramları bağlayın.`,
  'plan-fell-back': (d) =>
    `Qrafik adapter seçilmiş plan üçün ${d.bytes('wanted')} yaddaş verə bilmədi. Öyrətmə daha kiçik planla gedir (${d.bytes('bytes')}). ${memoryChoice(d)}.`,
  'gpu-error': () => 'Qrafik adapter səhv bildirdi. Səhifəni yeniləyib son saxlama nöqtəsindən davam edin.',
  'worker-died': () =>
    'Bu iş yarımçıq qaldı: studiyanın arxa plan işi elə onun ortasında dayandı. Ondan əvvəl saxlanmış nə varsa, salamatdır. Yenidən cəhd edin.',
  'worker-failed': (d) =>
    `Studiyanın arxa plan işi başlaya bilmədi${d.has('reason') ? ` (${d.text('reason')})` : ''}. Səhifəni yeniləyin.`,
  'language-missing': (d) =>
    `${d.text('language')} dilinin mətnləri yüklənmədi. Bağlantını yoxlayın və dili yenidən seçin.`,
  'worker-silent': () => 'Studiyanın arxa plan işi cavab vermir. Səhifəni yeniləyin.',
  'worker-unstable': (d) =>
    `Studiyanın arxa plan işi iki dəqiqə ərzində ${d.number('times')} dəfə dayandı, ona görə daha özü-özünə başladılmır. Saxlanmış nə varsa, salamatdır. Ola bilsin, yaddaş çatmır: başqa vərəqləri və proqramları bağlayın, sonra onu yenidən başladın və ya səhifəni yeniləyin.`,
  'kernel-wrong': (d) =>
    `Qrafik kartın bir nüvəsi səhv hesabladı: ${d.number('expected')} əvəzinə ${d.number('got')}. Qrafik drayveri yeniləyin.`,
  'overflow-unseen': (d) =>
    `“${d.text('adapter')}” kartının qrafik drayveri ədəd olmayan nəticələrin fərqinə varmır: 16 bitə sığmayan addım ötürülmək əvəzinə çəkiləri korlayardı. Bu kartda modeli 32 bitdə öyrədin, ya da sistemi və qrafik drayveri yeniləyin (Mac-də macOS 15 bəs edir).`,
  'pipeline-refused': (d) =>
    `Qrafik adapter “${d.text('shader')}” nüvəsini qəbul etmədi. Qrafik drayveri yeniləyin və ya başqa adapter seçin.`,
  'binding-refused': () =>
    'Qrafik adapter planın buferlərini qəbul etmədi. Qrafik drayveri yeniləyin, paketi və ya modeli kiçildin.',
  unexpected: (d) =>
    `Ocağın özündə xəta baş verdi (${d.text('message')}). Səhifəni yeniləyin; təkrarlansa, təfərrüatla birlikdə bizə xəbər verin.`,
} satisfies Partial<ErrorTexts>;

const training = {
  cancelled: () => 'İş ləğv edildi; heç nə dəyişmədi.',
  'corpus-too-short': (d) =>
    `Cəmi ${d.number('tokens')} token var, ən azı ${d.number('needed')} lazımdır. Mətn əlavə edin və ya sətri qısaldın.`,
  'examples-held-out': (d) =>
    `Yararlı qeydlərin hamısı (${d.number('records')}) yoxlama üçün ayrılıb, öyrənmək üçün heç nə qalmır. Hansı qeydin ayrıldığı mətnindən asılıdır; daha çox qeyd əlavə edin.`,
  'examples-none': (d) =>
    `${d.number('seq')} tokenə sığan heç bir nümunə yoxdur. Qısa nümunələr gətirin və ya konteksti uzun model seçin.`,
  'example-all-masked': (d) =>
    `Təlimat dəstinin ${ordinal(d.number('row'))} qeydində öyrənmək üçün heç nə yoxdur. Onu düzəldin və ya çıxarın.`,
  'loss-not-finite': (d) =>
    `${ordinal(d.number('step'))} addımda itki və ya qradiyent artıq ədəd deyil, ardıcıl ${d.number('steps')} addımda belə olub. Bu addımlar heç bir çəkini dəyişmədi, əvvəlki saxlama nöqtələri salamatdır. Öyrətməni daha kiçik öyrənmə sürəti ilə davam etdirin.`,
  'loss-spike': (d) =>
    `${ordinal(d.number('step'))} addımda itki ${d.number('loss')} oldu; əvvəlki addımlarda ${d.number('usual')} ətrafında idi. Tək bir belə addım qəribə mətndən ola bilər; itki yuxarıda qalsa, öyrətmə dağılır.`,
  'loss-stays-raised': (d) =>
    `İtki ${ordinal(d.number('from'))} addımdan bəri əvvəlkindən xeyli yüksəkdir (ardıcıl ${d.number('steps')} addım, indi ${d.number('loss')}): öyrətmə dağılır. Onu əvvəlki saxlama nöqtəsindən daha kiçik öyrənmə sürəti ilə davam etdirin.`,
  'rate-beyond-model': (d) =>
    `Ən yüksək öyrənmə sürəti ${d.figures('rate')} bu modelə yararlı sürətdən (${d.figures('suited')}) qat-qat böyükdür: öyrətmə çox güman ki, dağılacaq. ${d.figures('suited')} ətrafında sürət seçin.`,
  'run-rate-changed': (d) =>
    `${ordinal(d.number('step'))} addımdan sonra ən yüksək öyrənmə sürəti ${d.figures('to')} olacaq; əvvəl ${d.figures('from')} idi.`,
  'run-taken-back': (d) =>
    `Öyrətmə ${ordinal(d.number('step'))} addımda dağıldı və ondan əvvələ, ${ordinal(d.number('to'))} addıma qaytarıldı. Oradan həmin mətnləri ötürüb davam edir. Öyrənmə sürətinin vuruğu: ${d.figures('rate')}; qaytarılma sayı: ${d.number('times')}.`,
  'run-taken-back-slower': (d) =>
    `Öyrətmə ${ordinal(d.number('step'))} addımda dağıldı və ondan əvvələ, ${ordinal(d.number('to'))} addıma qaytarıldı. Öyrənmə sürətinin vuruğu: ${d.figures('rate')}; qaytarılma sayı: ${d.number('times')}.`,
  'run-diverges-again': (d) =>
    `Öyrətmə ${d.number('times')} dəfə geri qaytarılsa və sonda öyrənmə sürətinin ${d.figures('rate')} misli ilə getsə də, ${ordinal(d.number('step'))} addımda yenə dağıldı. Saxlama nöqtələri salamatdır. Onu xeyli kiçik öyrənmə sürəti ilə davam etdirin və ya öyrəndiyi mətnə baxın.`,
  'first-loss-off': (d) =>
    `Təzə modelin ilk itkisi ${d.number('expected')} ətrafında olmalı idi, ${d.number('loss')} alındı. Çox güman ki, qrafik drayver səhv hesablayır. Drayveri yeniləyin.`,
  'settings-field': (d) =>
    `Ayarlardakı “${d.text('field')}” sahəsinin qiyməti yararsızdır: ${d.text('got')}. Onu düzəldin və ya ayarları yenidən saxlayın.`,
  'settings-format': () =>
    'Bu ayarları Ocağın bu versiyası oxuya bilmir. Onları öyrətmədən və ya Öyrətmə ekranından yenidən saxlayın.',
  'settings-not-json': () =>
    'Burada ayarlar yoxdur: bu, Ocağın yazdığı JSON deyil və ya bir hissəsi çatışmır. Faylı yenidən saxlayın və ya keçidi bütöv kopyalayın.',
  'setting-out-of-range': (d) => {
    const range = ranges[d.text('expected')] ?? 'başqa cür';
    return `“${d.field('setting')}” ayarının qiyməti ${range} olmalıdır. Verilən qiymət: ${d.figures('got')}.`;
  },
  'step-not-finite': (d) =>
    `${ordinal(d.number('step'))} addım heç nəyi dəyişmədi: itkisi və ya qradiyenti ədəd deyil. Tək bir belə addım ötürülür, bir neçəsi ardıcıl gələrsə, öyrətmə dağılmış sayılır.`,
  'step-skipped': (d) =>
    `${ordinal(d.number('step'))} addım heç nəyi dəyişmədi: qradiyenti 16 bitə sığmadı. İtki miqyası (${d.number('lossScale')}) yarıya enir; bu, hərdən baş verən normal haldır.`,
  'adapter-changed': (d) =>
    `Öyrətmə indiyədək “${d.text('from')}” üzərində aparılıb, “${d.text('to')}” üzərində davam edir. O, başqa cür yuvarlaqlaşdırır, ona görə nəticə artıq bitbəbit eyni deyil.`,
  'kernels-changed': () =>
    'Öyrətmə Ocağın başqa versiyası ilə başlayıb; onun nüvələri başqa cür yuvarlaqlaşdırır, ona görə nəticə artıq bitbəbit eyni deyil.',
  'repeat-other-adapter': (d) =>
    `İlk öyrətmə “${d.text('from')}” üzərində aparılıb, bu isə “${d.text('to')}” üzərindədir və başqa cür yuvarlaqlaşdırır. İtkilər ilk öyrətmədəkilərə yaxın olacaq, amma bitbəbit eyni olmayacaq.`,
  'repeat-other-kernels': () =>
    'İlk öyrətmədəki nüvələr və ya hədlər Ocağın bu versiyasında, yaxud bu brauzerdə yoxdur. İtkilər ilk öyrətmədəkilərə yaxın olacaq, amma bitbəbit eyni olmayacaq.',
  'repeat-unknown': () =>
    'Bu öyrətmənin hansı nüvələrlə aparıldığı artıq bilinmir, ona görə onu bitbəbit təkrarlamaq olmur. Onun ayarları ilə yeni öyrətmə başladın.',
  'checkpoint-version': () =>
    'Bu saxlama nöqtəsini Ocağın başqa versiyası yazıb. Orada davam edin və ya ixrac edilmiş çəkilərdən yeni öyrətmə başladın.',
  'feature-missing': (d) =>
    `Bunun üçün WebGPU-nun “${d.text('feature')}” imkanı lazımdır, “${d.text('adapter')}” adapterində isə yoxdur. Bu adapterdə yeni öyrətmə başladın.`,
  'sampling-out-of-range': (d) => `“${d.text('setting')}” ayarının qiyməti yararsızdır: ${d.number('got')}.`,
  'sampling-nothing-left': (d) =>
    `İstənilən token ${d.number('size')} tokenlik ardıcıllığı təkrarlayardı, ona görə seçməyə token qalmadı. Daha böyük ədəd verin və ya 0 yazın.`,
  'logits-not-finite': () =>
    'Model növbəti token üçün sonlu ədəd vermir: çəkiləri zədələnib və ya öyrətmə dağılıb. Əvvəlki saxlama nöqtəsini işlədin.',
  'run-failed': (d) => `Öyrətmə uğursuz oldu: ${d.text('reason')}`,
  'run-active': () => 'Öyrətmə gedir. Əvvəlcə ona fasilə verin və ya dayandırın.',
  'run-not-active': () => 'Bu öyrətmə bu vərəqdə getmir.',
  'job-missing': () => 'Bu iş artıq saxlanmır. Yenidən başladın.',
  'run-base-deleted': () =>
    'Bu öyrətmənin başladığı model silinib, özü isə hələ heç nə saxlamayıb, ona görə başlaya bilmir. Onu başqa modeldən yenidən qurun.',
  'run-missing': () => 'Bu öyrətmə artıq saxlanmır. Başqasını seçin.',
  'restart-too-short': (d) =>
    `Saxlama nöqtəsində artıq ${d.number('step')} addım keçilib, ${d.number('steps')} addımlıq öyrətmə orada bitmiş olardı. ${d.number('step')} addımdan çox verin.`,
  'run-over': () => 'Öyrətmə yenidən saxlanmadan bitdi; son saxlama nöqtəsi yerindədir.',
  'run-elsewhere': () =>
    'Bu kompüterdə Ocaq başqa vərəqdə öyrədir. Onu gözləyin və ya orada fasilə verin, sonra burada yenidən cəhd edin.',
  'run-data-changed': () =>
    'Öyrətmə başlayandan sonra korpus və ya onun tokenləri dəyişib, ona görə bitbəbit eyni davam edə bilməz. Saxlama nöqtələri yerindədir: yeni öyrətmə başladın.',
  'no-checkpoint': () => 'Öyrətmənin saxlama nöqtəsi yoxdur, ona görə davam etdirmək olmur. Onu yenidən başladın.',
  'no-preset': () => 'Başlamaq üçün hazır seçim yoxdur.',
  'prompt-empty': () => 'Davam etdirməyə mətn yoxdur. Heç olmasa bir işarə yazın.',
  'prompt-too-long': (d) =>
    `Mətn ${d.number('tokens')} tokendir, modelin konteksti isə ${d.number('capacity')} token tutur. Qısaldın.`,
  'example-too-long': (d) =>
    `${ordinal(d.number('example'))} nümunədə ${d.number('tokens')} token var, sətir isə ${d.number('seq')} token tutur. Onu çıxarın və ya sətri uzadın.`,
  'nothing-counted': () =>
    'Bu addımda öyrənmək üçün heç nə yoxdur: nümunələrin heç birində cavab qalmayıb. Təlimat dəstindəki cavabları yoxlayın.',
  'cursor-outside': (d) =>
    `Öyrətmənin məlumatda qaldığı yer (dövr ${d.number('epoch')}, sətir ${d.number('position')}) artıq yoxdur: məlumat dəyişib. Əvvəlki məlumatı qaytarın və ya yeni öyrətmə başladın.`,
  'tokens-outside': () =>
    'Saxlanmış tokenlər bu öyrətməyə uyğun gəlmir: lazım olan yerdə token yoxdur. Öyrətməni yenidən başladın.',
  'tokens-truncated': (d) =>
    `Saxlanmış tokenlər zədələnib: ${d.number('expected')} əvəzinə ${d.number('got')} token var. Öyrətməni yenidən başladın.`,
  'weights-dead': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi yazılmadı: “${d.text('tensor')}” matrisinin bütün çəkiləri eynidir (${d.text('value')}), yəni o, heç nə bilmir. Əvvəlki saxlama nöqtələri yerindədir. Öyrətməni daha kiçik öyrənmə sürəti ilə davam etdirin.`,
  'weights-not-finite': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi yazılmadı: “${d.text('tensor')}” içində ədəd olmayan qiymət var (${d.text('value')}). Əvvəlki saxlama nöqtələri yerindədir. Öyrətməni daha kiçik öyrənmə sürəti ilə davam etdirin.`,
  'weight-not-finite': (d) =>
    `“${d.text('tensor')}” tenzorunda ${d.text('value')} var, kvantlanmış əsasda isə belə ədəd saxlanılmır. Model zədəlidir: onu mənbəyindən yenidən götürün və ya kvantlanmamış əsas seçin.`,
} satisfies Partial<ErrorTexts>;

const storage = {
  'storage-full': () =>
    'Brauzerin saxlama yerində bunun üçün boş yer qalmayıb. Əvvəl saxlananlardan heç nə itməyib. Diskdə yer açın və ya saxlama nöqtələrini, mənbələri, layihələri silin, sonra yenidən cəhd edin.',
  'storage-unavailable': () =>
    'Brauzer bu səhifəyə məlumat saxlamağa icazə vermir. Səhifəni adi pəncərədə açın və saxlamağa icazə verin.',
  'storage-unreadable': () => 'Saxlanmış bir qeyd diskdən artıq oxunmur. Bu, qalan məlumata təsir etmir.',
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
  'checkpoint-missing': () => 'Bu saxlama nöqtəsi artıq saxlanmır. Başqasını seçin.',
  'cluster-behind': (d) =>
    `“${d.text('folder')}” ${d.number('step')} addımdadır, buradakı öyrətmə isə artıq ${ordinal(d.number('own'))} addımdadır. Daha sonrakı saxlama nöqtəsini seçin, heç nə dəyişmədi.`,
  'cluster-log-incomplete': (d) =>
    `“${d.text('folder')}” qovluğundakı log.jsonl tam deyil: başqa yerdə görülmüş ${d.number('missing')} addım orada yoxdur, ${d.number('unreadable')} sətir isə oxunmur. Saxlama nöqtəsinin özü salamatdır, yalnız əyrinin həmin yeri boş qalır.`,
  'cluster-run-unfit': () =>
    'Bu öyrətmə başqa yerdə davam edə bilmir. Korpusdan bütün çəkiləri öyrədən və hələ sona çatmamış öyrətmənin saxlama nöqtəsini seçin. Adapter öyrədən və ya təlimatla öyrətmə burada davam edir, nəticəsi isə model kimi ixrac olunur.',
  'cluster-run-unknown': (d) =>
    `“${d.text('folder')}” bu layihədə olmayan öyrətmənin davamıdır. Paketin ixrac olunduğu layihəni açın.`,
  'cluster-damaged': (d) =>
    `Klasterdən qayıdan “${d.text('folder')}” saxlama nöqtəsi zədələnib: “${d.text('part')}”. Onu yenidən köçürün və ya əvvəlkini götürün.`,
  'cluster-not-a-checkpoint': (d) =>
    `“${d.text('folder')}” klasterdən qayıdan saxlama nöqtəsi deyil: state.json və ya optimizer.safetensors yoxdur. train.py-nin yazdığı step-… qovluqlarından birini seçin.`,
  'checkpoint-damaged': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi zədələnib. Daha əvvəlkini işlədin.`,
  'checkpoint-passed-over': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi zədələnib. Öyrətmə ${ordinal(d.number('from'))} addımınkından davam edir, aradakı addımlar yenidən öyrədilir.`,
  'checkpoint-tensor-missing': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi Ocağın başqa buraxılışı ilə saxlanıb. Başqasını seçin.`,
  'checkpoint-none-whole': () => 'Bu öyrətmənin heç bir saxlama nöqtəsi oxunmur. Onu yenidən başlamaq lazımdır.',
  'checkpoint-unverified': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi yazıldı, amma eyni oxunmadı, ona görə atıldı; əvvəlki qalır. Yenidən saxlayın.`,
  'documents-damaged': (d) =>
    `“${d.text('source')}” mənbəyinin saxlanmış sənədləri zədələnib. Mənbəni silib yenidən əlavə edin.`,
  'tokens-damaged': () =>
    'Bu layihənin saxlanmış tokenlərinin bir hissəsi itib. Onları yenidən düzəldin: korpus dəyişməyibsə, eyni tokenlər alınır və öyrətmə qaldığı yerdən davam edir.',
  'training-stood-still': (d) =>
    `${ordinal(d.number('step'))} addımdan əvvəl ${d.duration('seconds')} heç nə hesablanmadı: ya kompüter yuxuya getmişdi, ya da brauzer dayandırılmışdı. Sürət və qalan vaxt bu müddəti saymır. Heç nə itməyib.`,
  'tokens-differ': () =>
    'İtmiş tokenləri yenidən düzəltmək mümkün olmadı: indiki korpusdan bu öyrətmənin saydığı tokenlər alınmır. Saxlama nöqtələrinin hamısı yerindədir: yeni öyrətmə başladın və ya onlardan birini təlimatla öyrədin.',
  'checkpoint-has-adapters': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi silinmədi: başqa öyrətmələrin adapterləri onun çəkilərinin yanında durur və onlarsız işləmir. Əvvəlcə həmin öyrətmələri silin.`,
  'checkpoint-needed': (d) =>
    `${ordinal(d.number('step'))} addımın saxlama nöqtəsi silinmədi: gedən öyrətmə lazım olsa ondan davam edəcək. Əvvəlcə öyrətməyə fasilə verin və ya onu dayandırın.`,
  'conversation-missing': () => 'Bu söhbət artıq saxlanmır. Başqasını seçin.',
  'instructions-missing': () => 'Bu təlimat dəsti artıq saxlanmır. Başqasını seçin.',
  'instructions-damaged': (d) => `Saxlanmış “${d.text('name')}” dəsti zədələnib. Onu silib yenidən əlavə edin.`,
  'project-changed': () =>
    'Layihə fayla yazılarkən dəyişdi, ona görə fayl yaradılmadı. Təmizləmə, tərcümə və öyrətmələr bitəndən və ya fasilə veriləndən sonra yenidən cəhd edin.',
  'project-file-damaged': (d) =>
    `“${d.text('file')}” faylının “${d.text('part')}” hissəsi zədələnib. Heç nə dəyişmədi. Faylı götürdüyünüz yerdən yenidən köçürün və ya layihəni yenidən fayla yazın.`,
  'project-file-foreign': (d) =>
    `“${d.text('file')}” layihə faylı deyil. Layihə menyusundan fayla yazılmış layihəni seçin.`,
  'project-file-newer': (d) =>
    `“${d.text('file')}” Ocağın daha yeni versiyasında yaradılıb (faylın formatı: ${d.text('format')}, bu səhifənin oxuya bildiyi: ${d.text('known')}). Heç nə dəyişmədi. Yeni versiyaya keçmək üçün səhifəni yeniləyin, sonra faylı yenidən açın.`,
  'project-file-unverified': (d) =>
    `“${d.text('file')}” yazıldı, amma geri oxuyanda yazılanla eyni çıxmadı. Bu fayla güvənməyin: layihəni başqa yerə yenidən yazın. Layihənin özü olduğu kimi qalır.`,
  'project-file-unwritable': (d) =>
    `“${d.text('file')}” seçilən yerə yazılmadı (${d.text('reason')}). Layihə olduğu kimi qalır. Diskdə yer açın və ya başqa yer seçin.`,
  'project-incomplete': (d) =>
    `Layihənin “${d.text('part')}” hissəsi brauzerin yaddaşında tam deyil. Fayl yaradılmadı. Həmin hissəni silib yenidən cəhd edin; qalan hər şey yerindədir.`,
  'project-missing': () => 'Bu layihə artıq saxlanmır. Başqasını seçin və ya yenisini yaradın.',
  'evaluation-failed': (d) => `Qiymətləndirmə uğursuz oldu: ${d.text('reason')}`,
  'nothing-held-out': () => 'Bu korpusda yoxlama üçün saxlanmış sənəd yoxdur. Sənəd əlavə edin.',
  'export-not-finite': (d) =>
    `“${d.text('tensor')}” tenzorunda ${d.text('value')} var, belə model isə işləmir: ya öyrətmə dağılıb, ya da fayl zədəlidir. Daha əvvəlki saxlama nöqtəsini götürün və ya modeli mənbəyindən yenidən alın.`,
  'export-unverified': () =>
    'Yazılmış fayl yazılmalı olanla eyni deyil, ona görə verilmədi. Yenidən cəhd edin; təkrarlansa, diski yoxlayın.',
  'out-of-memory': () => 'Yaddaş çatmır. Başqa vərəqləri və proqramları bağlayın və ya kiçik model seçin.',
} satisfies Partial<ErrorTexts>;

export const errors: ErrorTexts = {
  ...files,
  ...modelFolders,
  ...tokenizer,
  ...model,
  ...device,
  ...training,
  ...storage,
  ...endpointErrors,
  ...ggufErrors,
  ...hubErrors,
  'adapter-base-needed': (d) =>
    `Öyrətmə silinmədi: daha ${d.number('runs')} öyrətmənin adapterləri onun çəkilərinin yanında durur və onlarsız işləmir. Əvvəlcə həmin öyrətmələri silin.`,
  'adapter-config': (d) =>
    `LoRA adapterinin adapter_config.json faylında “${d.text('field')}” sahəsi yararsızdır. Onu düzəldin və ya adapteri yenidən saxlayın.`,
  'adapter-empty': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapterində heç bir tenzor yoxdur, modelə əlavə edilən bir şey qalmır. Adapteri yenidən saxlayın.`,
  'adapter-file-missing': (d) =>
    `“${d.text('folder')}” qovluğunda “${d.text('file')}” faylı yoxdur. peft ilə saxlanmış LoRA adapterinin qovluğunu seçin; adapter_model.bin əvvəlcə safetensors kimi saxlanmalıdır.`,
  'adapter-module-unknown': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapteri “${d.text('module')}” hissəsini dəyişir, bu modeldə isə belə hissə yoxdur. Adapterin öyrədildiyi modeli seçin.`,
  'adapter-no-base': (d) =>
    `“${d.text('folder')}” adapterdir, ancaq layihədə onun yanına qoyula biləcəyi model yoxdur. Əvvəlcə adapterin öyrədildiyi modeli gətirin.`,
  'adapter-not-finite': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapteri ilə “${d.text('tensor')}” tenzorunda sonlu olmayan ədədlər yaranır. Ya onun öyrədilməsi pozulub, ya da fayl zədəlidir: başqa adapter seçin.`,
  'adapter-pattern': (d) =>
    `LoRA adapteri hissələri “${d.text('pattern')}” müntəzəm ifadəsi ilə seçir, bu ifadəni isə oxumaq olmur. adapter_config.json faylında hissələrin adlarını siyahı ilə yazın.`,
  'adapter-tensor-missing': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapterində “${d.text('tensor')}” üçün heç nə yoxdur. O, başqa model üçün öyrədilib və ya yenidən endirilməlidir.`,
  'adapter-tensor-name': (d) =>
    `“${d.text('folder')}” qovluğundakı adapterdə adi LoRA adapterində olmayan “${d.text('tensor')}” tenzoru var. Onu peft ilə birləşdirin (merge_and_unload) və birləşmiş modeli açın.`,
  'adapter-tensor-shape': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapteri ilə “${d.text('tensor')}” tenzorunun ölçüləri ${d.text('got')} olur, gözlənilən isə ${d.text('expected')}. Adapterin öyrədildiyi modeli seçin.`,
  'adapter-tensor-twice': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapterində “${d.text('tensor')}” iki dəfədir, hansının sayıldığı bilinmir. Hər qovluqda bir adapter saxlayın.`,
  'adapter-unsupported': (d) =>
    `LoRA adapterinin adapter_config.json faylındakı “${d.text('field')}: ${d.text('value')}” dəstəklənmir. Onu peft ilə birləşdirin (merge_and_unload) və birləşmiş modeli açın və ya adi LoRA adapteri seçin.`,
  'adapter-targets': (d) =>
    `Modeldə adapterin dəyişə biləcəyi “${d.text('target')}” layı yoxdur. Bunlardan seçin: ${d.text('names')}; hamısı üçün “all-linear” yazın.`,
  'adapter-untargeted': (d) =>
    `“${d.text('folder')}” qovluğundakı LoRA adapterində “${d.text('module')}” üçün dəyişiklik var, adapter_config.json isə onun adını çəkmir. Adapteri yenidən saxlayın və ya endirin.`,
};
