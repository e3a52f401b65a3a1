import type { HostsMessages } from '../en/hosts.ts';

export const hosts: HostsMessages = {
  key: (host) => `${host} için anahtar`,
  keyHint: 'Yalnızca sayfa kapanana kadar bellekte kalır, hiçbir yere kaydedilmez. Anahtar gerekmiyorsa boş bırakın.',
  notAllowed: (host) =>
    `Bu sayfanın ${host} adresine istek göndermesine izin yok. İzin verirseniz sayfa yeniden yüklenir; anahtar dışında yazdıklarınız kalır.`,
  allow: (host) => `${host} adresine izin ver`,
  forbid: (host) => `${host} için izni geri al`,
  whileTraining: 'Bir model eğitiliyor. Önce duraklatın: sayfa yeniden yüklenecek.',
};
