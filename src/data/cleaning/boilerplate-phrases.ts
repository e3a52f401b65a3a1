/**
 * What web pages put around their texts, in Azerbaijani, Turkish, Uzbek, Russian and English: our own list. Lines are compared
 * whole, without letter case and the dots of i (`foldLine`).
 */

/** A line as it is compared: bullets, arrows and closing signs left out, small letters, every i without its difference. */
export const foldLine = (line: string): string =>
  line
    .normalize('NFC')
    .replace(/^[\s•·*»>›+|–—-]+|[\s.:…»>›→|]+$/g, '')
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .replace(/[’‘ʻʼ`]/g, "'")
    .replace(/\s+/g, ' ');

const foldedSet = (phrases: string): ReadonlySet<string> => new Set(phrases.split('|').map(foldLine));

/** Words of menus. Each may also be a heading, so that only several of them together are a menu. */
export const MENU_PHRASES = foldedSet(
  [
    'ana səhifə|əsas səhifə|haqqımızda|əlaqə|bizimlə əlaqə|xəbərlər|son xəbərlər|bütün xəbərlər|siyasət|iqtisadiyyat|idman|mədəniyyət|cəmiyyət|dünya|hadisə|maqazin|texnologiya|elm|təhsil|səhiyyə|müsahibə|foto|video|fotoqalereya|arxiv|axtarış|axtar|giriş|daxil ol|qeydiyyat|çıxış|səbət|sifariş|xidmətlər|məhsullar|layihələr|vakansiyalar|karyera|reklam|sayt haqqında|saytın xəritəsi|gizlilik siyasəti|məxfilik siyasəti|istifadə şərtləri|istifadə qaydaları|abunə ol|abunəlik|şərhlər|şərh yaz|oxşar xəbərlər|ən çox oxunanlar|digər xəbərlər|teqlər|kateqoriyalar|bölmələr|menyu|yuxarı|geri|növbəti|əvvəlki|çap et|yüklə',
    'ana sayfa|anasayfa|hakkımızda|iletişim|bize ulaşın|haberler|son dakika|gündem|siyaset|ekonomi|spor|kültür sanat|kültür|yaşam|dünya|magazin|teknoloji|bilim|eğitim|sağlık|röportaj|galeri|foto galeri|video galeri|arşiv|arama|ara|giriş yap|üye ol|kayıt ol|çıkış yap|sepet|sepetim|hizmetler|hizmetlerimiz|ürünler|projeler|kariyer|künye|site haritası|gizlilik politikası|kullanım koşulları|abone ol|yorumlar|yorum yap|benzer haberler|en çok okunanlar|diğer haberler|etiketler|kategoriler|menü|yukarı|geri|sonraki|önceki|yazdır|indir',
    "bosh sahifa|biz haqimizda|aloqa|yangiliklar|so'nggi yangiliklar|siyosat|iqtisodiyot|sport|madaniyat|jamiyat|jahon|texnologiya|fan|ta'lim|sog'liqni saqlash|intervyu|foto|video|arxiv|qidiruv|qidirish|kirish|ro'yxatdan o'tish|chiqish|savat|xizmatlar|mahsulotlar|loyihalar|reklama|sayt xaritasi|maxfiylik siyosati|foydalanish shartlari|obuna bo'lish|izohlar|izoh qoldirish|o'xshash yangiliklar|ko'p o'qilgan|teglar|menyu|yuqoriga|orqaga|keyingi|oldingi",
    'главная|о нас|контакты|новости|все новости|последние новости|политика|экономика|спорт|культура|общество|в мире|происшествия|технологии|наука|образование|здоровье|интервью|фото|видео|архив|поиск|вход|войти|регистрация|выход|корзина|услуги|товары|каталог|проекты|вакансии|реклама|о сайте|карта сайта|политика конфиденциальности|условия использования|подписаться|подписка|комментарии|оставить комментарий|похожие новости|самое читаемое|другие новости|теги|рубрики|меню|наверх|назад|далее|вперёд|распечатать|скачать',
    'home|home page|about|about us|contact|contact us|news|latest news|breaking news|politics|business|sports|sport|culture|world|technology|science|education|health|interviews|photos|videos|gallery|archive|archives|search|log in|login|sign in|sign up|register|log out|cart|checkout|services|products|projects|careers|jobs|advertise|site map|sitemap|privacy policy|terms of use|terms of service|subscribe|newsletter|comments|leave a comment|related posts|most read|tags|categories|menu|skip to content|back to top|back|next|previous|print|download|faq',
  ].join('|'),
);

/** Lines that no text has of itself: buttons and notices. */
export const BUTTON_PHRASES = foldedSet(
  [
    'paylaş|paylaşın|dostlarınla paylaş|davamını oxu|ətraflı oxu|daha ətraflı oxu|bütün hüquqlar qorunur|hamısını qəbul et|kukiləri qəbul et|qəbul edirəm|saytdan istifadə edərkən istinad mütləqdir|materialdan istifadə edərkən istinad zəruridir|linki kopyala',
    'paylaş|arkadaşlarınla paylaş|devamını oku|daha fazla oku|tüm hakları saklıdır|her hakkı saklıdır|tümünü kabul et|çerezleri kabul et|kabul ediyorum|bağlantıyı kopyala',
    "ulashish|do'stlarga ulashish|davomini o'qish|barcha huquqlar himoyalangan|barchasini qabul qilish|havolani nusxalash",
    'поделиться|поделиться в соцсетях|читать далее|читать полностью|все права защищены|принять все|принять cookies|скопировать ссылку',
    'share|share this|share this post|share this article|read more|continue reading|all rights reserved|accept all|accept cookies|accept all cookies|cookie settings|manage cookies|reject all|copy link|click here to subscribe',
  ].join('|'),
);

const NETWORK =
  '(?:facebook|twitter|x|whatsapp|telegram|instagram|youtube|linkedin|pinterest|tiktok|vkontakte|вконтакте|odnoklassniki|одноклассники|email|e-mail)';

/** Whole lines, folded. */
export const NOTICE_PATTERNS: readonly RegExp[] = [
  // names of networks, two or more
  new RegExp(`^${NETWORK}(?:[\\s,|·•/]+${NETWORK})+$`),
  // "Facebook-da paylaş", "Twitter'da paylaş", "Share on Facebook", "Поделиться в Telegram", "Telegramda ulashish"
  new RegExp(`^${NETWORK}[-']?(?:d[aəe]|t[ae])? (?:paylaş|ulashish)$`),
  new RegExp(`^(?:share|tweet|post) (?:this )?(?:on|to|via|with) ${NETWORK}$`),
  new RegExp(`^поделиться (?:в|на|через) ${NETWORK}$`),
  /^(?:©|\(c\)|copyright\b).{0,120}\b(?:19|20)\d\d\b.{0,80}$/,
];

/** What a page says of its cookies: of each row every pattern is in the line. */
export const COOKIE_NOTICES: readonly (readonly RegExp[])[] = [
  [/kuki|cookie|çərəz/, /istifadə ed|qəbul ed|razilaş/, /sayt|davam|razi|qəbul et/],
  [/çerez|cookie/, /kullan|kabul ed/, /site|devam|onay|politika/],
  [/kuki|cookie/, /foydalan/, /sayt|rozi|qabul/],
  [/куки|cookie/, /использу|соглас|соглаша|принима/],
  [/\bcookies?\b/, /\b(?:we|site|website)\b/, /\b(?:use|uses|using|accept|agree|consent)\b/],
];
