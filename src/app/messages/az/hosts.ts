import type { HostsMessages } from '../en/hosts.ts';
import { address } from './endings.ts';

export const hosts: HostsMessages = {
  key: (host) => `${host} üçün açar`,
  keyHint: 'Yalnız səhifə bağlanana qədər yaddaşda qalır, heç yerdə saxlanmır. Açar lazım deyilsə, boş qoyun.',
  notAllowed: (host) =>
    `Bu səhifənin ${address(host)} müraciət etməyə icazəsi yoxdur. İcazə versəniz, səhifə yenidən yüklənəcək və siz bura qayıdacaqsınız. Bu formada yazdıqlarınız (açardan başqa) qalacaq, başqa yerlərdə saxlanmamış seçimlər isə itəcək.`,
  allow: (host) => `${address(host)} icazə ver`,
  forbid: (host) => `${host} üçün icazəni geri götür`,
  whileTraining: 'Model öyrədilir. Əvvəlcə ona fasilə verin: səhifə yenidən yüklənəcək.',
};
