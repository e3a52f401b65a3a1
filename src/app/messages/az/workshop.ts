import type { WorkshopMessages } from '../en/workshop.ts';
import { ordinal } from './endings.ts';

export const workshop: WorkshopMessages = {
  tokens: (count) => `${count} token`,
  clusters: {
    title: 'Təkrarlar',
    lead: 'Bütün mənbələr üzrə hansı sənəd hansını təkrarlayır: əvvəlcə ən böyük qruplar.',
    find: 'Qrupları tap',
    none: 'Açıq olan addımlara görə, saxlanılan heç bir sənədin təkrarı yoxdur.',
    said: (clusters, dropped) =>
      `Qrup sayı: ${clusters}. Yerinə saxlanılan sənəd olduğu üçün çıxarılan sənəd: ${dropped}.`,
    size: (size) => `${size} sənəd`,
    sources: (names, more) => (more === null ? names : `${names} və daha ${more} mənbə`),
    place: (source, number) => `${source}, ${ordinal(number)} sənəd`,
    kept: 'saxlanılıb',
    like: (share) => `ortaq hissə: ${share}`,
    same: 'eynidir',
    compare: 'Yan-yana',
    compareWith: (place) => `${place}: saxlanılan sənədlə yan-yana`,
    pair: 'İki sənəd yan-yana',
    pairLead: (share) =>
      `Beş sözlük ardıcıllıqların ortaq payı: ${share}. Heç bir ortaq ardıcıllığa düşməyən yerlər nişanlanıb.`,
    repeat: 'Sənədləri qrupunun böyüklüyünə görə təkrarla',
    repeatHint:
      'Bir neçə yerdə rast gəlinən mətn, adətən, yaxşı mətndir: onu köçürməyə dəyər sayıblar. Minlərlə yerdə rast gəlinən isə menyu və ya bildirişdir. Ona görə təkrarların bir hissəsini geri qaytarmaq olar: qrupda 2 sənəd varsa, saxlanılan sənəd 2 dəfə, 3–4 sənəd varsa 3 dəfə, 5–99 sənəd varsa 5 dəfə, 100–999 sənəd varsa 8 dəfə, 1000 və daha çox sənəd varsa 1 dəfə öyrənilir. Bu çəkilər FineWeb-2-nindir, orada bunun adı “rehydration”dır.',
    repeatAdds: (documents, amount, share) =>
      `Bir dəfədən çox öyrənilən sənəd: ${documents}. Bir keçiddə öyrənilənlərə ${amount} əlavə olunur (artım: ${share}).`,
    repeatNothing: 'Heç nə əlavə olunmaz: öyrənilən heç bir sənəd başqalarını əvəz etmir.',
    range: (from, to, all) => `${from}–${to} / ${all}`,
  },
  mixture: {
    title: 'Mənbələrin payı',
    lead: 'Model hər mənbəni neçə dəfə öyrənir. Çəkisi 2 olan mətn çəkisi 1 olandan iki dəfə çox öyrənilir; 0 onu kənarda saxlayır, 0,5 sənədlərinin yarısını götürür. Yoxlama sənədləri olduğu kimi, hərəsi bir dəfə qalır.',
    source: 'Mənbə',
    weight: 'Çəki',
    weightOf: (source) => `Çəki: ${source}`,
    tokens: 'Token',
    bytes: 'Bayt',
    share: 'Pay',
    all: 'Cəmi',
    about: (amount) => `≈ ${amount}`,
    none: 'Heç bir mənbənin çəkisi 0-dan böyük deyil: öyrənməyə mətn qalmır.',
    onTop: 'Qrupunun böyüklüyünə görə təkrarlanan sənədlər bunun üstünə gəlir.',
    later: 'Korpus növbəti öyrətmənin əvvəlində yenidən tokenlərə bölünəcək.',
  },
  report: {
    title: 'Hesabat',
    lead: 'Təmizləmənin hər mənbədən nə saxladığı, sənədlərin uzunluğu və dili, onlarla nə öyrətmək olar.',
    write: 'Hesabat hazırla',
    saveMarkdown: 'Markdown kimi saxla',
    saveJson: 'JSON kimi saxla',
    none: 'Hələ heç nə təmizlənməyib: hesabat üçün mətn yoxdur.',
    fileName: 'korpus-hesabati',
    share: 'Pay',
  },
};
