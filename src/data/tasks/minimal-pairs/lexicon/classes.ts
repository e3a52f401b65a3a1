/** Nouns of a kind, the adjectives that suit all of them, and what can be said of each of them, of one or of several. */
export interface NounClass {
  readonly nouns: readonly string[];
  readonly qualities: readonly string[];
  readonly says: readonly string[];
  /** Where, or when, there may be one. */
  readonly places: readonly string[];
}

const nounClass = (nouns: string, qualities: string, says: string, places: string): NounClass => ({
  nouns: nouns.split(', '),
  qualities: qualities.split(', '),
  says: says.split(', '),
  places: places.split(', '),
});

export const PEOPLE = nounClass(
  'uşaq, şagird, tələbə, qonaq, fəhlə, mühəndis, jurnalist, həkim, turist, idmançı, rəssam, oğlan, qız',
  'hündür, mehriban, çalışqan, ağıllı, nəzakətli',
  'dünən şəhərə qayıtdı, vaxtında gəldi, parkda gəzir, bizi salamladı, avtobusa mindi, sakitcə gözləyir, hələ gəlməyib, muzeyə getdi, yolun kənarında dayandı',
  'parkda, zalda, bizim küçədə',
);

export const ANIMALS = nounClass(
  'it, pişik, at, inək, keçi, dovşan, toyuq, ördək, qoyun',
  'ağ, qara, kiçik, yaralı, qoca',
  'həyətdə gəzir, səsdən qorxub qaçdı, su içir, ağacın altında dayanıb, səhər tezdən oyandı, bağa girdi',
  'həyətdə, tövlədə, nənəmin kəndində',
);

const PAPERS = nounClass(
  'kitab, dəftər, jurnal, qəzet, məktub, şəkil, xəritə, lüğət',
  'köhnə, maraqlı, yeni, nadir, qədim',
  'stolun üstündədir, çantada qaldı, itdi, rəfə qoyuldu, masanın altına düşdü, bizə lazımdır',
  'stolun üstündə, çantada, rəfdə',
);

const FRUIT = nounClass(
  'alma, armud, xiyar, pomidor, şaftalı, limon, portağal, qarpız, heyva, nar',
  'iri, böyük, təzə, yetişmiş, dadlı',
  'yetişib, səbətdədir, yuyuldu, soyuducuya qoyuldu, bağdan gətirilib, çox yaxşı satılır',
  'səbətdə, soyuducuda, bazarda',
);

const BUILDINGS = nounClass(
  'ev, məktəb, mağaza, muzey, xəstəxana, zavod, kitabxana, teatr',
  'böyük, köhnə, yeni, gözəl, kiçik',
  'təmir olunur, bu il tikilib, şəhərin mərkəzindədir, çayın sahilindədir, bizə yaxındır',
  'şəhərdə, bizim küçədə, çayın sahilində',
);

const VEHICLES = nounClass(
  'maşın, avtobus, qatar, gəmi, təyyarə',
  'böyük, köhnə, ağ, göy, yeni',
  'dayandı, yola düşdü, gecikir, təmir olundu, vaxtında gəldi',
  'şəkildə, filmdə',
);

const FURNITURE = nounClass(
  'stol, stul, şkaf, çarpayı, divan, güzgü, xalça, lampa',
  'köhnə, böyük, bahalı, yeni, ağ',
  'otağa gətirildi, satıldı, evə yaraşır, təmizləndi, başqa otaqdadır',
  'otaqda, evdə, mağazada',
);

const CLOTHES = nounClass(
  'köynək, palto, papaq, şalvar, çanta, yaylıq',
  'təzə, qara, ağ, bahalı, qırmızı',
  'yuyuldu, şkafdadır, asılqandadır, çox gözəldir, dünən alındı',
  'şkafda, mağazada',
);

const EVENTS = nounClass(
  'dərs, iclas, imtahan, yarış, konsert, tamaşa, görüş',
  'maraqlı, uzun, mühüm, yeni, axırıncı',
  'sabah başlayacaq, vaxtında başladı, təxirə salındı, uzun çəkdi, axşam keçiriləcək',
  'bu gün, sabah, bu həftə',
);

const PLANTS = nounClass(
  'ağac, kol, palıd, çinar, söyüd',
  'hündür, iri, yaşıl, gözəl, nadir',
  'yol kənarındadır, bağda bitir, yağışdan sonra böyüdü, dünən əkildi, evin qarşısındadır',
  'bağda, həyətdə, parkda',
);

export const THINGS: readonly NounClass[] = [PAPERS, FRUIT, BUILDINGS, VEHICLES, FURNITURE, CLOTHES, EVENTS, PLANTS];
/** What a person can have. */
export const BELONGINGS: readonly NounClass[] = [PAPERS, FURNITURE, CLOTHES];
export const CLASSES: readonly NounClass[] = [PEOPLE, ANIMALS, ...THINGS];
