import type { DetailTexts, ErrorTexts } from '../language.ts';
import { endpointErrors } from './endpoint-errors.ts';
import { ggufErrors } from './gguf-errors.ts';
import { hubErrors } from './hub-errors.ts';
import { model as modelMessages } from './model.ts';

/** Names of a model's fields, as the Model screen has them. */
const fields: Record<string, string> = {
  vocabSize: 'sözlük boyutu',
  hiddenSize: 'gizli boyut',
  layers: 'katman sayısı',
  heads: 'dikkat başlığı sayısı',
  kvHeads: 'anahtar-değer başlığı sayısı',
  headSize: 'başlık boyutu',
  ffnSize: 'FFN genişliği',
  contextLength: 'bağlam',
};
const field = (d: DetailTexts) => fields[d.text('field')] ?? d.text('field');

const TEMPLATE_LIMITS: Record<string, string> = {
  time: 'tek bir sohbete bir saniyeden çok zaman harcadı',
  size: 'tek bir sohbet için 1 MB’tan çok metin yazdı',
  memory: 'çok fazla bellek kullandı',
};

/** How a plan saves memory, as the Model screen says it. */
function memoryChoice(d: DetailTexts): string {
  const { moments, recompute }: Record<'moments' | 'recompute', Record<string, string>> = modelMessages;
  return [moments[d.text('moments')], recompute[d.text('recompute')]].filter(Boolean).join('; ');
}

/** Why no record of an instruction file can be used. */
const noneUsable: Record<string, string> = {
  'not-json': 'bu, içinde kayıtlar olan bir JSON değil',
  'no-fields': 'kayıtlarında talimat ve yanıt için alan yok',
  'no-pair': 'hiçbir kayıtta metin olarak hem talimat hem yanıt yok',
};

const noExam: Record<string, string> = {
  fields: 'kayıtlarında soru, seçenekler ve doğru yanıt için alan yok',
  questions: 'hiçbir kayıtta soru, en az iki seçenek ve doğru yanıt bir arada değil',
};

const indices: Record<string, string> = {
  both: 'hem 0 hem de seçenek sayısına eşit bir numara var',
  neither: 'ne 0 var ne de seçenek sayısına eşit bir numara',
};

/** What a setting may be. */
const ranges: Record<string, string> = {
  'count-from-1': 'en az 1 olan bir tam sayı',
  'count-to-10': '1 ile 10 arasında bir tam sayı',
  count: '0 ya da pozitif bir tam sayı',
  'above-0': '0’dan büyük',
  'from-0': '0 ya da daha büyük',
  'below-1': '0’dan küçük olmayan, 1’den küçük bir sayı',
  'to-1': '0 ile 1 arasında',
};

const files = {
  'archive-bomb': (d) =>
    `“${d.text('file')}” açılınca ${d.bytes('limit')} sınırını aşıyor, bu da kendi boyutuyla orantılı değil; okuma orada durdu. Gerçekten bunu okumak istiyorsanız onu kendiniz açıp içindeki dosyaları seçin.`,
  'archive-damaged': (d) =>
    `${d.text('member') === d.text('file') ? `“${d.text('file')}”` : `“${d.text('file')}” içindeki “${d.text('member')}”`} bozuk: ${d.text('format')} verisi ${d.number('at')}. bayttan sonra okunamıyor. Ondan önceki bölüm okundu. Dosyayı yeniden indirin ya da yeniden sıkıştırın.`,
  'archive-member-large': (d) =>
    `“${d.text('file')}” içindeki “${d.text('member')}” okunmak için bütünüyle bellekte tutulmalı, burada ise ${d.bytes('limit')} yer var. Arşivi kendiniz açıp bu dosyayı ayrıca seçin.`,
  'archive-not-one-file': (d) =>
    `“${d.text('file')}” arşivinde okunacak tek bir dosya olmalı, ama ya hiç yok ya da birden çok var. Arşivi kendiniz açıp kayıtların bulunduğu dosyayı seçin.`,
  'archive-members': (d) =>
    `“${d.text('file')}” içindeki dosya sayısı ${d.number('count')} sınırını aşıyor; kalanı okunmadı. Onları daha az sayıda, daha büyük dosyalarda toplayın ya da arşivi bölün.`,
  'file-empty': (d) => `${d.text('file')} boş. İçinde metin olan bir dosya seçin.`,
  'file-binary': (d) =>
    `${d.text('file')} tanınan bir kodlamada metin değil. Metinse UTF-8 olarak kaydedip yeniden deneyin.`,
  'file-encoding': (d) =>
    `${d.text('file')} kodlamasının “${d.text('encoding')}” olduğunu bildiriyor, ama bu kodlamayla okunamıyor. Onu hazırlandığı programda açıp UTF-8 olarak kaydedin ve yeniden deneyin.`,
  'file-lfs-pointer': (d) =>
    `${d.text('file')} dosyanın kendisi değil, bir Git LFS göstergesi. Dosyanın kendisini indirin, örneğin “git lfs pull” ile.`,
  'file-arrow-unreadable': (d) =>
    `${d.text('file')} adlı Arrow dosyası okunamadı (${d.text('reason')}). Onu yeniden indirin ya da kayıtlarını JSON Lines olarak kaydedin.`,
  'file-parquet-unreadable': (d) =>
    `${d.text('file')} adlı Parquet dosyası okunamadı (${d.text('reason')}). Onu yeniden indirin ya da kayıtlarını JSON Lines olarak kaydedin.`,
  'file-damaged': (d) =>
    `${d.text('file')} bozuk bir ${d.text('format')} dosyası. Onu yeniden indirin ya da kopyalayın; olmazsa hazırlandığı programda açıp yeniden kaydedin.`,
  'file-locked': (d) =>
    `${d.text('file')} şifrelenmiş ya da kopyalamaya karşı korunmuş bir ${d.text('format')} dosyası. Korumasız bir dosya seçin: örneğin onu parolasıyla açıp parolasız kaydedin.`,
  'file-old-word': (d) =>
    `${d.text('file')} eski türden bir Office dosyası (.doc); böyle dosyalar burada okunamaz. Onu Word ya da LibreOffice ile açıp .docx veya düz metin olarak kaydedin ve o dosyayı seçin.`,
  'file-part-too-large': (d) =>
    `${d.text('file')} okunmadı: “${d.text('part')}” bölümü açılınca ${d.bytes('limit')} sınırını aşıyor, bu da dosyanın boyutuyla orantılı değil. Dosya güvenilirse metnini başka bir biçimde kaydedip onu seçin.`,
  'file-scanned': (d) =>
    `${d.text('file')} dosyasında metin değil, metnin resimleri var. Önce bir metin tanıma (OCR) programıyla metnini çıkarın.`,
  'file-unreadable': (d) =>
    `“${d.text('file')}” dosyası artık okunamıyor: seçildikten sonra değiştirilmiş, taşınmış ya da sürücüsü çıkarılmış. Onu yeniden seçin.`,
  'instructions-none': (d) =>
    `${d.text('file')} dosyasında kullanılabilir talimat kaydı yok: ${noneUsable[d.text('reason')] ?? 'hiçbiri okunamadı'}. Kayıtlarında “instruction” ve “output” gibi alanlar olan bir JSON, JSONL, CSV ya da TSV dosyası getirin.`,
  'instructions-too-large': (d) =>
    `“${d.text('file')}” dosyasında 512 MiB’tan fazla veri var. Onu birkaç dosyaya bölün.`,
  'pairs-none': (d) =>
    `“${d.text('file')}” dosyasında cümle çifti yok: satırlarının hiçbirinde “good” ve “bad” (ya da “sentence_good” ve “sentence_bad”) gibi alanlarda iki farklı cümle bulunamadı. Böyle alanları olan bir JSON, JSONL, CSV, TSV ya da Parquet dosyası seçin.`,
  'exam-unknown': (d) =>
    `“${d.text('file')}” dosyasında okunabilen bir sınav yok: ${noExam[d.text('reason')] ?? 'hiçbir soru okunamadı'}. Kayıtlarında “question”, “choices” ve “answer” gibi alanlar olan bir JSON, JSONL, CSV, TSV ya da Parquet dosyası getirin.`,
  'exam-index-ambiguous': (d) =>
    `“${d.text('file')}” dosyasında yanıtların 0’dan mı 1’den mi sayıldığı bilinmiyor: ${indices[d.text('reason')] ?? 'numaralar bunu göstermiyor'}. Nasıl sayıldığını seçin.`,
  'cleaning-damaged': (d) =>
    `“${d.text('source')}” kaynağının temizlenmiş hâli bozulmuş. Derlemi yeniden temizleyin: okunan belgeler ayrıca saklanıyor.`,
  'cleaning-step-unknown': (d) =>
    `Ocaq’ın bu sürümünde “${d.text('step')}” adlı bir temizleme adımı yok. Ocaq’ı güncelleyin ya da adımı kapatın.`,
  'cleaning-step-option': (d) =>
    `“${d.text('step')}” temizleme adımının “${d.text('option')}” ayarı ona uymuyor. Ocaq’ı güncelleyin ya da ayarı çıkarın.`,
  'cleaning-step-order': (d) =>
    `“${d.text('step')}” adımı belgeleri tek tek temizler; belgeleri karşılaştıran “${d.text('after')}” adımından sonra gelemez. Onu ondan öne alın.`,
  'source-unreadable': (d) =>
    `“${d.text('file')}” içinde okunabilen dosya yok (${d.number('files')} dosya geçildi, ilki: ${d.text('first')}). Metin, tablo ya da belge içeren bir dosya seçin.`,
  'stages-unknown': (d) =>
    `“${d.text('source')}” kaynağına ne yapıldığı belge belge gösterilemiyor: onu Ocaq’ın başka bir sürümü temizledi. Görmek için derlemi yeniden temizleyin.`,
  'source-changed': (d) => `“${d.text('name')}” kaynağı bu arada yeniden temizlendi. Bir daha deneyin.`,
  'source-missing': () => 'Bu kaynak silinmiş ya da başka bir sekmede temizleniyor. Derleme yeniden bakın.',
  'document-missing': () => 'Bu belge artık derlemde yok: kaynağı silinmiş ya da temizleme onu çıkarmış.',
  'evaluation-too-large': (d) =>
    `Değerlendirme kümelerinin metni birlikte en çok ${d.bytes('limit')} olabilir; bununla daha çok oluyor. Yalnızca modellerin sınandığı bölümü ekleyin ya da başka bir kümeyi çıkarın.`,
  'trusted-too-short': (d) =>
    `Güvenilir metinde ${d.number('length')} karakter var. Başka metinler hakkında bir şey söyleyebilmesi için en az ${d.number('least')} karakter gerekir. Daha çok güvenilir metin seçin ya da adımı kapatın.`,
  'reference-empty': (d) =>
    `“${d.text('name')}” içinde karşılaştırılacak metin yok. Metin içeren bir dosya ya da alanlarında metin olan kayıtlar seçin.`,
  'document-too-large': (d) =>
    `“${d.text('source')}” dosyasının ${d.number('document')}. belgesi çok büyük. Onu, örneğin satırlara, bölün.`,
  'sample-missing': (d) => `Örnek dosyası ${d.text('path')} yüklenemedi. Sayfayı yenileyip yeniden deneyin.`,
  'file-missing': (d) =>
    `“${d.text('folder')}” içinde ${d.text('file')} yok. Modelin bütün klasörünü seçin ya da eksik dosyayı indirin.`,
  'file-not-json': (d) =>
    `“${d.text('file')}” geçerli bir JSON değil: dosya bozulmuş. Onu yeniden indirin ya da dışa aktarın.`,
  'file-not-utf8': (d) =>
    `“${d.text('file')}” UTF-8 metni değil: dosya bozulmuş. Onu yeniden indirin ya da dışa aktarın.`,
  'file-too-large': (d) =>
    `“${d.text('file')}” ${d.bytes('bytes')} tutuyor, böyle bir dosya ise en çok ${d.bytes('limit')} olabilir: bozulmuş ya da adı yanlış. Onu yeniden indirin.`,
} satisfies Partial<ErrorTexts>;

