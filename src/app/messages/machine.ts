/** Messages about the browser and its machine: graphics device, storage. Both languages side by side. */
import type { NoDeviceReason } from '../../worker/api.ts';

const en = {
  device: {
    label: 'Graphics device',
    none: 'No WebGPU',
    unknown: 'unnamed device',
    softwareLead: 'The browser computes on the processor here, not on a graphics card. Everything works, but slowly.',
    name: 'Adapter',
    vendor: 'Vendor',
    budget: 'Memory budget',
    maxBuffer: 'Largest buffer',
    features: 'Features',
    noFeatures: 'none beyond the basics',
  },
  deviceLost: {
    title: 'The graphics device was lost',
    lead: 'The driver was reset, or the card ran out of memory. The last checkpoint is safe. Reload the page to go on.',
  },
  noDevice: {
    title: 'This browser gives no access to the graphics card',
    lead: 'Training, chat and speed measurements need WebGPU. Corpus and tokenizer work without it.',
    reasons: {
      'no-webgpu': 'The browser does not have WebGPU, or it is turned off.',
      'no-adapter': 'The browser has WebGPU but found no graphics adapter that it trusts.',
      'device-refused': 'A graphics adapter was found, but it refused to be used. Another program may hold its memory.',
      'insecure-context': 'WebGPU works only on https:// pages and on localhost.',
    } satisfies Record<NoDeviceReason, string>,
    where: 'Where it works',
    browsers: [
      'Chrome and Edge from version 113, on Windows, macOS and ChromeOS',
      'Safari from version 26, on macOS, iOS and iPadOS',
      'Firefox from version 141, on Windows',
    ],
    linux: 'Turning it on in Chrome on Linux',
    linuxSteps: 'Open each address in a new tab, choose “Enabled”, then restart the browser:',
    check: 'What the browser itself says about it:',
    toCorpus: 'Go to Corpus',
    toTokenizer: 'Go to Tokenizer',
    details: 'Message from the browser',
  },
  storage: {
    label: 'Storage',
    used: (used: string, quota: string) => `${used} of ${quota} used`,
    persisted: 'The browser has promised not to clear this data by itself.',
    notPersisted: 'The browser may clear this data when the disk runs full.',
    ask: 'Ask the browser to keep it',
    refused:
      'The browser did not promise it. Installing the page or visiting it more often usually helps; until then, export what matters to you.',
  },
};

const az: typeof en = {
  device: {
    label: 'Qrafik qurğu',
    none: 'WebGPU yoxdur',
    unknown: 'adsız qurğu',
    softwareLead: 'Burada brauzer qrafik kartda yox, prosessorda hesablayır. Hər şey işləyir, amma yavaş.',
    name: 'Adapter',
    vendor: 'İstehsalçı',
    budget: 'Yaddaş büdcəsi',
    maxBuffer: 'Ən böyük bufer',
    features: 'İmkanlar',
    noFeatures: 'əsas imkanlardan başqa yoxdur',
  },
  deviceLost: {
    title: 'Qrafik qurğu ilə əlaqə itdi',
    lead: 'Ya drayver yenidən başladı, ya da kartın yaddaşı çatmadı. Son nəzarət nöqtəsi salamatdır. Davam etmək üçün səhifəni yeniləyin.',
  },
  noDevice: {
    title: 'Bu brauzer qrafik karta yol vermir',
    lead: 'Öyrətmə, söhbət və sürət ölçmə üçün WebGPU lazımdır. Korpus və tokenizator onsuz da işləyir.',
    reasons: {
      'no-webgpu': 'Brauzerdə WebGPU yoxdur və ya söndürülüb.',
      'no-adapter': 'Brauzerdə WebGPU var, amma etibar etdiyi qrafik adapter tapmadı.',
      'device-refused': 'Qrafik adapter tapıldı, amma işə düşmədi. Ola bilsin, yaddaşını başqa proqram tutub.',
      'insecure-context': 'WebGPU yalnız https:// səhifələrində və localhost ünvanında işləyir.',
    },
    where: 'Harada işləyir',
    browsers: [
      'Chrome və Edge, 113-cü versiyadan: Windows, macOS və ChromeOS',
      'Safari, 26-cı versiyadan: macOS, iOS və iPadOS',
      'Firefox, 141-ci versiyadan: Windows',
    ],
    linux: 'Linux-da Chrome-da yandırmaq',
    linuxSteps: 'Hər ünvanı yeni vərəqdə açın, “Enabled” seçin, sonra brauzeri yenidən başladın:',
    check: 'Brauzerin özü bu barədə nə deyir:',
    toCorpus: 'Korpusa keç',
    toTokenizer: 'Tokenizatora keç',
    details: 'Brauzerin bildirişi',
  },
  storage: {
    label: 'Saxlama yeri',
    used: (used, quota) => `${quota} yerdən ${used} tutulub`,
    persisted: 'Brauzer bu məlumatı özbaşına silməyəcəyinə söz verib.',
    notPersisted: 'Disk dolanda brauzer bu məlumatı silə bilər.',
    ask: 'Brauzerdən saxlamağı xahiş et',
    refused:
      'Brauzer söz vermədi. Adətən səhifəni quraşdırmaq və ya daha tez-tez açmaq kömək edir; o vaxta qədər vacib olanı ixrac edin.',
  },
};

export const machine = { en, az };
