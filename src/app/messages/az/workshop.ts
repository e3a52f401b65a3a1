import type { WorkshopMessages } from '../en/workshop.ts';

export const workshop: WorkshopMessages = {
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