/** What a damaged file asks for. */
const again = 'Onu yeniden indirin ya da kopyalayın.';

const modelFolders = {
  'config-not-object': (d) =>
    `“${d.text('file')}” bir modelin ayar dosyası değil: içinde JSON nesnesi yok. Model klasöründeki config.json dosyasını seçin.`,
  'config-model-type': (d) =>
    `“${d.text('file')}” Ocaq’ın tanımadığı türde bir model bildiriyor: ${d.text('value')}. Başka bir model seçin.`,
  'config-architecture': (d) =>
    `“${d.text('file')}” metin üreten bir model bildirmiyor: ${d.text('value')}. Tür adı “ForCausalLM” ile biten bir model seçin.`,
  'config-unsupported': (d) =>
    `“${d.text('file')}” Ocaq’ın desteklemediği bir ayar istiyor (${d.text('field')}: ${d.text('value')}); o olmadan model yanlış yanıt verirdi. Bu ayarı olmayan bir model seçin.`,
  'config-family': (d) =>
    `Ocaq’ın bu sürümü “${d.text('family')}” ailesinden modelleri tanımıyor. Modeli, onu oluşturan sürümde açın.`,
  'chat-template-failed': (d) =>
    `Sohbet şablonu bir sohbeti kabul etmiyor: ${d.text('reason')}. Başka bir şablon seçin ya da tanımadığı bölümü, örneğin sistem istemini çıkarın.`,
  'chat-template-invalid': (d) =>
    `Sohbet şablonu bir Jinja şablonu değil: ${d.text('reason')}. Onu yazıldığı yerde düzeltin ya da başka bir şablon seçin.`,
  'chat-template-limit': (d) =>
    `Sohbet şablonu ${TEMPLATE_LIMITS[d.text('limit')] ?? 'sınırı aştı'} ve durduruldu. Başka bir şablon seçin: bu şablon bozuk ya da kötü niyetli.`,
  'config-remote-code': (d) =>
    `“${d.text('file')}” modelle birlikte gelen program kodunu çalıştırmak istiyor; Ocaq böyle bir kodu hiçbir zaman çalıştırmaz. Koda gereksinimi olmayan bir model seçin.`,
  'config-rope-scaling': (d) =>
    d.has('field')
      ? `“${d.text('file')}” dosyasında RoPE ölçeği eksik: ${d.text('field')} yok, o olmadan model yanlış yanıt verirdi. Onu modelin asıl ayar dosyasından alıp ekleyin.`
      : `“${d.text('file')}” dosyasında RoPE ölçeği iki farklı biçimde yazılmış (rope_scaling ve rope_parameters). Yanlış olanı silin.`,
  'config-rope-theta-conflict': (d) =>
    `“${d.text('file')}” dosyasında RoPE tabanı iki farklı biçimde yazılmış: ${d.text('outside')} ve ${d.text('inside')}. Yanlış olanı silin.`,
  'config-field-type': (d) =>
    `“${d.text('file')}” dosyasında ${d.text('field')} alanının değeri geçersiz: ${d.text('value')}. Dosyayı düzeltin ya da yeniden indirin.`,
  'config-token-id': (d) =>
    `${d.number('id')} numaralı özel belirteç sözlüğün dışında kalıyor: sözlükte ${d.number('vocabSize')} belirteç var. Ayar dosyasıyla belirteçleyiciyi aynı modelden alın.`,
  'folder-pickle': (d) =>
    `“${d.text('folder')}” klasöründe ağırlıklar “pytorch_model.bin” dosyasında. Bu dosya kod çalıştırabildiği için okunmaz. Onu, torch ve safetensors bulunan Python ile o klasörde dönüştürün: ${d.text('command')}`,
  'folder-no-weights': (d) =>
    `“${d.text('folder')}” klasöründe safetensors biçiminde ağırlık yok. Modelin bütün klasörünü seçin.`,
  'folder-index': (d) =>
    `“${d.text('folder')}” klasöründeki model.safetensors.index.json bozulmuş: hangi tensörün hangi dosyada olduğu bilinmiyor. Onu yeniden indirin.`,
  'folder-index-mismatch': (d) =>
    `“${d.text('folder')}” modelinin parçaları kendi listesiyle uyuşmuyor (“${d.text('tensor')}” tensörü). Modeli yeniden indirin.`,
  'folder-tensor-missing': (d) =>
    `“${d.text('folder')}” modelinde ayar dosyasının istediği “${d.text('tensor')}” tensörü yok: model eksik indirilmiş ya da ayar dosyasıyla ağırlıklar birbirine ait değil. Modeli yeniden indirin.`,
  'folder-adapter-alone': (d) =>
    `“${d.text('folder')}” klasöründe bir LoRA bağdaştırıcısı var, ait olduğu model ise yok. Önce bağdaştırıcıyı o modelle birleştirin ve çıkan modeli verin.`,
  'folder-adapter-inside': (d) =>
    `“${d.text('folder')}” modeli, içinde bir peft LoRA bağdaştırıcısıyla kaydedilmiş: “${d.text('tensor')}” tensörünü içeriyor. Bağdaştırıcıyı hazırlandığı yerde modelle birleştirip (merge_and_unload) modeli yeniden kaydedin ya da temel modeli ve bağdaştırıcıyı ayrı klasörlerden açın.`,
  'folder-tensor-unexpected': (d) =>
    `“${d.text('folder')}” modelinde ayar dosyasının bildirmediği “${d.text('tensor')}” tensörü var: model başka türden ya da ayar dosyasıyla ağırlıklar birbirine ait değil. Modeli yeniden indirin.`,
  'folder-tensor-shape': (d) =>
    `“${d.text('folder')}” modelinde “${d.text('tensor')}” tensörünün boyutları ${d.text('got')}, ayar dosyasına göre ise ${d.text('expected')} olmalı. Ayar dosyasıyla ağırlıkları aynı modelden alın.`,
  'folder-tied-differ': (d) =>
    `“${d.text('folder')}” modelinin ayar dosyasına göre giriş ve çıkış tablosu ortak (tie_word_embeddings), ağırlıklarda ise ikisi farklı. Tablolar gerçekten iki taneyse dosyada tie_word_embeddings değerini false yapın.`,
  'folder-tokenizer-too-large': (d) =>
    `Belirteçleyicide ${d.number('id')} numaralı belirteç var, model ise bu kadar belirteç tanımıyor; hiçbir şey dışa aktarılmadı. Ayar dosyasıyla belirteçleyiciyi aynı modelden alın.`,
  'folder-special-token': (d) =>
    `Ayar dosyasının bildirdiği ${d.number('id')} numaralı belirteç (${d.text('field')}) belirteçleyicide yok; hiçbir şey dışa aktarılmadı. Ayar dosyasıyla belirteçleyiciyi aynı modelden alın.`,
  'safetensors-too-short': (d) =>
    `“${d.text('file')}” yalnızca ${d.bytes('bytes')} tutuyor; bir safetensors dosyası bu kadar küçük olmaz. ${again}`,
  'safetensors-header-too-large': (d) =>
    `“${d.text('file')}” bozulmuş ya da safetensors dosyası değil: başlığının boyutu (${d.bytes('bytes')}) izin verilenden (${d.bytes('limit')}) büyük. ${again}`,
  'safetensors-header-outside-file': (d) => `“${d.text('file')}” eksik: kendi başlığının ortasında kesiliyor. ${again}`,
  'safetensors-header-start': (d) =>
    `“${d.text('file')}” safetensors dosyası değil ya da bozulmuş: başlığı “{” ile başlamıyor. ${again}`,
  'safetensors-header-not-utf8': (d) => `“${d.text('file')}” bozulmuş: başlığı UTF-8 metni değil. ${again}`,
  'safetensors-header-not-json': (d) => `“${d.text('file')}” bozulmuş: başlığı geçerli bir JSON değil. ${again}`,
  'safetensors-duplicate-name': (d) =>
    `“${d.text('file')}” dosyasında “${d.text('name')}” adı iki kez geçiyor ve hangisinin doğru olduğu bilinmiyor; dosya okunmadı. ${again}`,
  'safetensors-metadata': (d) =>
    `“${d.text('file')}” dosyasının ek bilgileri (__metadata__) metinlerden oluşmuyor; dosya okunmadı. ${again}`,
  'safetensors-entry': (d) =>
    `“${d.text('file')}” dosyasında “${d.text('name')}” tensörünün türü, boyutları ve yeri doğru yazılmamış; dosya okunmadı. ${again}`,
  'safetensors-unknown-dtype': (d) =>
    `“${d.text('file')}” dosyasında “${d.text('name')}” tensörünün sayı türü tanınmıyor: ${d.text('dtype')}. Modeli float32, float16 ya da bfloat16 türüne çevirin.`,
  'safetensors-not-float': (d) =>
    `“${d.text('file')}” dosyasında “${d.text('name')}” tensörünün sayıları ${d.text('dtype')} türünde. Modeli float32, float16 ya da bfloat16 türüne çevirin.`,
  'safetensors-shape': (d) =>
    `“${d.text('file')}” dosyasında “${d.text('name')}” tensörünün boyutları olanaksız; dosya okunmadı. ${again}`,
  'safetensors-span': (d) =>
    `“${d.text('file')}” dosyasında “${d.text('name')}” tensörüne ${d.bytes('expected')} gerekir, ${d.bytes('got')} ayrılmış; dosya okunmadı. ${again}`,
  'safetensors-offsets': (d) =>
    `“${d.text('file')}” dosyasında tensörler üst üste biniyor ya da aralarında boşluk kalıyor (“${d.text('name')}”); dosya okunmadı. ${again}`,
  'safetensors-truncated': (d) =>
    `“${d.text('file')}” eksik: ${d.bytes('expected')} yerine ${d.bytes('size')} var. ${again}`,
  'safetensors-trailing-bytes': (d) =>
    `“${d.text('file')}” bozulmuş: sonunda hiçbir tensöre ait olmayan baytlar var. ${again}`,
  'zip-not-an-archive': (d) => `“${d.text('file')}” bir zip arşivi değil ya da sonu yok. ${again}`,
  'zip-damaged': (d) => `“${d.text('file')}” arşivi bozulmuş. ${again}`,
  'zip-unsupported': (d) =>
    `“${d.text('file')}” arşivindeki “${d.text('entry')}” şifrelenmiş ya da bilinmeyen bir yöntemle sıkıştırılmış. Arşivi kendiniz açıp klasörü seçin.`,
  'zip-too-large': (d) =>
    d.has('entry')
      ? `“${d.text('file')}” arşivindeki “${d.text('entry')}” açılınca ${d.bytes('bytes')} oluyor, burada ise en çok ${d.bytes('limit')} açılır. Arşivi kendiniz açıp klasörü seçin.`
      : 'Arşiv 4 GiB sınırını aşardı, bir zip dosyası ise daha fazlasını tutamaz. Modeli 16 bitlik biçimde dışa aktarın.',
} satisfies Partial<ErrorTexts>;

