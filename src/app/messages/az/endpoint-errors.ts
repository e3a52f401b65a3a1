/** Errors of services that translate. */
import type { DetailTexts, ErrorTexts } from '../language.ts';

const said = (d: DetailTexts) => (d.text('reason') === '' ? '' : ` Xidmətin cavabı: ${d.text('reason')}`);
const wait = (d: DetailTexts) =>
  d.has('minutes') ? ` Xidmət ${d.number('minutes')} dəqiqə gözləməyi xahiş edir.` : '';

export const endpointErrors = {
  'endpoint-address': (d) =>
    `“${d.text('address')}” xidmət ünvanı deyil. Ünvanı istifadəçi adı, sual işarəsi və # olmadan yazın, məsələn: https://api.example.com/v1.`,
  'endpoint-answer': (d) => `${d.text('host')} gözlənilən cavabı vermədi. Ünvanı və xidmətin növünü yoxlayın.`,
  'endpoint-busy': (d) =>
    `${d.text('host')} çox yüklüdür və ya müraciətlərin sayını məhdudlaşdırır (${d.text('status')}).${said(d)}${wait(d)} Sonra davam edin və ya hədləri azaldın.`,
  'endpoint-insecure': (d) =>
    `Açar ${d.text('host')} ünvanına şifrələnmədən gedəcəkdi. https:// ilə başlayan ünvan yazın və ya açarı silin.`,
  'endpoint-key': () =>
    'Açarda ola bilməyən simvol var: boşluq, sətir sonu və ya ASCII-yə aid olmayan hərf, məsələn, kiril hərfi. Açarı götürdüyünüz yerdən yenidən, artıq heç nə olmadan köçürün.',
  'endpoint-quota': (d) => `${d.text('host')} hesabında vəsait qalmayıb.${said(d)}`,
  'endpoint-refused': (d) =>
    `${d.text('host')} cavab verməkdən imtina edir (${d.text('status')}).${said(d)} Açarı, modeli və ünvanı yoxlayın.`,
  'endpoint-request': (d) => `${d.text('host')} müraciəti qəbul etmədi (${d.text('status')}).${said(d)}`,
  'endpoint-timeout': (d) =>
    `${d.text('host')} ${d.number('seconds')} saniyə ərzində cavab vermədi. Sonra davam edin və ya bir müraciətə daha az qeyd salın.`,
  'endpoint-unreachable': (d) =>
    `${d.text('host')} ilə əlaqə yoxdur: ya ünvan açılmır, ya bağlantı kəsilir, ya da xidmət bu cür səhifələrə cavab vermir. Ünvanı və internet bağlantısını yoxlayıb davam edin.`,
  'job-elsewhere': () => 'Bu iş başqa vərəqdə gedir. Orada davam edin və ya o vərəqi bağlayın.',
  'translator-failed': (d) =>
    `Brauzerin tərcüməçisi ${d.text('from')} → ${d.text('to')} istiqamətində tərcümə edə bilmədi (${d.text('reason')}). Sonra davam edin və ya başqa xidmət seçin.`,
  'translator-missing': () =>
    'Bu brauzerin öz tərcüməçisi yoxdur. Başqa xidmət seçin və ya studiyanı kompüterdə Chrome ilə açın.',
  'translator-pair': (d) =>
    `Brauzerin tərcüməçisi ${d.text('from')} → ${d.text('to')} istiqamətini bilmir. Başqa xidmət seçin.`,
  'job-empty': () => 'Hələ saxlanılası heç nə yoxdur. Əvvəlcə işi davam etdirin.',
  'tasks-stalled': (d) =>
    `Ardıcıl ${d.number('requests')} müraciət yeni tapşırıq vermədi. Olanları saxlayın və ya başqa nümunələrlə, yaxud başqa modellə yenidən başlayın.`,
} satisfies Partial<ErrorTexts>;
