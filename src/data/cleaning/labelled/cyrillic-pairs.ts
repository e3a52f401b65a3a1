/** Azerbaijani in Cyrillic letters and the same in Latin ones, as [Cyrillic, Latin]. */
export const CYRILLIC_PAIRS: readonly (readonly [string, string])[] = [
  ['Бакы шәһәри Хәзәр дәнизинин саһилиндә јерләшир.', 'Bakı şəhəri Xəzər dənizinin sahilində yerləşir.'],
  [
    'Ҝәнҹә бағларында нар вә үзүм јетишир, пајызда бура чох гонаг ҝәлир.',
    'Gəncə bağlarında nar və üzüm yetişir, payızda bura çox qonaq gəlir.',
  ],
  [
    'Мүәллим шаҝирдләрә јени мөвзуну изаһ етди вә лөвһәдә шәкил чәкди.',
    'Müəllim şagirdlərə yeni mövzunu izah etdi və lövhədə şəkil çəkdi.',
  ],
  [
    'Һәкимин сөзләри ону бир аз сакитләшдирди, амма јенә јата билмәди.',
    'Həkimin sözləri onu bir az sakitləşdirdi, amma yenə yata bilmədi.',
  ],
  ['Ағсаггал деди ки, көһнә көрпүнү тә’мир етмәк лазымдыр.', 'Ağsaqqal dedi ki, köhnə körpünü tə’mir etmək lazımdır.'],
  [
    'Гыш узун сүрдү, одун азалды, һамы ҝүнәшин чыхмасыны ҝөзләди.',
    'Qış uzun sürdü, odun azaldı, hamı günəşin çıxmasını gözlədi.',
  ],
  [
    'Ушаглар һәјәтдә топ ојнајыр, нәнә исә ејвандан онлара бахыр.',
    'Uşaqlar həyətdə top oynayır, nənə isə eyvandan onlara baxır.',
  ],
  ['Журналда чап олунан һекајә чохларынын хошуна ҝәлди.', 'Jurnalda çap olunan hekayə çoxlarının xoşuna gəldi.'],
  ['ХАЛГ ҺӘМИШӘ ДОҒРУ СӨЗҮ СЕВИР.', 'XALQ HƏMİŞƏ DOĞRU SÖZÜ SEVİR.'],
  [
    'Ҹәмијјәтдә һәр кәсин өз јери вар: бири әкир, бири бичир, бири дә јазыр.',
    'Cəmiyyətdə hər kəsin öz yeri var: biri əkir, biri biçir, biri də yazır.',
  ],
  [
    'Чај ичмәк үчүн самовары одладылар, мүрәббәни дә ортаја гојдулар.',
    'Çay içmək üçün samovarı odladılar, mürəbbəni də ortaya qoydular.',
  ],
  [
    'Фәһләләр сәһәр саат једдидә ишә башлајыр, ахшам алтыда евә гајыдырлар.',
    'Fəhlələr səhər saat yeddidə işə başlayır, axşam altıda evə qayıdırlar.',
  ],
];

/** Azerbaijani in Arabic letters. */
export const ARABIC_TEXTS: readonly string[] = [
  'بو گون هاوا چوخ گؤزل ایدی، ائوده اوتوروب چای ایچدیک.',
  'آنام منه بیر کؤینک تیکدی، من ده اونو بایرامدا گئیدیم.',
  'کؤهنه شهرین کوچه‌لرینده گزیب، ائولرین قاپیلارینا باخدیق.',
  'اوشاقلار مدرسه‌یه گئدیر، معلّیم اونلارا یئنی درس اؤیره‌دیر.',
];

/** Other languages in the same scripts. */
export const OTHERS_IN_CYRILLIC_AND_ARABIC: readonly string[] = [
  'Әни бүген базарга барып, җиләк һәм яңа күлмәк алды.',
  'Бугун ҳаво жуда яхши, болалар боғда ўйнаб юришибди.',
  'Башҡортостанда яҙ һуң килә, шуға күрә баҡсалар май айында ғына йәшәрә.',
  'Имрӯз ҳаво хуб аст, кӯдакон дар боғ бозӣ мекунанд.',
  'Јутрос је падала киша, па смо остали код куће.',
  'Бүгүн аба ырайы жакшы, балдар көчөдө ойноп жүрөт.',
  'امروز هوا بسیار خوب است و ما در خانه چای می‌نوشیم.',
  'ذهب الولد إلى المدرسة صباحا ثم عاد إلى البيت مع أخيه.',
  'ئەمڕۆ هەوا زۆر خۆشە و ئێمە لە ماڵەوە چای دەخۆینەوە.',
];
