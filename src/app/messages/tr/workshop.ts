import type { WorkshopMessages } from '../en/workshop.ts';

export const workshop: WorkshopMessages = {
  mixture: {
    title: 'Karışım',
    lead: 'Model her kaynağı kaç kez öğrenir. Ağırlığı 2 olan metin, 1 olandan iki kat sık öğrenilir; 0 onu dışarıda bırakır, 0,5 belgelerinin yarısını alır. Doğrulama belgeleri olduğu gibi, her biri bir kez kalır.',
    source: 'Kaynak',
    weight: 'Ağırlık',
    weightOf: (source) => `Ağırlık: ${source}`,
    tokens: 'Belirteç',
    bytes: 'Bayt',
    share: 'Pay',
    all: 'Toplam',
    about: (amount) => `≈ ${amount}`,
    none: 'Hiçbir kaynağın ağırlığı 0’dan büyük değil: öğrenilecek metin kalmıyor.',
    later: 'Derlem bir sonraki eğitimin başında yeniden belirteçlere ayrılacak.',
  },
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
