import type { StoreroomMessages } from '../en/storeroom.ts';

export const storeroom: StoreroomMessages = {
  open: 'Neyin ne kadar yer tuttuğuna bak',
  title: 'Ne ne kadar yer tutuyor',
  lead: 'Her şey bu tarayıcıda durur. Sildiğiniz geri gelmez; bunun ne demek olduğu yanında yazar.',
  reading: 'Bakılıyor…',
  empty: 'Henüz hiçbir şey saklanmadı.',
  kinds: {
    documents: 'Okundukları gibi metinler',
    cleaning: 'Temizlemenin sonucu',
    reference: 'Temizleme adımları için metinler',
    tokenizer: 'Belirteçleyiciler',
    tokens: 'Belirteçler',
    checkpoint: 'Kontrol noktaları',
    import: 'Dışarıdan alınan modeller',
    run: 'Grafikler ve günlükler',
    instructions: 'Talimat kümeleri',
    job: 'Çeviriler ve yazdırılan görevler',
    conversation: 'Sohbetler',
  },
  checkpoint: (run, step) => `${run}, ${step}. adım`,
  heldOut: (loss) => `doğrulama kaybı ${loss}`,
  best: 'eğitimin en iyisi',
  unnamed: 'adsız',
  letGo: 'Sil…',
  letGoOf: (name) => `Sil: ${name}`,
  letGoDo: 'Sil',
  kept: {
    'run-under-way': 'Süren eğitimin buna ihtiyacı var.',
    adapters: 'Ağırlıklarının yanında bağdaştırıcılar duruyor; önce onları silin.',
    models: 'Onunla eğitilen modellerle birlikte silinir.',
  },
  lost: {
    documents:
      'Bu kaynağın metinleri ve temizlemenin onlardan çıkardıkları silinir. Yalnızca okundukları dosyadan geri gelirler. Onlardan çıkan belirteçler kalır, ama yeniden oluşturulamaz.',
    cleaning:
      'Temelli kaybolan bir şey yok: derlem temizlenince metinlerden yeniden oluşur. O zamana kadar kaynak derleme girmez.',
    reference: 'Bu metinleri kullanan temizleme adımı için onları yeniden seçmek gerekir.',
    tokens:
      'Bu belirteçlerin çıktığı derlem olduğu gibi kaldıkça temelli kaybolan bir şey yok: bir eğitim başlarken ya da sürerken aynı belirteçler yeniden oluşur.',
    import: 'Model silinir. Yalnızca kendi dosyalarından geri gelir.',
    run: 'Eğitim bütünüyle silinir: grafiği, günlüğü, örnekleri, ölçüm sonuçları ve bütün kontrol noktaları.',
    instructions: 'Kayıtlar silinir. Yalnızca okundukları dosyadan geri gelirler.',
    job: 'Şimdiye kadar çevrilen ya da yazdırılan ne varsa silinir; yeniden yapmak ve yeniden ödemek gerekir.',
    conversation: 'Sohbette söylenenler silinir.',
  },
  lostCheckpoint: (run) => `${run} eğitiminin öteki kontrol noktaları kalır.`,
  lostOnlyCheckpoint: (run) =>
    `Bu, ${run} eğitiminin tek kontrol noktası: onsuz bu modelle sohbet edilemez, model dışa aktarılamaz ve eğitilemez. Grafiği kalır.`,
  notResumed: (runs) => `Onsuz bu eğitimler sürdürülemez: ${runs}.`,
  notResumedIfChanged: (runs) => `Derlem değiştiyse ya da o zamana kadar değişirse bu eğitimler sürdürülemez: ${runs}.`,
  needs: {
    label: 'Depolama',
    value: (needed) => `en çok ${needed}`,
    note: (checkpoints, each) => `aynı anda her biri ${each} olan ${checkpoints} kontrol noktası`,
    none: (needed, free) =>
      `Bu eğitimin kontrol noktaları için ${needed} gerekiyor, tarayıcıda ise yalnızca ${free} boş. Önce bir şey silin.`,
    tight: (needed, free) =>
      `Bu eğitimin kontrol noktaları, boş olan ${free} yerin ${needed} kadarını tutabilir. Bu sırada disk dolarsa eğitim sürer, ama kaydedemez.`,
    unknown: (needed) =>
      `Bu eğitimin kontrol noktaları için ${needed} kadar yer gerekiyor. Tarayıcı bu kadar yerin boş olup olmadığını söylemiyor: önce diskinize bakın.`,
    isPrivate:
      'Bu bir gizli pencereye benziyor: burada saklanan ne varsa pencere kapanınca silinir, yer de azdır. Uzun bir eğitimden önce stüdyoyu normal bir pencerede açın.',
    notPersisted: 'Disk dolarsa tarayıcı bu verileri, onlarla birlikte eğitimin kontrol noktalarını da silebilir.',
  },
  mend: {
    tokens: 'Belirteçleri yeniden oluştur',
    cleaning: 'Derlemi yeniden temizle',
    firstCleaning: 'Derlemi temizle',
    done: 'Belirteçler yeniden yerinde.',
  },
};