const tokenizer = {
  'vocabulary-too-small': (d) =>
    `${d.number('asked')} belirteçlik bir sözlük çok küçük. En az ${d.number('least')} belirteç isteyin.`,
  'vocabulary-too-large': (d) =>
    `${d.number('asked')} belirteçlik bir sözlük çok büyük: bu metinden en çok ${d.number('possible')} belirteç çıkar. Daha küçük bir sözlük seçin ya da metin ekleyin.`,
  'tokenizer-training-memory': (d) =>
    `Belirteçleyiciyi eğitmek için ${d.number('megabytes')} MB bellek gerekir, tarayıcı ise bu kadarını vermiyor. Onu derlemin bir bölümünde eğitin.`,
  'no-tokenizer': () => 'Bu projede henüz belirteçleyici yok. Önce Belirteçleyici ekranında eğitin.',
  'tokenizer-missing': () =>
    'Bu modelin belirteçleyicisi artık saklanmıyor. Yeni bir belirteçleyici ve yeni bir model eğitin.',
  'corpus-not-cleaned': () =>
    'Bu projenin metinleri henüz temizlenmedi; bu yüzden öğrenilecek metin yok. Önce derlemi temizleyin.',
  'corpus-empty': () => 'Bu projede henüz metin yok. Önce Derlem ekranında dosya ekleyin.',
  'mixture-weights': () =>
    'Kaynaklar bu ağırlıklarla karıştırılamaz. Her kaynağa 0 (katılmaz) ya da daha büyük bir ağırlık verin; en az biri 0’dan büyük olsun.',
  'mixture-source-empty': (d) =>
    `“${d.text('source')}” kaynağına ağırlık verilmiş ama metni yok. Ona metin ekleyin ya da ağırlığını 0 yapın.`,
  'tokenizer-json-invalid': (d) =>
    `Bu tokenizer.json kullanılamaz: “${d.text('field')}” alanı geçersiz ya da desteklenmiyor. Başka bir belirteçleyici seçin; dosya hasarlıysa onu yeniden indirin.`,
  'tokenizer-text-missing': (d) =>
    `Bu belirteçleyici “${d.text('text')}” metnini ifade edemiyor: ne onun için ne de bilinmeyen metin için belirteci var. Başka bir belirteçleyici seçin ya da böyle metni çıkarın.`,
  'tokenizer-changed': () =>
    'Eğitim, projenin şimdiki belirteçleyicisiyle yapılmadı; bu yüzden derlemin şimdiki haliyle sürdürülemez. Kendi metniyle sürdürün ya da yeni bir eğitim başlatın.',
  'tokenizer-byte-missing': (d) =>
    `Bu belirteçleyicide 0x${d.text('byte')} baytı için belirteç yok, bu yüzden her metni bölemez. 256 baytın hepsini içeren bir belirteçleyici seçin.`,
  'tokenizer-no-eos': () =>
    'Bu belirteçleyicide metnin sonunu bildiren bir belirteç yok; model, metnin nerede bittiğini onsuz öğrenemez. Böyle bir belirteci olan bir belirteçleyici seçin.',
  'run-too-long': () =>
    'Metinde aralıksız milyonlarca harf var, bu belirteçleyici onu bölemiyor. Harfleri boşlukla ya da satır sonuyla ayırın veya bu belgeyi çıkarın.',
  'split-pattern-slow': () =>
    'Bu belirteçleyicinin metin bölme kuralı bu metinde çok uzun sürdü ve durduruldu. Başka bir belirteçleyici seçin: bu ya bozulmuş ya da bilerek böyle yapılmış.',
  'split-pattern-unsupported': () =>
    'Bu belirteçleyicinin metin bölme kuralını Ocaq uygulayamıyor. Kuralı yalın olan bir belirteçleyici seçin, örneğin Llama 3 belirteçleyicisi gibi.',
  'special-tokens-invalid': (d) =>
    `“${d.text('token')}” özel belirteç olamaz: boş ya da zaten var. Her özel belirtece kendi yazılışını verin, örneğin “<|user|>”.`,
  'template-placeholder': (d) =>
    `“${d.text('template')}” şablonunda {instruction} tam bir kez geçmelidir. Şablonu düzeltin.`,
  'token-out-of-range': (d) =>
    `Metinde modelin tanımadığı bir belirteç var${d.has('token') ? ` (${d.number('token')})` : ''}. Modele ait olan belirteçleyiciyi kullanın.`,
  'token-outside-vocabulary': (d) =>
    `Belirteçleyici bozulmuş: sözlüğünde ${d.number('vocabSize')} belirteç var, kendisi ise ${d.number('token')} numaralısını verdi. Onu yeniden eğitin.`,
} satisfies Partial<ErrorTexts>;

