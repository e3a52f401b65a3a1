/**
 * Verbs, the case that each governs, and the nouns that make sense with it. `never` are cases in which no reader would accept
 * the noun with this verb, in any sense: most verbs allow more than the one they govern, and then nothing stands there.
 */
import type { Case } from '../morphology/nouns.ts';
import type { When } from './times.ts';

export interface Action {
  /** The stem, with the noun of a light verb before it. */
  readonly verb: string;
  readonly governs: Case;
  readonly nouns: readonly string[];
  readonly when: readonly When[];
  readonly never: readonly Case[];
}

const ANY: readonly When[] = ['past', 'habit', 'now', 'future'];
/** Is done again and again, or once; does not go on for a while. */
const OFTEN: readonly When[] = ['past', 'habit', 'future'];
/** Takes a while, and is not done every day. */
const LONG: readonly When[] = ['past', 'now', 'future'];
const ONCE: readonly When[] = ['past', 'future'];
const PAST: readonly When[] = ['past'];

const action = (
  verb: string,
  governs: Case,
  nouns: string,
  when: readonly When[],
  never: readonly Case[] = [],
): Action => ({ verb, governs, nouns: nouns.split(', '), when, never });

export const ACTIONS: readonly Action[] = [
  // What is done to a thing
  action('oxu', 'accusative', 'kitab, məqalə, hekayə, roman, qəzet, jurnal, şeir, məktub', ANY),
  action('yaz', 'accusative', 'məktub, hekayə, məqalə, şeir, ərizə, inşa', LONG),
  action('al', 'accusative', 'kitab, çörək, köynək, çanta, dəftər, velosiped, bilet, oyuncaq, pendir, papaq', ONCE),
  action('sat', 'accusative', 'maşın, ev, inək, velosiped, xalça, at', ONCE),
  action('gətir', 'accusative', 'su, kitab, dəftər, stul, çörək, məktub, şəkil, güzgü', ONCE),
  action('yu', 'accusative', 'alma, qab, köynək, armud, xiyar, maşın, qaşıq, corab', LONG, ['dative']),
  action('aç', 'accusative', 'qapı, pəncərə, sandıq, çanta, qutu, hədiyyə', ONCE),
  action('bağla', 'accusative', 'qapı, pəncərə, sandıq, çanta, mağaza', ONCE),
  action('sil', 'accusative', 'lövhə, stol, pəncərə, güzgü, stul', OFTEN),
  action('bişir', 'accusative', 'şorba, plov, balıq, ət, kartof, çörək', LONG),
  action('ye', 'accusative', 'alma, çörək, pendir, şorba, plov, balıq, armud', LONG, ['dative']),
  action('iç', 'accusative', 'çay, süd, şərbət, dərman', LONG, ['dative']),
  action('tap', 'accusative', 'açar, telefon, çanta, qələm, pul, bilet, dəftər', PAST),
  action('itir', 'accusative', 'açar, telefon, çanta, qələm, pul, bilet, papaq', PAST, ['dative']),
  action('gözlə', 'accusative', 'avtobus, qatar, qonaq, həkim, cavab, məktub', ANY, ['dative']),
  action('təmir et', 'accusative', 'maşın, velosiped, dam, saat, televizor, kompüter, qapı', LONG, ['dative']),
  action('tərcümə et', 'accusative', 'kitab, məqalə, hekayə, məktub, şeir, roman', LONG),
  action('təmizlə', 'accusative', 'otaq, mətbəx, həyət, balıq, küçə, sinif', ANY, ['dative']),
  action('kəs', 'accusative', 'çörək, ət, qarpız, kağız, pendir, ağac', LONG),
  action('sula', 'accusative', 'gül, ağac, bağ, bostan', ANY, ['dative']),
  action('ək', 'accusative', 'ağac, gül, kartof, buğda', ONCE),
  action('öyrən', 'accusative', 'şeir, mahnı, qayda', LONG),
  action('boya', 'accusative', 'divar, qapı, hasar, stol', LONG),
  action('gör', 'accusative', 'film, canavar, qonşu, muzey, dəniz', PAST),
  // What the verb goes towards
  action('bax', 'dative', 'şəkil, xəritə, dəniz, saat, güzgü', LONG, ['accusative']),
  action('kömək et', 'dative', 'ana, ata, bacı, qardaş, nənə, baba, dost, qonşu', ANY, ['accusative']),
  action('zəng et', 'dative', 'ana, ata, bacı, əmi, xala, dost, müəllim', OFTEN, ['accusative']),
  action('qulaq as', 'dative', 'mahnı, musiqi, mühazirə, müğənni, radio', ANY, ['accusative']),
  action('hazırlaş', 'dative', 'imtahan, yarış, dərs, toy, səfər', ['past', 'now'], ['accusative']),
  action('cavab ver', 'dative', 'sual, məktub, zəng', ONCE, ['accusative']),
  action('etiraz et', 'dative', 'qərar, təklif, cəza', PAST, ['accusative']),
  action('hörmət et', 'dative', 'müəllim, qonşu, ata, baba', ['state'], ['accusative']),
  action('daxil ol', 'dative', 'otaq, sinif, bina, zal', PAST, ['accusative']),
  action('yaxınlaş', 'dative', 'ev, pəncərə, stansiya, sahil, körpü', PAST, ['accusative']),
  action('qoşul', 'dative', 'komanda, söhbət, oyun, dəstə', ONCE, ['accusative']),
  action('get', 'dative', 'məktəb, bazar, şəhər, kənd, park, kitabxana, teatr, muzey, stadion', OFTEN, ['accusative']),
  action('min', 'dative', 'avtobus, qatar, velosiped, gəmi', ONCE),
  action('inan', 'dative', 'xəbər, şayiə, vəd', PAST, ['accusative']),
  // What it comes from
  action('qorx', 'ablative', 'it, ilan, canavar, qaranlıq, arı, ayı, hündürlük', ['state'], ['dative', 'accusative']),
  action('istifadə et', 'ablative', 'kompüter, lüğət, telefon, xəritə, qayçı', OFTEN, ['dative']),
  action('imtina et', 'ablative', 'təklif, səfər, mükafat, görüş', PAST, ['dative']),
  action('həzz al', 'ablative', 'musiqi, söhbət, səyahət, film, tamaşa', ['past', 'state'], ['dative']),
  action('çıx', 'ablative', 'ev, otaq, məktəb, sinif, bina', PAST, ['accusative']),
  action('qayıt', 'ablative', 'bazar, kənd, məktəb, şəhər, park', PAST, ['accusative']),
  action('düş', 'ablative', 'avtobus, qatar, velosiped, ağac', PAST, ['accusative']),
  action('danış', 'ablative', 'film, səfər, kitab, muzey, kənd', OFTEN),
  // Where it is done
  action('yaşa', 'locative', 'şəhər, kənd, Bakı, Gəncə, Şəki, Lənkəran, Quba', ['state'], ['dative']),
  action('işlə', 'locative', 'zavod, bank, məktəb, fabrik, xəstəxana, kitabxana', ['state']),
  action('iştirak et', 'locative', 'iclas, yarış, konfrans, müsabiqə, toy', ONCE, ['accusative']),
  action('gəz', 'locative', 'park, meşə, bağ, həyət, sahil', ANY),
  action('dincəl', 'locative', 'kənd, bağ, sahil, həyət', LONG, ['accusative']),
];

export const governing = (...cases: readonly Case[]): Action[] =>
  ACTIONS.filter(({ governs }) => cases.includes(governs));
