import type { WorkshopMessages } from '../en/workshop.ts';

export const workshop: WorkshopMessages = {
  mixture: {
    title: 'Qarışıq',
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
