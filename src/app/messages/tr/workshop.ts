import type { WorkshopMessages } from '../en/workshop.ts';

export const workshop: WorkshopMessages = {
  report: {
    title: 'Rapor',
    lead: 'Temizlemenin her kaynaktan ne bıraktığı, belgelerin uzunluğu ve dili, bunlarla neyin eğitilebileceği.',
    write: 'Raporu hazırla',
    saveMarkdown: 'Markdown olarak kaydet',
    saveJson: 'JSON olarak kaydet',
    none: 'Henüz hiçbir şey temizlenmedi: raporu yazılacak metin yok.',
    fileName: 'derlem-raporu',
    share: 'Pay',
  },
};
