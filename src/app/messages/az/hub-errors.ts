/** Errors of models on the Hugging Face Hub. */
import type { ErrorTexts } from '../language.ts';

export const hubErrors = {
  'hub-answer': (d) => `${d.text('host')} Hugging Face Hub kimi cavab vermədi (${d.text('status')}). Ünvanı yoxlayın.`,
  'hub-busy': (d) =>
    `${d.text('host')} çox yüklüdür və ya müraciətlərin sayını məhdudlaşdırır (${d.text('status')}). Bir az gözləyib davam edin; giriş açarı olanda hədd daha yüksəkdir.`,
  'hub-checksum': (d) =>
    `Hub-ın siyahısında “${d.text('file')}” faylının məzmunu göndərilənlə eyni deyil. Yenidən göndərin; təkrarlansa, ora başqası da göndərir.`,
  'hub-elsewhere': (d) =>
    `Hub böyük faylların ${d.text('host')} ünvanına göndərilməsini istəyir, bu səhifənin isə ora müraciət etməyə icazəsi yoxdur. Onu böyük fayllar üçün ünvan kimi yazın və icazə verin.`,
  'hub-expired': (d) =>
    `Hub-ın fayl üçün verdiyi ${d.text('host')} ünvanının vaxtı keçib. Yenidən göndərin: çatmış olanlar bir də göndərilmir.`,
  'hub-file-refused': (d) =>
    `Hub ${d.number('bytes')} baytlıq “${d.text('file')}” faylını qəbul etmir. ${d.text('reason')} Faylı kiçildin və ya bölün, yaxud orada daha çox yer istəyin; heç nə əlavə olunmadı.`,
  'hub-forbidden': (d) =>
    `Bu giriş açarının ${d.text('host')} ünvanındakı “${d.text('id')}” anbarına yazmağa icazəsi yoxdur. ${d.text('reason')} Sahibinin yazmağa icazəsi olan açarını götürün və ya öz anbarınıza göndərin.`,
  'hub-gated': (d) =>
    `“${d.text('id')}” yalnız şərtlərini qəbul edənlərə verilir. Şərtləri ${d.text('page')} səhifəsində qəbul edin, sonra həmin hesabın modeli oxumağa icazəsi olan giriş açarını yazın.`,
  'hub-id': (d) =>
    `“${d.text('id')}” model adı deyil. Adı Hub-da göründüyü kimi, sahibi/ad şəklində yazın, məsələn: openai-community/gpt2.`,
  'hub-missing': (d) =>
    `${d.text('host')} ünvanında “${d.text('id')}” adlı model yoxdur və ya o, yalnız bəzi hesablara göstərilir. Adı yoxlayın; gizli model üçün onu görən hesabın giriş açarını yazın.`,
  'hub-public': (d) =>
    `“${d.text('id')}” hamıya açıqdır: oraya göndəriləni hər kəs oxuya bilər. İstədiyiniz budursa, açıq göndərin; yoxsa başqa anbar seçin.`,
  'hub-refused': (d) =>
    `${d.text('host')} göndəriləni qəbul etmədi (${d.text('status')}). ${d.text('reason')} Adı və faylları yoxlayın.`,
  'hub-revision': (d) =>
    `${d.text('host')} ünvanındakı “${d.text('id')}” modelinin “${d.text('revision')}” versiyası yoxdur. Budağın (branch), etiketin (tag) və ya commit-in adını yazın.`,
  'hub-size': (d) =>
    `“${d.text('file')}” faylından ${d.number('bytes')} bayt gəldi, Hub-ın siyahısında isə ${d.number('expected')} baytdır. Yenidən cəhd edin; təkrarlansa, oradakı fayl zədələnib.`,
  'hub-taken': (d) =>
    `${d.text('host')} ünvanında “${d.text('id')}” adı artıq tutulub və bu giriş açarı onu görmür. Başqa ad seçin və ya sahibinin açarını yazın.`,
  'hub-token': (d) =>
    `${d.text('host')} bu giriş açarını tanımır. Orada yeni açar yaradın: model gətirmək üçün oxumağa, göndərmək üçün yazmağa icazəsi olmalıdır. Hamıya açıq model açarsız da gətirilir.`,
  'hub-token-in-file': (d) =>
    `“${d.text('file')}” faylının içində giriş açarının özü var, ona görə heç nə göndərilmədi. Açarı fayldan çıxarın; onu başqaları görmüş ola bilərsə, yeni açar yaradın.`,
  'hub-unreachable': (d) =>
    `${d.text('host')} ilə əlaqə yoxdur: ya ünvan açılmır, ya bağlantı kəsilir, ya da fayllar icazə verilməmiş ünvandadır. Ünvanları və internet bağlantısını yoxlayıb davam edin.`,
  'hub-would-replace': (d) =>
    `“${d.text('id')}” anbarında eyni adlı fayllar artıq var (${d.number('files')}), məzmunları isə başqadır, məsələn “${d.text('file')}”; ona görə heç nə göndərilmədi. Başqa anbar seçin və ya onların əvəz olunmasına icazə verin: əvvəlki versiyalar anbarın tarixçəsində qalır.`,
} satisfies Partial<ErrorTexts>;
