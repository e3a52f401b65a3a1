/** What something has or a person is the owner of: a head of a possessive chain, its owners and what is said of it. */
export interface Part {
  readonly head: string;
  readonly owners: readonly string[];
  readonly says: readonly string[];
}

const part = (head: string, owners: string, says: string): Part => ({
  head,
  owners: owners.split(', '),
  says: says.split(', '),
});

/** Of things. */
export const PARTS: readonly Part[] = [
  part('rəng', 'maşın, divar, çanta, qapı, köynək, papaq, xalça, palto, gül', 'qırmızıdır, ağdır, xoşuma gəldi, solub'),
  part(
    'qiymət',
    'bilet, alma, çörək, ət, kitab, ev, telefon, balıq, yanacaq',
    'artdı, aşağı düşdü, çox yüksəkdir, hamıya məlumdur',
  ),
  part('qapı', 'ev, otaq, məktəb, sinif, kitabxana, mətbəx, mağaza, zal', 'açıqdır, bağlı idi, taxtadandır, dar idi'),
  part('pəncərə', 'ev, otaq, sinif, mətbəx, zal, kabinet', 'açıqdır, bağlı idi, həyətə baxır, böyükdür'),
  part(
    'müəllif',
    'kitab, məqalə, roman, hekayə, şeir, lüğət',
    'gəncdir, mükafat aldı, Bakıda yaşayır, hamıya tanışdır',
  ),
  part(
    'ad',
    'kitab, film, roman, mahnı, küçə, kənd, jurnal, çay',
    'mənə tanışdır, dəyişdirildi, çox gözəldir, yadımda qalıb',
  ),
  part(
    'direktor',
    'məktəb, muzey, zavod, fabrik, kitabxana, teatr',
    'iclası açdı, səfərə getdi, təqaüdə çıxdı, qonaqları qarşıladı',
  ),
  part('həyət', 'məktəb, ev, bina, xəstəxana, bağça', 'genişdir, təmizləndi, qarla örtülüb, yaşıldır'),
  part('dam', 'ev, məktəb, bina, anbar, bağça', 'təmir olundu, qırmızıdır, qarla örtülüb, köhnədir'),
  part('açar', 'ev, maşın, otaq, sandıq, anbar', 'itib, stolun üstündədir, məndədir, tapıldı'),
  part('işıq', 'otaq, mətbəx, küçə, dəhliz, həyət', 'yanır, söndü, zəifdir, gözümü qamaşdırdı'),
  part('dad', 'şorba, alma, çay, plov, balıq, pendir, çörək', 'əladır, əvvəlki kimi idi, hamının xoşuna gəldi'),
  part('divar', 'otaq, ev, mətbəx, sinif, məktəb', 'boyandı, ağdır, nazikdir, köhnədir'),
  part('yarpaq', 'ağac, gül, çinar, palıd', 'saraldı, yaşıldır, iridir, yerə düşdü'),
  part('qanad', 'quş, ördək, toyuq, kəpənək, qartal', 'ağdır, sınıb, genişdir'),
  part('quyruq', 'it, pişik, at, inək, tülkü', 'uzundur, ağdır, qalındır'),
];

/** Of people. */
export const POSSESSIONS: readonly Part[] = [
  part('ev', 'qonşu, müəllim, həkim, rəssam, qız, oğlan', 'kənddədir, böyükdür, şəhərin mərkəzindədir, satıldı'),
  part('maşın', 'qonşu, müəllim, həkim, mühəndis', 'həyətdədir, xarab oldu, təzədir, ağdır'),
  part('səs', 'müğənni, uşaq, qonşu, qız, oğlan', 'eşidilir, məlahətlidir, uzaqdan gəlir'),
  part('çanta', 'şagird, həkim, tələbə, qonaq, uşaq', 'ağırdır, itdi, qaradır, stulun üstündədir'),
  part('otaq', 'uşaq, tələbə, qonaq, həkim, müdir', 'işıqlıdır, səliqəlidir, kiçikdir, ikinci mərtəbədədir'),
  part('köynək', 'uşaq, oğlan, qız, həkim', 'ağdır, təmizdir, cırıldı'),
  part('bağ', 'qonşu, kəndli, müəllim', 'gözəldir, çayın sahilindədir, meyvə ilə doludur'),
  part('papaq', 'oğlan, uşaq, çoban, sürücü', 'qaradır, itdi, yerə düşdü'),
];
