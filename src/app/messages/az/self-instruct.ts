import type { SelfInstructMessages } from '../en/self-instruct.ts';
import { ordinal, possessive } from './endings.ts';

export const selfInstruct: SelfInstructMessages = {
  title: 'Yeni tapşırıqlar',
  lead: 'Seçdiyiniz söhbət xidməti dəstdəkilərə bənzər yeni tapşırıqlar yazsın (Self-Instruct).',
  begin: 'Yeni tapşırıqlar yazdır',
  set: 'Nümunə tapşırıqlar',
  language: 'Tapşırıqların dili',
  count: 'Neçə yeni tapşırıq lazımdır',
  tasksPerRequest: 'Bir müraciətdə tapşırıq sayı',
  leaves: (host) => `Dəstin tapşırıqları nümunə kimi ${host} ünvanına göndəriləcək.`,
  estimate: (tasks, requests, amount) => `${tasks} tapşırıq, ən azı ${requests} müraciət, təxminən ${amount}`,
  rough: 'Atılan tapşırıqların da xərci ödənilir; hər xidmət tokenləri özünə görə sayır.',
  start: 'Yazdırmağa başla',
  progress: (done, all) => `${all} tapşırıqdan ${possessive(done)}`,
  rejected: {
    'near-duplicate': (count) => `${count} tapşırıq başqasına çox bənzədiyi üçün atılıb (ROUGE-L 0,7 və ya çox)`,
    length: (count) => `${count} tapşırıq çox qısa və ya çox uzun olduğu üçün atılıb`,
    'beyond-text': (count) => `${count} tapşırıq mətnlə görülə bilmədiyi üçün atılıb`,
    'output-missing': (count) => `${count} tapşırıq cavabsız olduğu üçün atılıb`,
    'output-is-input': (count) => `${count} tapşırıq cavabı girişi təkrarladığı üçün atılıb`,
  },
  task: (number) => `${ordinal(number)} tapşırıq`,
  otherLanguage: (language) => `başqa dildədir (${language})`,
  none: 'Baxılmalı tapşırıq yoxdur.',
  leftOut: 'kənarda qalıb',
  leaveOut: 'Kənarda qoy',
  takeIn: 'Yenidən daxil et',
  remove: (name) => `${name} dəstindən yazılan tapşırıqları sil`,
  removeTitle: (name) => `“${name}” dəstindən yazılan tapşırıqlar silinsin?`,
  removeLead: 'Tapşırıqlar və xərcin hesabı bu brauzerdən silinəcək. Onlardan düzəldilmiş dəstlər qalır.',
  removeDo: 'Tapşırıqları sil',
};
