import type { ReferenceMessages } from '../en/references.ts';

export const references: ReferenceMessages = {
  titles: { evaluation: 'Qiymətləndirmə dəstləri', trusted: 'Etibarlı mətn' },
  leads: {
    evaluation:
      'Modellərin qiymətləndiriləcəyi mətnlər; oxuna bilən istənilən formatda ola bilər. Model öyrəndiyi mətnlə qiymətləndirilməsin deyə bu mətnlər korpusdan çıxarılır.',
    trusted:
      'Modelin yazmasını istədiyiniz kimi yazılmış təmiz mətn verin: redaktə olunmuş məqalələr, kitablar. Ən azı 1000 işarə lazımdır; bir neçə meqabayt daha yaxşıdır, 8 meqabaytdan çoxu fayda vermir. Ocaq hansı hərfdən sonra hansının gəldiyini ondan öyrənir və ona oxşamayan sənədləri çıxarır: başqa dildə olanları, siyahıları, korlanmışları. Bu mətn seçilməyincə addım sönülü qalır və heç nə çıxarmır.',
  },
  choose: { evaluation: 'Qiymətləndirmə dəsti seç', trusted: 'Etibarlı mətn seç' },
  first: {
    evaluation: 'Qiymətləndirmə dəsti seçiləndən sonra yandırıla bilər.',
    trusted: 'Etibarlı mətn seçiləndən sonra yandırıla bilər.',
  },
  without: {
    evaluation: 'Daha heç bir qiymətləndirmə dəsti seçilməyib: bu addım heç nə etmir.',
    trusted: 'Daha heç bir etibarlı mətn seçilməyib: bu addım heç nə etmir.',
  },
  addFiles: 'Fayl əlavə et',
  fromProject: { evaluation: 'Bu layihənin təlimat dəsti', trusted: 'Bu korpusun mənbəyi' },
  pick: 'Seçin…',
  add: 'Əlavə et',
  part: (name, part) => (part === 'all' ? name : `${name}, yoxlama hissəsi`),
  texts: (text) => `${text} mətn`,
  partOf: (kept, all) => `${kept}; ${all} mətndən təsadüfən seçilib`,
  copied: { source: 'mənbənin surəti', instructions: 'təlimat dəstinin surəti' },
  heldOutPart: 'yoxlama hissəsi',
  gone: 'surəti çıxarılan mətn silinib və ya dəyişdirilib; surət qalır',
  short: (text) => `${text} mətn on üç sözdən qısadır və axtarıla bilmir`,
  badRows: (text) => `${text} sətirdən istifadə etmək mümkün olmadı`,
  skippedFiles: (text) => `İçindəki ${text} fayl oxunmadı`,
  remove: (name) => `“${name}”: götür`,
  removeTitle: (name) => `“${name}” götürülsün?`,
  removeLead: 'Faylınız və ya surəti çıxarılan mətn yerində qalır. Korpus yenidən təmizlənənə qədər olduğu kimi qalır.',
  removeDo: 'Götür',
  copyStays: 'Onun surəti etibarlı mətndir və siz oradan götürənə qədər belə qalır.',
  surprise: {
    title: 'Mətnlər nə qədər gözlənilməzdir',
    lead: 'Rəqəm nə qədər böyükdürsə, mətn etibarlı mətnə bir o qədər az oxşayır (ölçü: işarəyə düşən bit). Boz zolaq yüz mətndən 5-cidən 95-ciyə qədər uzanır, tünd nişan ortadakıdır. Narıncı xətt həddir: ondan sağda qalan sənədlər çıxarılır.',
    measuring: 'Ölçülür…',
    trusted: 'Etibarlı mətn, qalan hissəsinə görə',
    corpus: 'Korpus, bu addıma gəldiyi kimi',
    range: (low, middle, high) => `${low} – ${high}, ortada ${middle}`,
    few: 'özü ilə ölçmək üçün çox qısadır',
    none: 'bu addıma sənəd gəlib çatmır',
    asTrusted: (value) => `Hədd ${value} olsun: etibarlı mətnin özündən 100 sənəddən 95-i qalardı`,
    asCorpus: (value) => `Hədd ${value} olsun: korpusun 100 sənədindən 95-i qalır`,
  },
};
