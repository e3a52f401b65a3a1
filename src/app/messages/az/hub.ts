import type { HubMessages } from '../en/hub.ts';

export const hub: HubMessages = {
  title: 'Hugging Face Hub-dan',
  id: 'Model',
  idHint: 'Hub-da göründüyü kimi: sahibi/ad.',
  more: 'Versiya və güzgü ünvan',
  revision: 'Versiya',
  revisionHint: 'Budaq (branch), etiket (tag) və ya commit; boş olsa: əsas budaq.',
  address: 'Hub-ın və ya güzgüsünün ünvanı',
  files: 'Çəkilərin gəldiyi ünvan',
  filesHint:
    'Hub böyük fayllar üçün bura yönləndirir. Onun belə ünvanları dəyişir, hamısı *.hf.co altındadır; boş olsa: elə həmin ünvan.',
  token: (host) => `${host} üçün giriş açarı`,
  leaves: (hosts) =>
    `Hub-a modelin adı və varsa giriş açarı göndərilir. Bu səhifə yalnız bu ünvanlara müraciət edə bilər: ${hosts}.`,
  inspect: 'Nə olduğuna bax',
  add: 'Gətir',
  needsId: 'Əvvəlcə modelin adını yazın: sahibi/ad.',
  needsAddress: 'Əvvəlcə https:// ilə başlayan ünvanları yazın.',
  takes: (downloaded, stored) => `${downloaded} endiriləcək, ${stored} saxlanacaq`,
  free: (free) => `boş yer: ${free}.`,
  noRoom: 'Brauzerdə bunun üçün yer azdır. Əvvəlcə saxlama nöqtələrini və ya layihələri silin.',
  waits: 'Gətirmə gözləyir; endirilənlər qalır',
  resume: 'Davam et',
  failed: 'Modeli Hub-dan almaq mümkün olmadı',
};
