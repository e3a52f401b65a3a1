/** Postpositions, the case that each governs, nouns that make sense before it, and what follows. */
import type { Case } from '../morphology/nouns.ts';

export interface Postposition {
  readonly word: string;
  readonly governs: Case;
  readonly nouns: readonly string[];
  readonly says: readonly string[];
  /** Cases that no reader would accept before it. */
  readonly never: readonly Case[];
}

const postposition = (
  word: string,
  governs: Case,
  nouns: string,
  says: string,
  never: readonly Case[],
): Postposition => ({ word, governs, nouns: nouns.split(', '), says: says.split(', '), never });

const HOME = 'evə qayıtdıq, çay içdik, bir az dincəldik, musiqiyə qulaq asdıq, hamımız yorulmuşduq';

export const POSTPOSITIONS: readonly Postposition[] = [
  postposition('sonra', 'ablative', 'dərs, iş, iclas, konsert, toy, yağış, oyun, imtahan', HOME, ['accusative']),
  postposition(
    'əvvəl',
    'ablative',
    'dərs, imtahan, səfər, toy, bayram, yarış, iclas',
    'hamı həyəcanlı idi, hava soyuq idi, biz bir az dincəldik, evdə çay içdik',
    ['accusative'],
  ),
  postposition(
    'görə',
    'dative',
    'yağış, külək, qar, soyuq, xəstəlik, qəza',
    'oyun təxirə salındı, yollar bağlandı, biz evdə qaldıq, dərslər keçirilmədi',
    ['ablative', 'locative'],
  ),
  postposition(
    'baxmayaraq',
    'dative',
    'yağış, külək, soyuq, xəstəlik, qaranlıq',
    'oyun davam etdi, biz yola çıxdıq, o işə getdi, hamı gəldi',
    ['accusative'],
  ),
  postposition(
    'qədər',
    'dative',
    'axşam, gecə, səhər, bayram, yay, imtahan',
    'səni gözləyəcəyik, bu iş bitəcək, hava soyuq olacaq, çox vaxt var',
    ['accusative', 'locative'],
  ),
  postposition(
    'bəri',
    'ablative',
    'səhər, yay, bayram, toy, imtahan, payız',
    'onu görməmişik, heç yerə getməmişik, o bizə zəng etməyib',
    ['dative', 'accusative'],
  ),
  postposition(
    'üçün',
    'nominative',
    'qonaq, imtahan, səfər, bayram, toy, yarış, məktəb, bağ',
    'çox işlədik, hər şey hazırdır, pul topladıq, yeni şeylər aldıq',
    ['dative', 'ablative', 'locative'],
  ),
  postposition(
    'haqqında',
    'nominative',
    'kitab, film, səfər, tarix, təbiət, kənd, şair',
    'müəllim bizə danışdı, maraqlı bir məqalə oxudum, çox mübahisə etdik',
    ['dative'],
  ),
  postposition(
    'ilə',
    'nominative',
    'qatar, avtobus, gəmi, təyyarə, maşın, velosiped',
    'səfərə çıxdıq, şəhərə getdik, iki saata çatdıq',
    ['dative', 'ablative', 'locative'],
  ),
  postposition(
    'tərəf',
    'dative',
    'ev, meşə, dəniz, çay, körpü, dağ, məktəb',
    'yavaş-yavaş getdik, uşaqlar qaçdı, bir maşın döndü',
    ['accusative', 'locative'],
  ),
  postposition(
    'qarşı',
    'dative',
    'xəstəlik, soyuq, külək, haqsızlıq',
    'birlikdə mübarizə apardıq, tədbir gördük, heç nə edə bilmədik',
    ['accusative', 'locative'],
  ),
];
