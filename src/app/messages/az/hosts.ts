import type { HostsMessages } from '../en/hosts.ts';

export const hosts: HostsMessages = {
  key: (host) => `${host} üçün açar`,
  keyHint: 'Yalnız səhifə bağlanana qədər yaddaşda qalır, heç yerdə saxlanmır. Açar lazım deyilsə, boş qoyun.',
  notAllowed: (host) =>
    `Bu səhifənin ${host} ünvanına müraciət etməyə icazəsi yoxdur. İcazə versəniz, səhifə yenidən yüklənəcək; açardan başqa yazdıqlarınız qalacaq.`,
  allow: (host) => `${host} ünvanına icazə ver`,
  forbid: (host) => `${host} üçün icazəni geri götür`,
  whileTraining: 'Model öyrədilir. Əvvəlcə ona fasilə verin: səhifə yenidən yüklənəcək.',
};
