import type { WorkshopMessages } from '../en/workshop.ts';

export const workshop: WorkshopMessages = {
  tokens: (count) => `${count} belirteç`,
  clusters: {
    title: 'Kopyalar',
    lead: 'Tüm kaynaklarda hangi belge hangisini yineliyor: önce en büyük kümeler.',
    find: 'Kümeleri bul',
    none: 'Açık olan adımlara göre, tutulan hiçbir belgenin kopyası yok.',
    said: (clusters, dropped) =>
      `Küme sayısı: ${clusters}. Yerine tutulan bir belge olduğu için çıkarılan belge: ${dropped}.`,
    size: (size) => `${size} belge`,
    sources: (names, more) => (more === null ? names : `${names} ve ${more} kaynak daha`),
    place: (source, number) => `${source}, belge ${number}`,
    kept: 'tutuldu',
    like: (share) => `ortak bölüm: ${share}`,
    same: 'aynı',
    compare: 'Yan yana',
    compareWith: (place) => `${place}: tutulan belgeyle yan yana`,
    pair: 'İki belge yan yana',
    pairLead: (share) =>
      `Beş sözcüklük dizilerin ortak payı: ${share}. Hiçbir ortak dizinin kapsamadığı yerler işaretli.`,
    repeat: 'Belgeleri kümelerinin büyüklüğüne göre yinele',
    repeatHint:
      'Birkaç yerde bulunan metin çoğu zaman iyi metindir: birileri onu kopyalamaya değer bulmuştur. Binlerce yerde bulunan ise menü ya da bildirimdir. Bu yüzden kopyaların bir bölümü geri verilebilir: 2 belgelik kümenin tutulan belgesi 2 kez, 3 ve 4 belgelik kümeninki 3 kez, 5–99 belgelik kümeninki 5 kez, 100–999 belgelik kümeninki 8 kez, 1000 ve daha çok belgelik kümeninki bir kez öğrenilir. Ağırlıklar FineWeb-2’nindir; orada bunun adı “rehydration”dır.',
    repeatAdds: (documents, amount, share) =>
      `Birden çok kez öğrenilen belge: ${documents}. Bir geçişte öğrenilenlere ${amount} eklenir (artış: ${share}).`,
    repeatNothing: 'Hiçbir şey eklenmez: öğrenilen hiçbir belge başkalarının yerini tutmuyor.',
    range: (from, to, all) => `${from}–${to} / ${all}`,
  },
  mixture: {
    title: 'Kaynakların payı',
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
    onTop: 'Kümelerinin büyüklüğüne göre yinelenen belgeler bunun üstüne eklenir.',
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
