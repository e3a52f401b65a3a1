/** Errors of models on the Hugging Face Hub. */
import type { ErrorTexts } from '../language.ts';

export const hubErrors = {
  'hub-answer': (d) =>
    `${d.text('host')} Hugging Face Hub gibi yanıt vermedi (${d.text('status')}). Adresi denetleyin.`,
  'hub-busy': (d) =>
    `${d.text('host')} çok yoğun ya da istek sayısını sınırlıyor (${d.text('status')}). Biraz bekleyip sürdürün; erişim anahtarıyla sınır daha yüksektir.`,
  'hub-checksum': (d) =>
    `Hub’ın listesinde “${d.text('file')}” dosyasının içeriği gönderilenden farklı. Yeniden gönderin; yinelenirse oraya başkası da gönderiyordur.`,
  'hub-elsewhere': (d) =>
    `Hub büyük dosyaların ${d.text('host')} adresine gönderilmesini istiyor, bu sayfanın ise oraya istek gönderme izni yok. Onu büyük dosyaların adresi olarak yazıp izin verin.`,
  'hub-expired': (d) =>
    `Hub’ın bir dosya için verdiği ${d.text('host')} adresinin süresi doldu. Yeniden gönderin: ulaşmış olanlar bir daha gönderilmez.`,
  'hub-file-refused': (d) =>
    `Hub ${d.number('bytes')} baytlık “${d.text('file')}” dosyasını almıyor. ${d.text('reason')} Dosyayı küçültün ya da bölün veya orada daha çok yer isteyin; hiçbir şey eklenmedi.`,
  'hub-forbidden': (d) =>
    `Bu erişim anahtarının ${d.text('host')} adresindeki “${d.text('id')}” deposuna yazma izni yok. ${d.text('reason')} Sahibinin yazma izni olan anahtarını kullanın ya da kendi deponuza gönderin.`,
  'hub-gated': (d) =>
    `“${d.text('id')}” yalnızca koşullarını kabul edenlere verilir. Koşulları ${d.text('page')} sayfasında kabul edin, sonra o hesabın modeli okuyabilen erişim anahtarını yazın.`,
  'hub-id': (d) =>
    `“${d.text('id')}” bir model adı değil. Adı Hub’da göründüğü gibi, sahip/ad biçiminde yazın; örneğin openai-community/gpt2.`,
  'hub-missing': (d) =>
    `${d.text('host')} adresinde “${d.text('id')}” adlı bir model yok ya da yalnızca bazı hesaplara gösteriliyor. Adı denetleyin; gizli bir model için onu gören hesabın erişim anahtarını yazın.`,
  'hub-public': (d) =>
    `“${d.text('id')}” herkese açık: oraya gönderileni herkes okuyabilir. İstediğiniz buysa açık olarak gönderin; değilse başka bir depo seçin.`,
  'hub-refused': (d) =>
    `${d.text('host')} gönderileni kabul etmedi (${d.text('status')}). ${d.text('reason')} Adı ve dosyaları denetleyin.`,
  'hub-revision': (d) =>
    `${d.text('host')} adresindeki “${d.text('id')}” modelinin “${d.text('revision')}” sürümü yok. Bir dalın (branch), etiketin (tag) ya da commit’in adını yazın.`,
  'hub-size': (d) =>
    `“${d.text('file')}” dosyasından ${d.number('bytes')} bayt geldi, Hub’ın listesinde ise ${d.number('expected')} bayt var. Yeniden deneyin; yinelenirse oradaki dosya hasarlıdır.`,
  'hub-taken': (d) =>
    `${d.text('host')} adresinde “${d.text('id')}” adı zaten kullanılıyor ve bu erişim anahtarı onu görmüyor. Başka bir ad seçin ya da sahibinin anahtarını yazın.`,
  'hub-token': (d) =>
    `${d.text('host')} bu erişim anahtarını tanımıyor. Orada yeni bir anahtar oluşturun: içe aktarmak için okuma, göndermek için yazma izni olmalı. Herkese açık bir model anahtarsız da alınır.`,
  'hub-token-in-file': (d) =>
    `“${d.text('file')}” dosyasının içinde erişim anahtarının kendisi var, bu yüzden hiçbir şey gönderilmedi. Anahtarı dosyadan çıkarın; başkaları görmüş olabilirse yeni bir anahtar oluşturun.`,
  'hub-unreachable': (d) =>
    `${d.text('host')} adresine ulaşılamıyor, bağlantı kesiliyor ya da dosyalar izin verilmemiş bir adreste. Adresleri ve ağı denetleyip sürdürün.`,
  'hub-would-replace': (d) =>
    `“${d.text('id')}” deposunda aynı adlı dosyalar zaten var (${d.number('files')}) ve içerikleri farklı, örneğin “${d.text('file')}”; bu yüzden hiçbir şey gönderilmedi. Başka bir depo seçin ya da yerlerine yazılmasına izin verin: önceki sürümler deponun geçmişinde kalır.`,
} satisfies Partial<ErrorTexts>;