const model = {
  'config-biases': () =>
    'Dikkatte yalnız q, k ve v için, üstüne bir de MLP için sapma eklemeyi hiçbir model dosyası ifade edemez. Bunlardan birini seçin.',
  'config-heads-share': (d) =>
    `GPT-2 modelinde anahtar-değer başlıklarının sayısı dikkat başlıklarının sayısına eşit olmalı ve başlıklar gizli boyutu (${d.number('hiddenSize')}) tam bölüşmelidir; şimdi ise boyutu ${d.number('headSize')} olan ${d.number('heads')} başlık ve ${d.number('kvHeads')} anahtar-değer başlığı isteniyor. Bunları eşitleyin.`,
  'config-heads-do-not-divide': (d) =>
    `Gizli boyut (${d.number('hiddenSize')}) dikkat başlıklarına (${d.number('heads')}) eşit bölünmüyor. Başlık sayısına bölünen bir gizli boyut seçin.`,
  'config-kv-heads-do-not-divide': (d) =>
    `${d.number('heads')} dikkat başlığı ${d.number('kvHeads')} anahtar-değer başlığına eşit bölünmüyor. Dikkat başlığı sayısını bölen bir sayı seçin.`,
  'config-head-size-not-multiple-of-4': (d) =>
    `Bir başlığın boyutu 4’e bölünmelidir, şimdi ${d.number('headSize')} çıkıyor. Gizli boyutu ya da başlık sayısını değiştirin.`,
  'config-not-positive-integer': (d) => `Bu değer en az 1 olan bir tam sayı olmalıdır: ${field(d)}.`,
  'config-too-large': (d) =>
    `Bu değer çok büyük: ${field(d)}, ${d.number('value')}. En çok ${d.number('limit')} olabilir.`,
  'config-number-out-of-range': (d) =>
    `Bu değer ${d.number('low')} ile ${d.number('high')} arasında olmalıdır: ${field(d)}, şimdi ${d.number('value')}.`,
  'seq-beyond-context': (d) =>
    `Satırdaki ${d.number('seq')} belirteç, modelin ${d.number('context')} belirteçlik bağlamından uzun. Satırı kısaltın ya da bağlamı uzatın.`,
  'batch-too-large': (d) =>
    `Yığındaki ${d.number('rows')} × ${d.number('seq')} belirteç hiçbir bağdaştırıcıya sığmaz. Yığını küçültün, bunun yerine adımdaki yığın sayısını artırın.`,
  'no-model': () => 'Bu projede henüz model yok. Önce Model ekranında bir model seçin.',
  'vocabulary-mismatch': (d) =>
    `Belirteçleyicide ${d.number('tokenizer')} belirteç var, model ise ${d.number('model')} belirteç için. Modeli Model ekranında yeniden seçin.`,
  'muon-without-matrices': () =>
    'Muon katmanların matrislerini eğitir, burada ise onların hiçbiri eğitilmiyor: bağdaştırıcıları AdamW eğitir. AdamW’yi seçin.',
  'parameter-beyond-binding': (d) =>
    `Bir matris ${d.bytes('bytes')} tutuyor, bu bağdaştırıcı ise bir seferde en çok ${d.bytes('limit')} alır. Modelin gizli boyutunu ya da FFN genişliğini küçültün.`,
  'beyond-budget': (d) =>
    `Yığında ${d.number('rows')} satır, satırda ${d.number('seq')} belirteç varken bu modelin hiçbir planı bellek bütçesine (${d.bytes('budget')}) sığmıyor: en küçüğü ${d.bytes('needed')} ister. ${
      !d.has('fitRows')
        ? 'Daha küçük bir model seçin.'
        : `Yığında ${d.number('fitRows')} satır, satırda ${d.number('fitSeq')} belirteç sığar (${d.bytes('fitBytes')}).`
    }`,
  'beyond-adapter-limits': (d) =>
    `Bunun için ${d.bytes('needed')} boyutunda bir arabellek gerekir, grafik bağdaştırıcısı ise ${d.bytes('allowed')} veriyor. Yığını, satırı ya da modeli küçültün.`,
} satisfies Partial<ErrorTexts>;

