/** Errors of services that translate. */
import type { DetailTexts, ErrorTexts } from '../language.ts';

const said = (d: DetailTexts) => (d.text('reason') === '' ? '' : ` Hizmetin yanıtı: ${d.text('reason')}`);
const wait = (d: DetailTexts) =>
  d.has('minutes') ? ` Hizmet ${d.number('minutes')} dakika beklenmesini istiyor.` : '';

export const endpointErrors = {
  'endpoint-address': (d) =>
    `“${d.text('address')}” bir hizmet adresi değil. Adresi kullanıcı adı, soru işareti ve # olmadan yazın; örneğin https://api.example.com/v1.`,
  'endpoint-answer': (d) =>
    `${d.text('host')} bu türden bir hizmet gibi yanıt vermedi. Adresi ve hizmetin türünü denetleyin.`,
  'endpoint-busy': (d) =>
    `${d.text('host')} çok yoğun ya da istek sayısını sınırlıyor (${d.text('status')}).${said(d)}${wait(d)} Daha sonra sürdürün ya da sınırları düşürün.`,
  'endpoint-insecure': (d) =>
    `Anahtar ${d.text('host')} adresine şifrelenmeden gidecekti. https:// ile başlayan bir adres yazın ya da anahtarı silin.`,
  'endpoint-key': () =>
    'Anahtarda bulunamayacak bir karakter var: boşluk, satır sonu ya da Kiril harfi gibi ASCII dışı bir harf. Anahtarı aldığınız yerden, fazladan hiçbir şey olmadan yeniden kopyalayın.',
  'endpoint-quota': (d) => `${d.text('host')} hesabında harcanacak bakiye kalmadı.${said(d)}`,
  'endpoint-refused': (d) =>
    `${d.text('host')} yanıt vermeyi reddediyor (${d.text('status')}).${said(d)} Anahtarı, modeli ve adresi denetleyin.`,
  'endpoint-request': (d) => `${d.text('host')} bir isteği kabul etmedi (${d.text('status')}).${said(d)}`,
  'endpoint-timeout': (d) =>
    `${d.text('host')} ${d.number('seconds')} saniye içinde yanıt vermedi. Daha sonra sürdürün ya da bir istekte daha az kayıt gönderin.`,
  'endpoint-unreachable': (d) =>
    `${d.text('host')} adresine ulaşılamıyor, bağlantı kesiliyor ya da hizmet bu tür sayfalara yanıt vermiyor. Adresi ve ağı denetleyip sürdürün.`,
  'job-elsewhere': () => 'Bu iş başka bir sekmede sürüyor. Oradan ilerleyin ya da o sekmeyi kapatın.',
  'translator-failed': (d) =>
    `Tarayıcının çevirmeni ${d.text('from')} → ${d.text('to')} yönünde çeviremedi (${d.text('reason')}). Sonra sürdürün ya da başka bir hizmet seçin.`,
  'translator-missing': () =>
    'Bu tarayıcının kendi çevirmeni yok. Başka bir hizmet seçin ya da stüdyoyu bilgisayarda Chrome ile açın.',
  'translator-pair': (d) =>
    `Tarayıcının çevirmeni ${d.text('from')} → ${d.text('to')} yönünü bilmiyor. Başka bir hizmet seçin.`,
  'job-empty': () => 'Henüz saklanacak bir şey yok. Önce işi sürdürün.',
  'tasks-stalled': (d) =>
    `Art arda ${d.number('requests')} istek yeni bir görev getirmedi. Olanları saklayın ya da başka örnek görevlerle veya başka bir modelle yeniden başlayın.`,
} satisfies Partial<ErrorTexts>;
