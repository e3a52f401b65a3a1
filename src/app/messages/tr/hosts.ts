import type { HostsMessages } from '../en/hosts.ts';
import { address } from './endings.ts';

export const hosts: HostsMessages = {
  key: (host) => `${host} için anahtar`,
  keyHint: 'Yalnızca sayfa kapanana kadar bellekte kalır, hiçbir yere kaydedilmez. Anahtar gerekmiyorsa boş bırakın.',
  notAllowed: (host) =>
    `Bu sayfanın ${address(host)} istek göndermesine izin yok. İzin verirseniz sayfa yeniden yüklenir ve buraya dönersiniz. Bu formda yazdıklarınız (anahtar dışında) kalır, başka yerlerdeki kaydedilmemiş seçimler ise kaybolur.`,
  allow: (host) => `${address(host)} izin ver`,
  forbid: (host) => `${host} için izni geri al`,
  whileTraining: 'Bir model eğitiliyor. Önce duraklatın: sayfa yeniden yüklenecek.',
};