const device = {
  'no-webgpu': () =>
    'Bu tarayıcıda WebGPU yok. Chrome ya da Edge 113, Safari 26, Windows’ta Firefox 141 veya daha yenisini kullanın.',
  'no-adapter': () =>
    'WebGPU var, ama grafik bağdaştırıcısı bulunamadı. Grafik sürücüsünü güncelleyin, donanım hızlandırmayı açın.',
  'device-refused': (d) =>
    `“${d.text('adapter')}” grafik bağdaştırıcısı açılamadı. Onu kullanan başka programları kapatıp yeniden deneyin.`,
  'device-lost': () =>
    'Grafik cihazıyla bağlantı koptu. Belleğindekiler kayboldu, son kontrol noktası ise güvende. Bir dakika bekleyip oradan sürdürün.',
  'device-lost-again': (d) =>
    `Grafik cihazıyla bağlantı ${d.number('step')}. adımdan sonra art arda ${d.number('times')} kez koptu; eğitim bir adım bile ilerlemedi. Son kontrol noktası güvende. Büyük olasılıkla bir adım karta ağır geliyor ya da belleği yetmiyor: mikro yığını ya da modeli küçültün, ekran kartı sürücüsünü güncelleyin ya da başka bir kartta sürdürün.`,
  'adapter-away': (d) =>
    `Eğitim “${d.text('from')}” üzerinde yürüyordu; tarayıcı şimdi yalnızca “${d.text('to')}” veriyor: sürücü birkaç kez durduğunda böyle olur. Tarayıcıyı yeniden başlatın, eğitim kendiliğinden sürer. Ya da durdurup eldekiyle sürdürün.`,
  'tuning-device-lost': () =>
    'Çekirdekler ölçülürken grafik cihazıyla bağlantı koptu; o ana kadar ölçülenler saklandı. Bir dakika bekleyip yeniden deneyin. Yinelenirse ölçümü atlayın: geri kalanı için varsayılan çekirdekler kullanılır.',
  'no-kernel-works': () =>
    'Bu grafik bağdaştırıcısında hiçbir çekirdek doğru hesaplamıyor. Grafik sürücüsünü güncelleyin ya da başka bir bağdaştırıcı seçin.',
  'gpu-out-of-memory': (d) =>
    `Grafik bağdaştırıcısı ${!d.has('rows') ? '' : 'en küçük planın istediği '}${d.bytes('bytes')} belleği veremedi. Yığını ya da modeli küçültün veya kartı kullanan başka programları kapatın.`,
  'plan-fell-back': (d) =>
    `Grafik bağdaştırıcısı seçilen plan için ${d.bytes('wanted')} bellek veremedi. Eğitim daha küçük bir planla sürüyor (${d.bytes('bytes')}). ${memoryChoice(d)}.`,
  'gpu-error': () => 'Grafik bağdaştırıcısı bir hata bildirdi. Sayfayı yenileyip son kontrol noktasından sürdürün.',
  'worker-died': () =>
    'Bu iş yarım kaldı: stüdyonun arka plan işi tam ortasında durdu. Önceden kaydedilmiş olan her şey güvende. Yeniden deneyin.',
  'worker-failed': (d) =>
    `Stüdyonun arka plan işi başlatılamadı${d.has('reason') ? ` (${d.text('reason')})` : ''}. Sayfayı yenileyin.`,
  'language-missing': (d) =>
    `${d.text('language')} dilinin metinleri yüklenemedi. Bağlantıyı denetleyip dili yeniden seçin.`,
  'worker-silent': () => 'Stüdyonun arka plan işi yanıt vermiyor. Sayfayı yenileyin.',
  'worker-unstable': (d) =>
    `Stüdyonun arka plan işi iki dakika içinde ${d.number('times')} kez durdu, bu yüzden artık kendiliğinden başlatılmıyor. Kaydedilmiş olan her şey güvende. Bellek yetmiyor olabilir: öteki sekmeleri ve programları kapatın, sonra yeniden başlatın ya da sayfayı yenileyin.`,
  'kernel-wrong': (d) =>
    `Ekran kartının bir çekirdeği yanlış hesapladı: ${d.number('expected')} yerine ${d.number('got')}. Grafik sürücüsünü güncelleyin.`,
  'overflow-unseen': (d) =>
    `“${d.text('adapter')}” kartının grafik sürücüsü sayı olmayan sonuçların farkına varmıyor: 16 bite sığmayan bir adım atlanacağına ağırlıkları bozardı. Bu kartta modeli 32 bitte eğitin ya da sistemi ve grafik sürücüsünü güncelleyin (Mac’te macOS 15 yeterlidir).`,
  'pipeline-refused': (d) =>
    `Grafik bağdaştırıcısı “${d.text('shader')}” çekirdeğini kabul etmedi. Grafik sürücüsünü güncelleyin ya da başka bir bağdaştırıcı seçin.`,
  'binding-refused': () =>
    'Grafik bağdaştırıcısı planın arabelleklerini kabul etmedi. Grafik sürücüsünü güncelleyin, yığını ya da modeli küçültün.',
  unexpected: (d) =>
    `Ocaq’ın kendisinde bir hata oluştu (${d.text('message')}). Sayfayı yenileyin; yinelenirse ayrıntılarla birlikte bize bildirin.`,
} satisfies Partial<ErrorTexts>;

