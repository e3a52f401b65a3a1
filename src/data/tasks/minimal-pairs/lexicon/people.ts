/** Who acts and who owns. */
export const NAMES = [
  'Aysel',
  'Nigar',
  'Leyla',
  'Günel',
  'Fidan',
  'Gülnar',
  'Lalə',
  'Türkan',
  'Zəhra',
  'Orxan',
  'Rəşad',
  'Elçin',
  'Kamran',
  'Tural',
  'Murad',
  'Anar',
  'Samir',
  'Ramin',
] as const;

/** Relatives and others of whom one says whose they are. */
export const KIN = [
  'ana',
  'ata',
  'bacı',
  'qardaş',
  'nənə',
  'baba',
  'əmi',
  'dayı',
  'xala',
  'bibi',
  'dost',
  'qonşu',
  'müəllim',
] as const;

/** Of a grown person; each ends in a consonant. */
export const PROFESSIONS = [
  'həkim',
  'müəllim',
  'mühəndis',
  'jurnalist',
  'rəssam',
  'aşpaz',
  'vəkil',
  'bəstəkar',
  'alim',
  'mühasib',
  'memar',
] as const;
