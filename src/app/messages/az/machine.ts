import type { Machine } from '../en/machine.ts';
import { ordinal } from './endings.ts';

export const machine: Machine = {
  device: {
    label: 'Qrafik cihaz',
    none: 'WebGPU yoxdur',
    unknown: 'adsız cihaz',
    softwareLead: 'Burada brauzer qrafik kartda yox, prosessorda hesablayır. Hər şey işləyir, amma yavaş.',
    vendor: 'İstehsalçı',
    budget: 'Yaddaş büdcəsi',
    budgetUse: (size) => `öyrətmə və söhbət üçün ${size}`,
    precision: 'Dəqiqlik',
    halfNative: '16 bit birbaşa, 32 bit də var',
    halfPacked: '32 bit; 16 bitlik ədədlər cüt-cüt yığılır',
    speed: 'Sürət',
    notMeasured: 'hələ ölçülməyib; Model ekranında ölçülür',
    measured: (billions) => `öyrətmə zamanı ölçülüb: saniyədə ${billions} milyard əməliyyata qədər`,
    raw: 'Hədlər, təfərrüatı ilə',
    maxBuffer: 'Ən böyük bufer',
    maxBinding: 'Ən böyük bağlama',
    features: 'İmkanlar',
    noFeatures: 'əsas imkanlardan başqa yoxdur',
  },
  card: {
    slower: 'Brauzer prosessorun öz qrafikasını verib',
    slowerLead: (name) =>
      `Öyrətmə “${name}” üzərində gedir. Bu kompüterdə ayrıca qrafik kart da varsa, o, dəfələrlə sürətli öyrədir; sadəcə brauzerə onu götürməyi demək lazımdır. Yoxdursa, hər şey qaydasındadır.`,
    steps: {
      windows: [
        'Windows-un “Settings → System → Display → Graphics” bölməsini açın.',
        'Siyahıda brauzerinizi tapın və ya əlavə edin, seçimlərində “High performance” göstərin.',
        'Noutbuku elektrikə qoşun, brauzerin bütün pəncərələrini bağlayıb onu yenidən açın.',
      ],
      linux: ['Brauzerin bütün pəncərələrini bağlayın və onu terminaldan bu sətirlərdən biri ilə açın:'],
      mac: [
        '“System Settings → Battery → Options” bölməsində “Automatic graphics switching” seçimini söndürün.',
        'Mac-i elektrikə qoşun, brauzeri bağlayıb yenidən açın.',
      ],
    },
    nvidia: 'NVIDIA kartı olanda',
    amd: 'AMD və ya Intel kartı olanda',
    look: 'Brauzerin hansı kartı götürdüyü burada yazılır:',
    again: 'Yenidən yoxla',
    checking: 'Yoxlanılır…',
    still: 'Yenə həmin kartdır.',
    software: 'Burada brauzer prosessorda hesablayır',
    softwarePace: (time) =>
      `Sınaq üçün kiçik modellər kifayət edir. 100 milyon parametrli modelin bir milyard tokeni öyrənməsi isə təxminən ${time} çəkər.`,
    byMeasure: 'Burada ölçülmüş sürətə görə.',
    byMagnitude: 'Bu, təxmini ölçüdür: burada hələ heç nə ölçülməyib.',
  },
  power: {
    keepAwake: 'Öyrətmə gedəndə kompüter yuxuya getməsin',
    keepAwakeHint:
      'Bu səhifə göz qabağında olduqca ekran sönmür. Qapağı bağlananda noutbukların çoxu yenə yuxuya gedir.',
    states: {
      held: 'Kompüter yuxuya getmir.',
      waiting: 'Hazırda yox: səhifə görünmür. Öyrətmə gedir, amma kompüter yuxuya gedə bilər.',
      refused:
        'Brauzer buna icazə vermədi; enerjiyə qənaət edəndə belə olur. Kompüterin öz ayarlarında yuxunu söndürün.',
      unavailable: 'Bu brauzer kompüteri oyaq saxlaya bilmir. Kompüterin öz ayarlarında yuxunu söndürün.',
    },
    ends: (left, run) =>
      `Batareya təxminən ${left} çatar, öyrətməyə isə hələ ${run} lazımdır. Kompüteri elektrikə qoşun və ya batareya bitməmiş öyrətməyə fasilə verin.`,
    low: (level) =>
      `Batareyada ${level} qalıb. Kompüteri elektrikə qoşun və ya öyrətməyə fasilə verin. 7 % qalanda özü saxlama nöqtəsi yaradılır.`,
  },
  deviceLost: {
    title: (time) => `Qrafik cihaz ilə əlaqə itdi (saat ${time})`,
    lead: (run, time) =>
      `${run} itməyib: cihaz qayıdan kimi son saxlama nöqtəsindən özü davam edəcək. Növbəti cəhd: saat ${time}.`,
    help: 'Cihaz qayıtmasa, səhifəni yeniləyin; o da kömək etməsə, brauzeri bağlayıb yenidən açın. Öyrətmə orada da özü davam edəcək.',
  },
  worker: {
    silent: 'Studiyanın arxa plan işi yarım dəqiqədir cavab vermir',
    silentLead:
      'Ola bilsin, böyük bir işlə məşğuldur, onda gözləmək kifayətdir. Yenidən başlatsanız, öyrətmə son saxlama nöqtəsindən davam edəcək, qalan yarımçıq işlərə isə təzədən başlamaq lazım gələcək.',
    restart: 'Yenidən başlat',
    restarting: 'Studiyanın arxa plan işi dayanıb, yenidən başladılır',
    restartingLead: 'Saxlanmış nə varsa, salamatdır.',
    restarted: 'Studiyanın arxa plan işi dayanmışdı, yenidən başladıldı',
    restartedLead: 'Saxlanmış nə varsa, salamatdır. Yarımçıq qalan işlər özü-özünə davam etmir.',
    resumed: (run, step) => `${run} son saxlama nöqtəsindən, ${ordinal(step)} addımdan özü davam edir.`,
    begunAgain: (run) => `${run} hələ heç nə saxlamamışdı, ona görə özü təzədən başlayır.`,
    again: (steps) => `${steps} addım təkrar keçilir.`,
    ended: 'Studiyanın arxa plan işi dayanıb',
  },
  noDevice: {
    title: 'Bu brauzer qrafik karta çıxış vermir',
    lead: 'Öyrətmə, söhbət və sürət ölçmə üçün WebGPU lazımdır. Korpus və tokenizator ekranları WebGPU olmadan da işləyir.',
    reasons: {
      'no-webgpu': 'Brauzerdə WebGPU yoxdur və ya söndürülüb.',
      'no-adapter': 'Brauzerdə WebGPU var, amma etibar etdiyi qrafik adapter tapılmadı.',
      'device-refused': 'Qrafik adapter tapıldı, amma işə düşmədi. Ola bilsin, yaddaşını başqa proqram tutub.',
      'insecure-context': 'WebGPU yalnız https:// səhifələrində və localhost ünvanında işləyir.',
    },
    where: 'Harada işləyir',
    browsers: [
      'Chrome və Edge, 113-cü versiyadan: Windows, macOS və ChromeOS',
      'Safari, 26-cı versiyadan: macOS, iOS və iPadOS',
      'Firefox, 141-ci versiyadan: Windows',
    ],
    linux: 'Linux-da Chrome üçün necə yandırılır',
    linuxSteps: 'Hər ünvanı yeni vərəqdə açın, “Enabled” seçin, sonra brauzeri yenidən başladın:',
    check: 'Brauzerin özü bu barədə nə deyir:',
    toCorpus: 'Korpusa keç',
    toTokenizer: 'Tokenizatora keç',
    details: 'Brauzerin bildirişi',
  },
  storage: {
    label: 'Saxlama yeri',
    used: (used, quota) => `${quota} yerdən ${used} tutulub`,
    usedAlone: (used) => `${used} tutulub; nə qədər boş olduğunu brauzer dəqiq demir`,
    persisted: 'Brauzer bu məlumatı özbaşına silməyəcəyinə söz verib.',
    notPersisted: 'Disk dolanda brauzer bu məlumatı silə bilər.',
    ask: 'Brauzerdən onu saxlamağı xahiş et',
    refused:
      'Brauzer söz vermədi. Adətən səhifəni quraşdırmaq və ya daha tez-tez açmaq kömək edir; o vaxta qədər vacib olanı ixrac edin.',
  },
};
