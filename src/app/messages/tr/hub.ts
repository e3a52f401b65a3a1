import type { HubMessages } from '../en/hub.ts';

export const hub: HubMessages = {
  title: 'Hugging Face Hub’dan',
  id: 'Model',
  idHint: 'Hub’da göründüğü gibi: sahip/ad.',
  more: 'Sürüm ve yansı adresi',
  revision: 'Sürüm',
  revisionHint: 'Bir dal (branch), etiket (tag) ya da commit; boşsa: ana dal.',
  address: 'Hub’ın ya da bir yansısının adresi',
  files: 'Ağırlıkların geldiği adres',
  filesHint:
    'Hub büyük dosyalar için buraya yönlendirir. Bu adresleri değişir, hepsi *.hf.co altındadır; boşsa: adresin kendisi.',
  token: (host) => `${host} için erişim anahtarı`,
  leaves: (hosts) =>
    `Hub’a modelin adı ve varsa erişim anahtarı gönderilir. Bu sayfa yalnızca şu adreslere istek gönderebilir: ${hosts}.`,
  inspect: 'Ne olduğuna bak',
  add: 'İçe aktar',
  needsId: 'Önce modelin adını yazın: sahip/ad.',
  needsAddress: 'Önce https:// ile başlayan adresler yazın.',
  takes: (downloaded, stored) => `${downloaded} indirilecek, ${stored} saklanacak`,
  free: (free) => `boş yer: ${free}.`,
  noRoom: 'Tarayıcıda bunun için yer az. Önce kontrol noktalarını ya da projeleri silin.',
  waits: 'İçe aktarma bekliyor; indirilenler duruyor',
  resume: 'Sürdür',
  failed: 'Model Hub’dan alınamadı',
};
