import type { Onward } from '../en/onward.ts';
import { ordinal } from './endings.ts';

export const onward: Onward = {
  title: 'Bu öyrətmənin davamı',
  legend: 'Yeni öyrətmə:',
  ways: {
    lengthen: 'Daha çox addımla',
    anneal: 'Sürəti sıfıra endirməklə',
    restart: 'Saxlama nöqtəsindən',
    seeds: 'Başqa başlanğıc ədədlərlə',
    repeat: 'Bir də, bitbəbit',
    settings: 'Bu ayarlarla',
  },
  moreSteps: 'Əlavə addım sayı',
  lengthen: (steps) => `Daha ${steps} addım öyrət`,
  startFrom: (step) => `${ordinal(step)} addımdan başla`,
  parentIs: (parent, step) => `“${parent}” öyrətməsini ${ordinal(step)} addımdan davam etdirir.`,
  parentGone: (step) => `Silinmiş bir öyrətməni ${ordinal(step)} addımdan davam etdirir.`,
  course: {
    exact: (step, steps) =>
      `Yeni öyrətmə ${ordinal(step)} addımın saxlama nöqtəsindən davam edir. Oraya qədər öyrənmə sürəti ${steps} addımlıq öyrətmədəki kimi olub, ona görə nəticə fasiləsiz ${steps} addımlıq öyrətmənin nəticəsi ilə bitbəbit eyni olacaq.`,
    rewarmed: (step, steps, over) =>
      `Yeni öyrətmə ${ordinal(step)} addımın saxlama nöqtəsindən davam edir. Orada öyrənmə sürəti ${steps} addımlıq öyrətmədəkindən fərqlidir. İtki sıçramasın deyə, sürət ${over} addım ərzində tədricən dəyişir, sonda isə qrafik üzrə enir.`,
    atOnce: (step) =>
      `Yeni öyrətmə ${ordinal(step)} addımın saxlama nöqtəsindən davam edir. İsinmə addımları olmadığı üçün öyrənmə sürəti birdən dəyişir və itki sıçraya bilər.`,
    steady: (step) =>
      `Yeni öyrətmə ${ordinal(step)} addımın saxlama nöqtəsindən davam edir. Öyrənmə sürəti orada dəyişmir; qalan dəyişikliklər növbəti addımdan qüvvəyə minir.`,
  },
  anneal: {
    lead: 'Öyrənmə sürəti sıfıra enir: hər yaxşı öyrətmənin sonunda itkini azaldan budur. Bu, yeni öyrətmədir; əvvəlki olduğu kimi qalır və qaldığı yerdən davam edə bilər.',
    share: 'Bütün addımlardan payı',
    percent: (percent) => `${percent} %`,
    text: 'Mətn',
    sameText: 'Öyrətmədəki kimi',
    newText: 'Korpusun indiki halı',
    course: (step, rate, steps, isNewText) =>
      `Yeni öyrətmə ${ordinal(step)} addımın saxlama nöqtəsindən${isNewText ? ', korpusun indiki halı ilə' : ''} davam edir; öyrənmə sürəti ${steps} addım ərzində ${rate} qiymətindən sıfıra enir.`,
    start: 'Sıfıra endir',
  },
  fixed: 'Başlanğıc ədəd, mətnin sırası və çəkilərin orta qiymətinin saxlanması saxlama nöqtəsində olduğu kimi qalır.',
  seeds: {
    count: 'Başlanğıc ədəd sayı',
    more: 'Əlavə başlanğıc ədəd sayı',
    start: (seeds) => `Daha ${seeds} öyrətmə apar`,
    startAll: (seeds) => `${seeds} başlanğıc ədədlə öyrət`,
    lead: 'Hər başlanğıc ədəd başqa çəkilərlə başlayır və mətni başqa sıra ilə oxuyur. Onların arasındakı fərq təsadüfidir; ayarların fərqi yalnız bundan böyük olanda nəsə deyir. Öyrətmələr bir-birinin ardınca gedir.',
    waiting: (seeds) => `Növbə gözləyən başlanğıc ədədlər: ${seeds}`,
    dropWaiting: 'Növbəni ləğv et',
    result: (mean, half, seeds) => `Yoxlama itkisi ${mean} ± ${half} nat (${seeds} başlanğıc ədəd, 95 %-lik interval)`,
    band: (seeds) => `yoxlama, ${seeds} başlanğıc ədədin ortası; zolaq: ən aşağıdan ən yuxarıya`,
  },
  repeat: {
    lead: 'Həmin öyrətmə ilk addımdan, əvvəlki nüvələr və ədəd formatları ilə aparılır. Eyni qrafik kartda hər itki və hər çəki bitbəbit eyni alınır; başqa kartda itkilər yaxın olur. Sonda ikisi addım-addım, çəki-çəki tutuşdurulur.',
    start: 'Yenidən apar',
    is: (original) => `“${original}” öyrətməsini təkrarlayır.`,
    gone: 'Silinmiş bir öyrətməni təkrarlayır.',
    nothing: 'İki öyrətmənin hələ ortaq addımı yoxdur.',
    same: (steps, checkpoints) =>
      `Bitbəbit eynidir: ${steps} addımın itkiləri, ${checkpoints} nömrəli addımın bütün çəkiləri və optimallaşdırıcının halı.`,
    sameLosses: (steps) => `${steps} addımın itkiləri bitbəbit eynidir; eyni addımın saxlama nöqtəsi qalmayıb.`,
    other: (step, there, here) =>
      `${ordinal(step)} addımdan başlayaraq fərqlidir: itki orada ${there}, burada ${here}.`,
    otherWeights: (steps, step) =>
      `${steps} addımın itkiləri bitbəbit eynidir, ${step} nömrəli addımın çəkiləri isə yox.`,
  },
  comparison: {
    lower: (other, by) => `Yoxlama itkisi “${other}” öyrətməsindəkindən ${by} nat aşağıdır.`,
    higher: (other, by) => `Yoxlama itkisi “${other}” öyrətməsindəkindən ${by} nat yuxarıdır.`,
    noise: 'Bu fərq başlanğıc ədədlərin yaratdığı təsadüfi fərqdən böyük deyil.',
    real: 'Bu fərqi yalnız başlanğıc ədədlərlə izah etmək olmaz.',
    unknown:
      'Hərəsinin bir başlanğıc ədədi var, ona görə fərqin nə qədərinin təsadüfi olduğu bilinmir: onlardan birini başqa başlanğıc ədədlərlə də öyrədin.',
  },
  sharing: {
    use: 'Bu ayarları götür',
    file: 'Fayl kimi saxla',
    load: 'Ayarları yüklə',
    copy: 'Keçidi kopyala',
    copied: 'Keçid kopyalandı',
    lead: 'Model və öyrətmə ayarları; mətn və tokenizator daxil deyil. Keçiddə ayarlar # işarəsindən sonra gəlir, brauzerlər bu hissəni heç bir serverə göndərmir.',
    title: 'Bu ayarlar götürülsün?',
    changes: 'Bu layihədə nə dəyişir',
    same: 'Heç nə dəyişmir: layihənin ayarları elə bunlardır.',
    whole: (model, steps) => `Layihənin modeli bu ayarlardan götürülür (${model}); öyrətmə ${steps} addımdır.`,
    shape: (layers, width) => `qat sayı ${layers}, gizli ölçü ${width}`,
    needsTokenizer:
      'Modelə tokenizator lazımdır, bu layihədə isə o hələ yoxdur. Əvvəlcə tokenizatoru öyrədin, sonra keçidi və ya faylı yenidən açın.',
    take: 'Götür',
    unreadable: 'Bu ayarları götürmək olmur',
  },
  best: 'ən yaxşı',
};