const training = {
  cancelled: () => 'İş iptal edildi; hiçbir şey değişmedi.',
  'corpus-too-short': (d) =>
    `Yalnızca ${d.number('tokens')} belirteç var, en az ${d.number('needed')} gerekir. Metin ekleyin ya da satırı kısaltın.`,
  'examples-held-out': (d) =>
    `Kullanılabilir kayıtların tümü (${d.number('records')}) sınama için ayrıldı, öğrenilecek kayıt kalmadı. Hangi kaydın ayrılacağı metnine bağlıdır; daha çok kayıt ekleyin.`,
  'examples-none': (d) =>
    `${d.number('seq')} belirtece sığan hiçbir örnek yok. Daha kısa örnekler getirin ya da bağlamı daha uzun bir model seçin.`,
  'example-all-masked': (d) =>
    `Talimat kümesinin ${d.number('row')}. kaydında öğrenilecek bir şey yok. Onu düzeltin ya da çıkarın.`,
  'loss-not-finite': (d) =>
    `${d.number('step')}. adımda kayıp ya da gradyan artık bir sayı değil; art arda ${d.number('steps')} adımda böyle oldu. Bu adımlar hiçbir ağırlığı değiştirmedi, önceki kontrol noktaları güvende. Eğitimi daha küçük bir öğrenme oranıyla sürdürün.`,
  'loss-spike': (d) =>
    `${d.number('step')}. adımda kayıp ${d.number('loss')} oldu; önceki adımlarda ${d.number('usual')} dolayındaydı. Tek bir böyle adım alışılmadık bir metinden olabilir; kayıp yukarıda kalırsa eğitim ıraksıyor demektir.`,
  'loss-stays-raised': (d) =>
    `Kayıp ${d.number('from')}. adımdan beri öncekinden çok yüksek (art arda ${d.number('steps')} adım, şimdi ${d.number('loss')}): eğitim ıraksıyor. Onu önceki bir kontrol noktasından daha küçük bir öğrenme oranıyla sürdürün.`,
  'rate-beyond-model': (d) =>
    `En yüksek öğrenme oranı ${d.figures('rate')}, bu modele uygun orandan (${d.figures('suited')}) kat kat büyük: eğitim büyük olasılıkla ıraksayacak. ${d.figures('suited')} dolayında bir oran seçin.`,
  'run-rate-changed': (d) =>
    `${d.number('step')}. adımdan sonra en yüksek öğrenme oranı ${d.figures('to')} olacak; önceden ${d.figures('from')} idi.`,
  'run-taken-back': (d) =>
    `Eğitim ${d.number('step')}. adımda ıraksadı ve öncesine, ${d.number('to')}. adıma geri alındı. Oradaki metinler atlanarak sürüyor. Öğrenme oranının çarpanı: ${d.figures('rate')}; geri alma sayısı: ${d.number('times')}.`,
  'run-taken-back-slower': (d) =>
    `Eğitim ${d.number('step')}. adımda ıraksadı ve öncesine, ${d.number('to')}. adıma geri alındı. Öğrenme oranının çarpanı: ${d.figures('rate')}; geri alma sayısı: ${d.number('times')}.`,
  'run-diverges-again': (d) =>
    `Eğitim ${d.number('times')} kez geri alındığı ve sonunda öğrenme oranının ${d.figures('rate')} katıyla gittiği hâlde ${d.number('step')}. adımda yine ıraksadı. Kontrol noktaları güvende. Onu çok daha küçük bir öğrenme oranıyla sürdürün ya da öğrendiği metne bakın.`,
  'first-loss-off': (d) =>
    `Yeni bir modelin ilk kaybı ${d.number('expected')} dolayında olmalıydı, ${d.number('loss')} çıktı. Büyük olasılıkla grafik sürücüsü yanlış hesaplıyor. Sürücüyü güncelleyin.`,
  'settings-field': (d) =>
    `Ayarlardaki “${d.text('field')}” alanının değeri geçersiz: ${d.text('got')}. Düzeltin ya da ayarları yeniden kaydedin.`,
  'settings-format': () =>
    'Bu ayarları Ocaq’ın bu sürümü okuyamıyor. Bir eğitimden ya da Eğitim ekranından yeniden kaydedin.',
  'settings-not-json': () =>
    'Burada ayar yok: bu, Ocaq’ın yazdığı JSON değil ya da bir bölümü eksik. Dosyayı yeniden kaydedin ya da bağlantının tamamını kopyalayın.',
  'setting-out-of-range': (d) => {
    const range = ranges[d.text('expected')] ?? 'başka türlü';
    return `“${d.field('setting')}” ayarının değeri ${range} olmalıdır. Verilen değer: ${d.figures('got')}.`;
  },
  'step-not-finite': (d) =>
    `${d.number('step')}. adım hiçbir şeyi değiştirmedi: kaybı ya da gradyanı bir sayı değil. Tek bir böyle adım atlanır; birkaçı art arda gelirse eğitim ıraksamış sayılır.`,
  'step-skipped': (d) =>
    `${d.number('step')}. adım hiçbir şeyi değiştirmedi: gradyanı 16 bite sığmadı. Kayıp ölçeği (${d.number('lossScale')}) yarıya iner; bu, ara sıra olan olağan bir durumdur.`,
  'adapter-changed': (d) =>
    `Eğitim şimdiye dek “${d.text('from')}” üzerindeydi, “${d.text('to')}” üzerinde sürüyor. Bu cihaz sayıları başka yuvarlar, bu yüzden sonuç artık bit bit aynı değil.`,
  'kernels-changed': () =>
    'Eğitim Ocaq’ın başka bir sürümüyle başladı; bu sürümün çekirdekleri sayıları başka yuvarlar, bu yüzden sonuç artık bit bit aynı değil.',
  'repeat-other-adapter': (d) =>
    `İlk eğitim “${d.text('from')}” üzerinde yapıldı, bu ise “${d.text('to')}” ve sayıları başka yuvarlar. Kayıplar ilk eğitimdekilere yakın olacak, ama bit bit aynı olmayacak.`,
  'repeat-other-kernels': () =>
    'İlk eğitimin çekirdekleri ya da sınırları Ocaq’ın bu sürümünde ya da bu tarayıcıda yok. Kayıplar ilk eğitimdekilere yakın olacak, ama bit bit aynı olmayacak.',
  'repeat-unknown': () =>
    'Bu eğitimin hangi çekirdeklerle yapıldığı artık bilinmiyor, bu yüzden bit bit yinelenemez. Onun ayarlarıyla yeni bir eğitim başlatın.',
  'checkpoint-version': () =>
    'Bu kontrol noktasını Ocaq’ın başka bir sürümü yazdı. Orada sürdürün ya da dışa aktarılmış ağırlıklardan yeni bir eğitim başlatın.',
  'feature-missing': (d) =>
    `Bunun için WebGPU’nun “${d.text('feature')}” özelliği gerekir, “${d.text('adapter')}” bağdaştırıcısında ise yok. Bu bağdaştırıcıda yeni bir eğitim başlatın.`,
  'sampling-out-of-range': (d) => `“${d.text('setting')}” ayarının değeri geçersiz: ${d.number('got')}.`,
  'sampling-nothing-left': (d) =>
    `Her belirteç ${d.number('size')} belirteçlik bir diziyi yineleyeceği için seçilecek belirteç kalmadı. Daha büyük bir sayı verin ya da 0 yazın.`,
  'logits-not-finite': () =>
    'Model sonraki belirteç için sonlu sayılar vermiyor: ağırlıkları bozulmuş ya da eğitim dağılmış. Daha önceki bir kontrol noktasını kullanın.',
  'run-failed': (d) => `Eğitim başarısız oldu: ${d.text('reason')}`,
  'run-active': () => 'Bir eğitim sürüyor. Önce onu duraklatın ya da durdurun.',
  'run-not-active': () => 'Bu eğitim bu sekmede sürmüyor.',
  'job-missing': () => 'Bu iş artık saklanmıyor. Yeniden başlatın.',
  'run-base-deleted': () =>
    'Bu eğitimin başladığı model silinmiş, eğitim de henüz hiçbir şey kaydetmemiş; bu yüzden başlayamıyor. Başka bir modelden yeniden kurun.',
  'run-missing': () => 'Bu eğitim artık saklanmıyor. Başka birini seçin.',
  'restart-too-short': (d) =>
    `Kontrol noktasında ${d.number('step')} adım tamamlanmış; ${d.number('steps')} adımlık bir eğitim orada bitmiş olur. ${d.number('step')} adımdan fazlasını verin.`,
  'run-over': () => 'Eğitim yeniden kaydedilmeden bitti; son kontrol noktası yerinde.',
  'run-elsewhere': () =>
    'Ocaq bu bilgisayarda başka bir sekmede eğitiyor. Onu bekleyin ya da orada duraklatın, sonra burada yeniden deneyin.',
  'run-data-changed': () =>
    'Eğitim başladıktan sonra derlem ya da belirteçleri değişti, bu yüzden bit bit aynı biçimde sürdürülemez. Kontrol noktaları yerinde: yeni bir eğitim başlatın.',
  'no-checkpoint': () => 'Eğitimin kontrol noktası yok, bu yüzden sürdürülemez. Onu yeniden başlatın.',
  'no-preset': () => 'Başlamak için hazır ayar yok.',
  'prompt-empty': () => 'Sürdürülecek metin yok. En az bir karakter yazın.',
  'prompt-too-long': (d) =>
    `Metin ${d.number('tokens')} belirteç, modelin bağlamı ise ${d.number('capacity')} belirteç tutar. Metni kısaltın.`,
  'example-too-long': (d) =>
    `${d.number('example')}. örnekte ${d.number('tokens')} belirteç var, satır ise ${d.number('seq')} belirteç tutar. Onu çıkarın ya da satırı uzatın.`,
  'nothing-counted': () =>
    'Bu adımda öğrenilecek bir şey yok: örneklerin hiçbirinde yanıt kalmamış. Talimat kümesindeki yanıtları denetleyin.',
  'cursor-outside': (d) =>
    `Eğitimin veride kaldığı yer (dönem ${d.number('epoch')}, satır ${d.number('position')}) artık yok: veri değişmiş. Önceki veriyi geri getirin ya da yeni bir eğitim başlatın.`,
  'tokens-outside': () =>
    'Saklanan belirteçler bu eğitimle uyuşmuyor: gereken yerde belirteç yok. Eğitimi yeniden başlatın.',
  'tokens-truncated': (d) =>
    `Saklanan belirteçler bozulmuş: ${d.number('expected')} yerine ${d.number('got')} belirteç var. Eğitimi yeniden başlatın.`,
  'weights-dead': (d) =>
    `${d.number('step')}. adımın kontrol noktası yazılmadı: “${d.text('tensor')}” matrisinin bütün ağırlıkları aynı (${d.text('value')}), yani hiçbir şey bilmiyor. Önceki kontrol noktaları duruyor. Eğitimi daha küçük bir öğrenme oranıyla sürdürün.`,
  'weights-not-finite': (d) =>
    `${d.number('step')}. adımın kontrol noktası yazılmadı: “${d.text('tensor')}” içinde sayı olmayan bir değer var (${d.text('value')}). Önceki kontrol noktaları duruyor. Eğitimi daha küçük bir öğrenme oranıyla sürdürün.`,
  'weight-not-finite': (d) =>
    `“${d.text('tensor')}” tensöründe ${d.text('value')} var; nicemlenmiş bir tabanda böyle bir sayı saklanamaz. Model hasarlı: kaynağından yeniden alın ya da nicemlenmemiş bir taban seçin.`,
} satisfies Partial<ErrorTexts>;

