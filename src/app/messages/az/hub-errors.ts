/** Errors of models on the Hugging Face Hub. */
import type { ErrorTexts } from '../language.ts';

export const hubErrors = {
  'hub-answer': (d) => `${d.text('host')} Hugging Face Hub kimi cavab vermədi (${d.text('status')}). Ünvanı yoxlayın.`,
  'hub-busy': (d) =>
    `${d.text('host')} çox yüklüdür və ya müraciətlərin sayını məhdudlaşdırır (${d.text('status')}). Bir az gözləyib davam edin; giriş açarı olanda hədd daha yüksəkdir.`,
  'hub-gated': (d) =>
    `“${d.text('id')}” yalnız şərtlərini qəbul edənlərə verilir. Şərtləri ${d.text('page')} səhifəsində qəbul edin, sonra həmin hesabın modeli oxumağa icazəsi olan giriş açarını yazın.`,
  'hub-id': (d) =>
    `“${d.text('id')}” model adı deyil. Adı Hub-da göründüyü kimi, sahibi/ad şəklində yazın, məsələn: openai-community/gpt2.`,
  'hub-missing': (d) =>
    `${d.text('host')} ünvanında “${d.text('id')}” adlı model yoxdur və ya o, yalnız bəzi hesablara göstərilir. Adı yoxlayın; gizli model üçün onu görən hesabın giriş açarını yazın.`,
  'hub-revision': (d) =>
    `${d.text('host')} ünvanındakı “${d.text('id')}” modelinin “${d.text('revision')}” versiyası yoxdur. Budağın (branch), etiketin (tag) və ya commit-in adını yazın.`,
  'hub-size': (d) =>
    `“${d.text('file')}” faylından ${d.number('bytes')} bayt gəldi, Hub-ın siyahısında isə ${d.number('expected')} baytdır. Yenidən cəhd edin; təkrarlansa, oradakı fayl zədələnib.`,
  'hub-token': (d) =>
    `${d.text('host')} bu giriş açarını tanımır. Orada modelləri oxumağa icazəsi olan yeni açar yaradın; model hamıya açıqdırsa, açarı silin.`,
  'hub-unreachable': (d) =>
    `${d.text('host')} ilə əlaqə yoxdur: ya ünvan açılmır, ya bağlantı kəsilir, ya da fayllar icazə verilməmiş ünvandadır. Ünvanları və internet bağlantısını yoxlayıb davam edin.`,
} satisfies Partial<ErrorTexts>;