const storage = {
  'storage-full': () =>
    'Tarayıcının depolama alanında bunun için yer kalmadı. Daha önce saklananlardan hiçbiri kaybolmadı. Diskte yer açın ya da kontrol noktalarını, kaynakları, projeleri silin, sonra yeniden deneyin.',
  'storage-unavailable': () =>
    'Tarayıcı bu sayfanın veri saklamasına izin vermiyor. Sayfayı olağan bir pencerede açın ve saklamaya izin verin.',
  'storage-unreadable': () => 'Saklanan bir kayıt diskten artık okunamıyor. Diğer verilere bir şey olmadı.',
  'storage-persist-unavailable': () =>
    'Bu tarayıcı verileri saklayacağına söz veremiyor. Sizin için önemli olanı dışa aktarın.',
  'database-newer': () =>
    'Saklanan veriler Ocaq’ın daha yeni bir sürümüne ait. Hiçbir şey değiştirilmedi. Sayfayı yenileyin.',
  'database-blocked': () => 'Ocaq’ın eski bir sürümü başka bir sekmede açık. O sekmeleri kapatıp bu sayfayı yenileyin.',
  'database-superseded': () => 'Ocaq’ın yeni bir sürümü başka bir sekmede açıldı. Bu sekmeyi yenileyin.',
  'database-lost': () => 'Saklanan verilerle bağlantı koptu. Daha önce saklananlar yerinde. Sayfayı yenileyin.',
  'database-closed': () => 'Saklanan veriler kapatıldı. Açmak için sayfayı yenileyin.',
  'database-upgrade-failed': () => 'Saklanan veriler bu sürüme uyarlanamadı ve olduğu gibi kaldı. Sayfayı yenileyin.',
  'checkpoint-missing': () => 'Bu kontrol noktası artık saklanmıyor. Başka birini seçin.',
  'cluster-behind': (d) =>
    `“${d.text('folder')}” ${d.number('step')} numaralı adımda, buradaki eğitim ise artık ${d.number('own')} numaralı adımda. Daha sonraki bir kontrol noktası seçin, hiçbir şey değişmedi.`,
  'cluster-log-incomplete': (d) =>
    `“${d.text('folder')}” klasöründeki log.jsonl eksik: başka yerde görülen ${d.number('missing')} adım orada yok, ${d.number('unreadable')} satır da okunamıyor. Kontrol noktasının kendisi sağlam, yalnızca eğrinin o kısmı boş kalır.`,
  'cluster-run-unfit': () =>
    'Bu eğitim başka yerde süremez. Bütün ağırlıkları derlemden öğrenen ve henüz bitmemiş bir eğitimin kontrol noktasını seçin. Bağdaştırıcı eğitimi ve talimatla eğitim burada sürer, sonucu da model olarak dışa aktarılır.',
  'cluster-run-unknown': (d) =>
    `“${d.text('folder')}” bu projede olmayan bir eğitimin devamıdır. Paketin dışa aktarıldığı projeyi açın.`,
  'cluster-damaged': (d) =>
    `Kümeden dönen “${d.text('folder')}” kontrol noktası bozulmuş: “${d.text('part')}”. Yeniden kopyalayın ya da bir öncekini alın.`,
  'cluster-not-a-checkpoint': (d) =>
    `“${d.text('folder')}” kümeden dönen bir kontrol noktası değil: state.json ya da optimizer.safetensors yok. train.py’nin yazdığı step-… klasörlerinden birini seçin.`,
  'checkpoint-damaged': (d) => `${d.number('step')}. adımın kontrol noktası bozulmuş. Daha önceki birini kullanın.`,
  'checkpoint-passed-over': (d) =>
    `${d.number('step')}. adımın kontrol noktası bozulmuş. Eğitim ${d.number('from')}. adımınkinden sürüyor, aradaki adımlar yeniden eğitiliyor.`,
  'checkpoint-tensor-missing': (d) =>
    `${d.number('step')}. adımın kontrol noktası Ocaq’ın başka bir sürümüyle kaydedilmiş. Başka birini seçin.`,
  'checkpoint-none-whole': () => 'Bu eğitimin hiçbir kontrol noktası okunamıyor. Onu baştan başlatmak gerekir.',
  'checkpoint-unverified': (d) =>
    `${d.number('step')}. adımın kontrol noktası yazıldı, ama geri okununca aynı çıkmadı, bu yüzden atıldı; önceki kalıyor. Yeniden kaydedin.`,
  'documents-damaged': (d) =>
    `“${d.text('source')}” kaynağının saklanan belgeleri bozulmuş. Kaynağı silip yeniden ekleyin.`,
  'tokens-damaged': () =>
    'Bu projenin saklanan belirteçlerinin bir bölümü kaybolmuş. Onları yeniden oluşturun: derlem değişmediyse aynı belirteçler çıkar ve eğitim kaldığı yerden sürer.',
  'training-stood-still': (d) =>
    `${d.number('step')}. adımdan önce ${d.duration('seconds')} boyunca hiçbir şey hesaplanmadı: ya bilgisayar uykudaydı ya da tarayıcı durdurulmuştu. Hız ve kalan süre bunu saymaz. Hiçbir şey kaybolmadı.`,
  'tokens-differ': () =>
    'Kaybolan belirteçler yeniden oluşturulamadı: şimdiki derlemden bu eğitimin saydığı belirteçler çıkmıyor. Kontrol noktalarının hepsi yerinde: yeni bir eğitim başlatın ya da onlardan birini talimatla eğitin.',
  'checkpoint-has-adapters': (d) =>
    `${d.number('step')}. adımın kontrol noktası silinmedi: başka eğitimlerin bağdaştırıcıları onun ağırlıklarının yanında durur ve onlarsız işe yaramaz. Önce o eğitimleri silin.`,
  'checkpoint-needed': (d) =>
    `${d.number('step')}. adımın kontrol noktası silinmedi: süren eğitim gerekirse ondan devam edecek. Önce eğitimi duraklatın ya da durdurun.`,
  'conversation-missing': () => 'Bu sohbet artık saklanmıyor. Başka birini seçin.',
  'instructions-missing': () => 'Bu talimat kümesi artık saklanmıyor. Başka birini seçin.',
  'instructions-damaged': (d) => `Saklanan “${d.text('name')}” kümesi bozulmuş. Onu silip yeniden ekleyin.`,
  'project-changed': () =>
    'Proje dosyaya yazılırken değişti, bu yüzden dosya oluşturulmadı. Temizleme, çeviri ve eğitimler bitince ya da duraklatılınca yeniden deneyin.',
  'project-file-damaged': (d) =>
    `“${d.text('file')}” dosyası “${d.text('part')}” bölümünde bozulmuş. Hiçbir şey değişmedi. Dosyayı aldığınız yerden yeniden kopyalayın ya da projeyi yeniden dosyaya kaydedin.`,
  'project-file-foreign': (d) =>
    `“${d.text('file')}” bir proje dosyası değil. Proje menüsünden kaydedilmiş bir dosya seçin.`,
  'project-file-newer': (d) =>
    `“${d.text('file')}” Ocaq’ın daha yeni bir sürümüyle oluşturulmuş (dosyanın biçimi: ${d.text('format')}, bu sayfanın okuyabildiği: ${d.text('known')}). Hiçbir şey değişmedi. Yeni sürüme geçmek için sayfayı yenileyin, sonra dosyayı yeniden açın.`,
  'project-file-unverified': (d) =>
    `“${d.text('file')}” yazıldı, ama geri okununca yazılanla aynı çıkmadı. Bu dosyaya güvenmeyin: projeyi başka bir yere yeniden kaydedin. Projenin kendisi olduğu gibi duruyor.`,
  'project-file-unwritable': (d) =>
    `“${d.text('file')}” seçilen yere yazılamadı (${d.text('reason')}). Proje olduğu gibi duruyor. Diskte yer açın ya da başka bir yer seçin.`,
  'project-incomplete': (d) =>
    `Projenin “${d.text('part')}” bölümü tarayıcının deposunda eksik. Dosya oluşturulmadı. O bölümü silip yeniden deneyin; kalan her şey yerinde.`,
  'project-missing': () => 'Bu proje artık saklanmıyor. Başka birini seçin ya da yenisini oluşturun.',
  'evaluation-failed': (d) => `Değerlendirme başarısız oldu: ${d.text('reason')}`,
  'nothing-held-out': () => 'Bu derlemde doğrulama için ayrılmış belge yok. Belge ekleyin.',
  'export-not-finite': (d) =>
    `“${d.text('tensor')}” tensöründe ${d.text('value')} var, böyle bir model çalışmaz: ya eğitim ıraksamış ya da dosya hasarlı. Daha önceki bir kontrol noktasını kullanın ya da modeli kaynağından yeniden alın.`,
  'export-unverified': () =>
    'Yazılan dosya yazılması gerekenle aynı değil, bu yüzden verilmedi. Yeniden deneyin; yinelenirse diski denetleyin.',
  'image-failed': () =>
    'Tarayıcı grafiği resim olarak çizemedi. Pencereyi büyütüp yeniden deneyin ya da sayıları CSV olarak indirin.',
  'out-of-memory': () => 'Bellek yetmiyor. Başka sekmeleri ve programları kapatın ya da daha küçük bir model seçin.',
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
    `Eğitim silinmedi: ${d.number('runs')} eğitimin bağdaştırıcıları bunun ağırlıklarının yanında durur, onlarsız işe yaramaz. Önce o eğitimleri silin.`,
  'adapter-config': (d) =>
    `LoRA bağdaştırıcısının adapter_config.json dosyasında “${d.text('field')}” alanı geçersiz. Düzeltin ya da bağdaştırıcıyı yeniden kaydedin.`,
  'adapter-empty': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısında hiç tensör yok, modele eklenecek bir şey kalmıyor. Bağdaştırıcıyı yeniden kaydedin.`,
  'adapter-file-missing': (d) =>
    `“${d.text('folder')}” klasöründe “${d.text('file')}” dosyası yok. peft ile kaydedilmiş bir LoRA bağdaştırıcısının klasörünü seçin; adapter_model.bin önce safetensors olarak kaydedilmelidir.`,
  'adapter-module-unknown': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısı “${d.text('module')}” bölümünü değiştiriyor, bu modelde ise böyle bir bölüm yok. Bağdaştırıcının eğitildiği modeli seçin.`,
  'adapter-no-base': (d) =>
    `“${d.text('folder')}” bir bağdaştırıcı, ama projede yanına konabileceği bir model yok. Önce bağdaştırıcının eğitildiği modeli içe aktarın.`,
  'adapter-not-finite': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısıyla “${d.text('tensor')}” tensöründe sonlu olmayan sayılar çıkıyor. Ya eğitimi bozulmuş ya da dosya hasarlı: başka bir bağdaştırıcı seçin.`,
  'adapter-pattern': (d) =>
    `LoRA bağdaştırıcısı bölümleri “${d.text('pattern')}” düzenli ifadesiyle seçiyor, bu ifade ise okunamıyor. adapter_config.json dosyasına bölümlerin adlarını liste olarak yazın.`,
  'adapter-tensor-missing': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısında “${d.text('tensor')}” için hiçbir şey yok. Başka bir model için eğitilmiştir ya da yeniden indirilmelidir.`,
  'adapter-tensor-name': (d) =>
    `“${d.text('folder')}” klasöründeki bağdaştırıcıda sıradan bir LoRA bağdaştırıcısında bulunmayan “${d.text('tensor')}” tensörü var. Onu peft ile birleştirin (merge_and_unload) ve birleşmiş modeli açın.`,
  'adapter-tensor-shape': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısıyla “${d.text('tensor')}” tensörünün boyutları ${d.text('got')} oluyor, beklenen ise ${d.text('expected')}. Bağdaştırıcının eğitildiği modeli seçin.`,
  'adapter-tensor-twice': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısında “${d.text('tensor')}” iki kez var, hangisinin geçerli olduğu bilinmiyor. Her klasörde bir bağdaştırıcı saklayın.`,
  'adapter-unsupported': (d) =>
    `LoRA bağdaştırıcısının adapter_config.json dosyasındaki “${d.text('field')}: ${d.text('value')}” desteklenmiyor. Onu peft ile birleştirip (merge_and_unload) birleşmiş modeli açın ya da sıradan bir LoRA bağdaştırıcısı seçin.`,
  'adapter-targets': (d) =>
    `Modelde bağdaştırıcının değiştirebileceği “${d.text('target')}” katmanı yok. Şunlardan seçin: ${d.text('names')}; hepsi için “all-linear” yazın.`,
  'adapter-untargeted': (d) =>
    `“${d.text('folder')}” klasöründeki LoRA bağdaştırıcısında “${d.text('module')}” için bir değişiklik var, adapter_config.json ise onun adını vermiyor. Bağdaştırıcıyı yeniden kaydedin ya da indirin.`,
};
