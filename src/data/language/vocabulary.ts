/**
 * Words of each language that the discriminator tells, written for it: frequent ones first, then such as show how words of the
 * language are built. Their order says how frequent they are; their letters, which letters follow which. Languages that
 * are only told to be others have fewer. Small letters; the apostrophe of Uzbek is ʻ.
 */

/** Told by their own names. */
export const VOCABULARY = {
  az: `və bir bu də da üçün ilə ki o olan isə kimi daha çox var sonra idi olaraq nə hər onun görə deyil qədər əgər amma lakin
    ancaq çünki yox ya belə elə bütün heç bəzi başqa öz özü onlar onların ona onu ondan mən mənim mənə məni sən sənin sənə
    biz bizim bizə siz sizin sizə bunu bunun buna bunlar bundan necə niyə harada haradan hara kim kimin hansı indi əvvəl
    artıq hələ yenə yalnız haqqında tərəfindən arasında üzrə zaman vaxt gün il ildə ili ilin ay həftə saat dəqiqə
    bugün dünən sabah axşam səhər gecə yaxşı pis böyük kiçik yeni köhnə gözəl uzun qısa isti soyuq qara qırmızı yaşıl
    iki üç dörd beş altı yeddi səkkiz doqquz yüz min milyon birinci ikinci edir edən etmək edilir etdi etmir etmişdir
    edəcək olur oldu olmaq olub olduğu olduğunu olmuşdur olacaq ola bilər bilir bilirəm bilmirəm bilmək edib etdiyi gəlir
    gəldi gəlib gəlmək gedir getdi gedək getmək verir verdi verilir vermək alır aldı almaq dedi deyir deyə demək istəyir
    istəyirəm istədi lazımdır görür gördü görmək baxır baxdı yazır yazdı yazmaq oxuyur oxudu oxumaq işləyir işlədi işləmək
    yaşayır yaşayırdı başladı başlayır qaldı qalır qoydu çıxdı çıxır açdı açıq apardı tapdı sevir sevirəm xoşlayıram
    ev evdə evə evin ailə ana ata anam atam nənə baba qardaş bacı uşaq uşaqlar uşaqların qız oğlan adam adamlar insan
    insanlar insanların xalq dövlət ölkə ölkənin şəhər şəhərin şəhərdə kənd kənddə dünya dünyanın azərbaycan azərbaycanın
    azərbaycanda bakı bakıda respublikası dil dili dilində dilinin kitab kitabı məktəb məktəbə müəllim tələbə dərs sual
    cavab söz sözü mətn adı yer yerdə yol yolu yağış qar külək hava günəş torpaq dağ çay dəniz ağac ağacı meyvə çörək
    yemək pul iş işi işçi qanun hüquq qərar məsələ sistem proqram məlumat istifadə inkişaf tarix tarixi elm təhsil
    mədəniyyət iqtisadiyyat siyasət nazir şirkət bazar qiymət hissə hissəsi növ şəkil sıra dəfə tərəf qarşı yuxarı aşağı
    içində üstündə altında yanında xüsusi əsas müxtəlif mühüm yaxın uzaq bəli xeyr salam təşəkkür xahiş zəhmət olmasa
    qapı pəncərə masa otaq bağ bağda bağça pişik it quş at dost dostum dostlar düz doğru yanlış asan çətin mümkün bahar
    yay payız qış oxşayır gözləyir gözlədi düşünür danışır danışdı soruşdu qaçdı gülür ağlayır yatır oynayır öyrənir
    nədir kimdir haradadır neçə edilib verilib gedib qalıb artıb düşüb doğulub yazılıb açılıb tapıb bitib ölüb yatıb
    azalıb gəlmişdi etmişdi olmalıdır etməlidir getməlidir gəlməlidir qalmalıyıq etməliyik olmalısınız bilməz gəlməz
    getməyəcək vuracaq alacaq deyildi deyilsən deyiləm gəlirəm gedirəm edirik edirlər gəlirlər gördüm getdim aldım
    dedim etdik etdilər balaca bahalı ucuz baha sürücü maşın maşını avtobus qatar təyyarə telefon televizor kompüter
    ekran otaqda küçə küçədə meydan paytaxtı sahəsi əhalisi avropa amerika rusiya türkiyə almaniya yaponiya birliyi
    faiz manat dollar qram kilometr hesab qayda qaydalar sirr səhv xəta xəbər xarab tez gec dərhal bəlkə əlbəttə
    həqiqətən həmişə bəzən çoxlu az çoxu hamı hamısı kimsə nəsə şey şeyi şeylər yoldaş xanım bəy doğulduğu yaşadığı
    gördüyü dediyi yazdığı çağırılır adlanır hesablanır göstərir təşkil keçirilir başlanır müqavilə komponent
    funksiya dəyişən nümunə layihə tətbiq`,

  tr: `ve bir bu da de için ile o olan ise gibi daha çok var sonra idi olarak ne her onun göre değil kadar eğer ama ancak
    çünkü fakat yok ya böyle öyle şöyle bütün hiç bazı başka kendi kendisi onlar onların ona onu ondan ben benim bana beni
    sen senin sana biz bizim bize siz sizin size bunu bunun buna bunlar bundan nasıl neden niçin nerede nereden nereye kim
    kimin hangi şimdi önce artık henüz yine yalnız sadece hakkında tarafından arasında en mi mı mu mü şu şey zaman gün
    yıl yılda yılı yılın yılında ay hafta saat dakika bugün dün yarın akşam sabah gece iyi kötü büyük küçük yeni eski
    güzel uzun kısa sıcak soğuk kara kırmızı yeşil iki üç dört beş altı yedi sekiz dokuz yüz bin milyon birinci ikinci
    ediyor eden etmek edilir etti etmiyor etmiştir edecek oluyor oldu olmak olup olduğu olduğunu olmuştur olacak olabilir
    biliyor biliyorum bilmiyorum bilmek edip ettiği geliyor geldi gelip gelmek gidiyor gitti gidelim gitmek veriyor verdi
    verilir vermek alıyor aldı almak dedi diyor diye demek istiyor istiyorum istedi gerekir gerekiyor gördü görmek görüyor
    bakıyor baktı yazıyor yazdı yazmak okuyor okudu okumak çalışıyor çalıştı çalışmak yaşıyor yaşıyordu başladı başlıyor
    kaldı kalıyor koydu çıktı çıkıyor açtı açık götürdü buldu seviyor seviyorum ev evde eve evin aile anne baba annem babam
    dede nine kardeş abla çocuk çocuklar çocukların kız erkek oğlan adam adamlar insan insanlar insanların halk devlet ülke
    ülkenin şehir şehrin şehirde köy köyde dünya dünyanın türkiye türkiyenin türkiyede ankara istanbul cumhuriyeti dil dili
    dilinde dilinin kitap kitabı okul okula öğretmen öğrenci ders soru cevap söz sözü metin adı yer yerde yol yolu yağmur
    kar rüzgar hava güneş toprak dağ çay deniz ağaç ağacı meyve ekmek yemek para iş işi işçi kanun hukuk karar mesele
    sistem program bilgi kullanım gelişme tarih tarihi bilim eğitim kültür ekonomi siyaset bakan şirket pazar fiyat bölüm
    parça tür şekil sıra defa taraf karşı yukarı aşağı içinde üstünde altında yanında özel temel çeşitli önemli yakın uzak
    evet hayır merhaba teşekkür lütfen rica kapı pencere masa oda bahçe bahçede kedi köpek kuş arkadaş arkadaşım doğru
    yanlış kolay zor mümkün bahar yaz sonbahar kış benziyor bekliyor bekledi düşünüyor konuşuyor konuştu sordu kaçtı gülüyor
    ağlıyor uyuyor oynuyor öğreniyor yapıyor yaptı yapmak yapılan yapıldı
    nedir neydi kimdir kimdi nelerdir kaç hangisi hangisidir nerededir adını sayısı sayısını yapmıştır olmuştu
    gelmişti gitmişti oynadı kazandı kazanmıştır doğdu doğmuştur öldü yazılmış verilmiş açılmış bulunan bulunur
    bulunmaktadır alan olmalı olmalıdır etmeli gitmeli gelmez bilmez gitmeyecek alacak vuracak değildi değilsin
    değilim geliyorum gidiyorum ediyoruz ediyorlar geliyorlar gördüm gittim aldım dedim ettik ettiler küçücük pahalı
    ucuz sürücü araba arabası otobüs tren uçak telefon televizyon bilgisayar ekran odada sokak sokakta meydan
    başkenti alanı nüfusu avrupa amerika rusya almanya japonya birliği yüzde lira dolar gram kilometre hesap kural
    kurallar hata haber hızlı geç hemen belki elbette gerçekten daima asla bazen herkes hepsi birisi şeyi şeyler bey
    hanım doğduğu yaşadığı gördüğü dediği yazdığı denir adlandırılır gösterir sağlar yapılır başlar yaklaşık fazla
    birçok ilk son üyesi amacı kaynağı işlemin takımı oyunun savaşın arasındaki sırasında nedeniyle üzerinde üzerine
    üzere`,

  uz: `va bu bir bilan uchun ham u boʻlgan deb edi esa kabi yoki lekin ammo chunki agar har eng shu qilish keyin soʻng
    haqida tomonidan kerak emas yoʻq bor boʻlib boʻldi boʻladi boʻlsa boʻlish ega uning ularning ular unga uni undan men
    mening menga meni sen sening senga biz bizning bizga siz sizning sizga buni buning bunga bular qanday nega qayerda
    qayerdan qachon kim kimning qaysi nima hozir oldin endi hali yana faqat barcha hamma hech baʼzi boshqa oʻz oʻzi oʻzining
    orasida boʻyicha vaqt kun yil yilda yili yilning oy hafta soat daqiqa bugun kecha ertaga kechqurun ertalab tun yaxshi
    yomon katta kichik yangi eski goʻzal chiroyli uzun qisqa issiq sovuq qora qizil yashil oq ikki uch toʻrt besh olti yetti
    sakkiz toʻqqiz oʻn yuz ming million birinchi ikkinchi qiladi qilgan qilmoq qilinadi qildi qilib qilmaydi keladi keldi
    kelgan kelib ketdi ketadi boradi bordi borish beradi berdi berilgan berish oladi oldi olish olib dedi deydi demak
    istaydi xohlayman istadi lozim zarur koʻradi koʻrdi koʻrish qaradi yozadi yozdi yozish oʻqiydi oʻqidi oʻqish ishlaydi
    ishladi ishlash yashaydi yashagan boshladi boshlaydi qoldi qoladi qoʻydi chiqdi chiqadi ochdi topdi sevadi sevaman
    yoqtiraman uy uyda uyga uyning oila ona ota onam otam buvi bobo aka uka opa singil bola bolalar bolalarning qiz oʻgʻil
    odam odamlar inson insonlar xalq davlat mamlakat mamlakatning shahar shahri shahrida shaharda qishloq qishloqda dunyo
    dunyoning oʻzbekiston oʻzbekistonning toshkent toshkentda respublikasi til tili tilida tilining kitob kitobi maktab
    maktabga oʻqituvchi talaba oʻquvchi dars savol javob soʻz soʻzi matn nomi joy joyda yoʻl yoʻli suv yomgʻir qor shamol
    havo quyosh tuproq togʻ daryo dengiz daraxt meva non ovqat pul ish ishi ishchi qonun huquq qaror masala tizim dastur
    maʼlumot foydalanish rivojlanish tarix tarixi fan taʼlim madaniyat iqtisodiyot siyosat vazir kompaniya bozor narx qism
    qismi tur shakl marta tomon qarshi yuqori past ichida ustida ostida yonida maxsus asosiy turli muhim yaqin uzoq ha
    salom rahmat iltimos eshik deraza stol xona bogʻ bogʻda mushuk it qush ot doʻst doʻstim toʻgʻri notoʻgʻri oson qiyin
    mumkin bahor yoz kuz qish oʻxshaydi kutadi kutdi oʻylaydi gapiradi gapirdi soʻradi yugurdi kuladi yigʻlaydi uxlaydi
    oʻynaydi oʻrganadi aholi joylashgan qilingan hisoblanadi
    nimadir kimdir qayerdadir necha ketgan qolgan tugʻilgan yozilgan ochilgan topilgan kelgandi qilgandi boʻlishi
    qilishi borishi kelishi kerakmi boʻlmaydi qila kelmaydi bormaydi emasman emassan kelaman boraman qilamiz
    qiladilar keldilar koʻrdim bordim oldim dedim qildik qildilar kichkina qimmat arzon haydovchi mashina avtobus
    poyezd samolyot telefon televizor kompyuter xonada koʻcha koʻchada maydon poytaxti maydoni aholisi yevropa
    amerika rossiya turkiya germaniya yaponiya foiz soʻm dollar kilometr hisob qoida qoidalar xato xabar tez kech
    darhol balki albatta haqiqatan doim baʼzan koʻp koʻpchilik hammasi narsa narsani tugʻilgani yashagani deyiladi
    ataladi koʻrsatadi tashkil oʻtkaziladi boshlanadi shartnoma misol loyiha aytdi aytgan turibdi oʻtiribdi ketyapti
    kelyapti qilyapti boʻlyapti ishlayapti oʻqiyapti oʻynayapti`,

  kk: `және бұл бір мен да де үшін ол болып деп еді болған бар кейін емес жоқ әр ең осы сол туралы бойынша немесе бірақ
    өйткені егер сияқты тағы барлық бәрі ешқандай кейбір басқа өз өзі өзінің оның олар олардың оған оны одан менің маған
    мені сен сенің саған біз біздің бізге сіз сіздің сізге мұны мұның бұған бұлар қалай неге қайда қайдан қашан кім кімнің
    қандай қай не енді бұрын әлі тек ғана арасында арқылы дейін уақыт күн жыл жылы жылдың ай апта сағат минут бүгін кеше
    ертең кешке таңертең түн жақсы жаман үлкен кішкентай жаңа ескі әдемі ұзын қысқа ыстық суық қара қызыл жасыл ақ екі үш
    төрт бес алты жеті сегіз тоғыз он жүз мың миллион бірінші екінші жасайды жасаған етеді еткен етті етіп ету болады болды
    болу болса болатын келеді келді келген келу кетті кетеді барады барды бару береді берді берілген беру алады алды алу
    алып деді дейді айтты айтады келеді керек қажет көреді көрді көру қарады жазады жазды жазу оқиды оқыды оқу жұмыс
    істейді істеді өмір сүреді бастады бастайды қалды қалады қойды шықты шығады ашты тапты сүйеді жақсы көремін үй үйде
    үйге үйдің отбасы ана әке анам әкем әже ата аға іні апа сіңлі бала балалар балалардың қыз ұл адам адамдар халық
    мемлекет ел елдің қала қаланың қалада ауыл ауылда дүние әлем қазақстан қазақстанның алматы астана республикасы тіл тілі
    тілінде қазақ кітап кітабы мектеп мектепке мұғалім оқушы студент сабақ сұрақ жауап сөз сөзі мәтін аты жер жерде жол
    жолы су жаңбыр қар жел ауа тау өзен теңіз ағаш жеміс нан тамақ ақша заң құқық шешім мәселе жүйе бағдарлама ақпарат
    пайдалану даму тарих тарихы ғылым білім мәдениет экономика саясат министр компания нарық баға бөлім бөлігі түр рет
    жақ қарсы жоғары төмен ішінде үстінде астында жанында ерекше негізгі түрлі маңызды жақын алыс иә жоқ сәлем рахмет
    өтінемін есік терезе үстел бөлме бақша мысық ит құс ат дос досым дұрыс бұрыс оңай қиын мүмкін көктем жаз күз қыс
    ұқсайды күтеді ойлайды сөйлейді сұрады жүгірді күледі жылайды ұйықтайды ойнайды үйренеді орналасқан
    неше жасалған кеткен қалған туған туылған жазылған ашылған келгенде болуы болмайды келмейді бармайды емеспін
    келемін барамын жасаймыз көрдім бардым алдым дедім еттік кішкене қымбат арзан жүргізуші көлік автобус пойыз ұшақ
    телефон компьютер көше көшеде алаң астанасы аумағы халқы еуропа америка ресей түркия германия пайыз теңге доллар
    шақырым есеп ереже қате хабар тез кеш бірден әрине шынымен әрқашан кейде көп көбі барлығы біреу бірдеңе нәрсе
    аталады көрсетеді құрайды өткізіледі басталады шарт мысал жоба отыр жүр тұр жатыр келе`,

  ru: `и в не на что с он как это по но из у за к от так же для то все она они мы вы я бы его ее их был была было были есть
    только еще уже или если когда чтобы который которая которые где там тут здесь потом теперь тоже очень можно нужно надо
    нет да ни до при о об про без под над между через после перед во со мне меня мой моя тебя твой ты нас наш нам вас ваш
    ему ей им него неё них кто чей какой какая почему зачем куда откуда сколько этот эта эти этого этой тот та те того
    себя свой своя свои сам сама весь вся всё всех другой другие каждый время год года лет году день дня месяц неделя час
    минут сегодня вчера завтра вечером утром ночью хорошо плохо большой маленький новый старый красивый длинный короткий
    тёплый холодный белый чёрный красный зелёный один два три четыре пять шесть семь восемь девять десять сто тысяч первый
    второй делает сделал делать стал стала может могут мог знает знаю знать сказал сказала говорит говорить пришёл пришла
    идёт пошёл ехать дал дать взял взять хочет хочу хотел видел видит смотреть смотрит пишет писал читает читал читать
    работает работал жил живёт жить начал осталось нашёл любит люблю дом дома доме семья мать отец мама папа бабушка дедушка
    брат сестра ребёнок дети детей девочка мальчик человек люди людей народ государство страна страны город города городе
    деревня мир мира россия россии москва москве республика язык языка книга книгу школа школу учитель ученик студент урок
    вопрос ответ слово слова текст имя место дорога дождь снег ветер погода солнце земля гора река море дерево хлеб еда
    деньги работа работы закон право решение дело система программа данные использование развитие история наука образование
    культура экономика политика министр компания рынок цена часть вид раз сторона против внутри рядом важный близко далеко
    привет спасибо пожалуйста дверь окно стол комната сад саду кошка собака птица друг друзья правильно легко трудно весна
    лето осень зима ждёт думает спросил ответил смеётся спит играет учится является может быть который`,

  en: `the of and to in a is that for it as was with be by on not he i this are or his from at which but have an had they you
    were their one all we can her has there been if more when will would who so no she other its may these what them than
    some him time into only do about your my our out up how also after any then where why most over such made before now
    me very well because those both even just us here through between own under while too each did does should could must
    people many much first two three four five six seven eight nine ten hundred thousand year years day days week month hour
    today yesterday tomorrow morning evening night good bad big small new old beautiful long short hot cold white black red
    green make makes making go goes going went come came comes coming give gave given take took taken say said says see saw
    seen look looked write wrote written read reading work works worked working live lived living begin began left found
    love like liked know known think thought want wanted need needed house home family mother father brother sister child
    children girl boy man men woman women state country city village world language english book books school teacher
    student lesson question answer word words text name place road water rain snow wind weather sun earth mountain river
    sea tree fruit bread food money law right decision system program information use used using development history
    science education culture economy policy minister company market price part kind number side against inside near far
    special different important yes hello thanks please door window table room garden cat dog bird horse friend friends
    true easy difficult possible spring summer autumn winter waiting waits asked played learns learning there's it's always
    never often something nothing everything
    describe explain example examples list sentence following create generate numbers problem
    problems change based provide user data model code type find help best`,
} as const;

/** Azerbaijani as it is written in Iran. */
export const AZERBAIJANI_ARABIC = `و بیر بو دا ده اوچون ایله کی او اولان ایسه کیمی داها چوخ وار سونرا ایدی اولاراق نه هر اونون گؤره دئییل قدر اگر
    آمما لاکین یوخ یا بئله ائله بوتون هئچ باشقا اؤز اؤزو اونلار اونلارین اونا اونو اوندان من منیم منه منی سن سنین سنه بیز
    بیزیم بیزه سیز سیزین بونو بونون بونا بونلار نئجه نییه هارادا کیم هانسی ایندی آرتیق یئنه یالنیز حاققیندا طرفیندن
    آراسیندا زامان گون ایل ایلده ایلی آی هفته ساعات بوگون دونن صاباح آخشام سحر گئجه یاخشی پیس بؤیوک کیچیک یئنی کؤهنه
    گؤزل اوزون قیسا ایستی سویوق قارا قیرمیزی یاشیل ایکی اوچ دؤرد بئش آلتی یئددی سککیز دوققوز یوز مین بیرینجی ایکینجی
    ائدیر ائدن ائتمک ائدیلیر ائتدی اولور اولدو اولماق اولوب اولدوغو اولاجاق بیلر بیلیر گلیر گلدی گلیب گئدیر گئتدی وئریر
    وئردی آلیر آلدی دئدی دئییر ایسته‌ییر گؤردو گؤرمک باخیر یازیر یازدی یازماق اوخویور اوخوماق ایشله‌ییر یاشاییر باشلادی
    قالدی چیخدی آچدی تاپدی سئویر ائو ائوده عائله آنا آتا اوشاق اوشاقلار قیز اوغلان آدام آداملار اینسان اینسانلار خالق
    دولت اؤلکه شهر شهرین کند دونیا آذربایجان آذربایجانین تبریز تبریزده باکی دیل دیلی دیلینده کیتاب مکتب معلم درس سوال
    جاواب سؤز سؤزو یئر یول سو یاغیش قار یئل گونش تورپاق داغ چای دنیز آغاج چؤرک یئمک ایش تورک تورکجه تاریخ بیلیم`;

/** Not told by name, so that they are not taken for those above. */
export const OTHERS = {
  Latin: [
    // Turkmen
    `we bir bu bilen üçin hem ol bolan diýip eken ýaly soň ýok bar däl her öz özi onuň olar meniň men sen biz siziň näme nähili
    haýsy indi ýene diňe barada tarapyndan arasynda wagt gün ýyl ýylda ýylyň aý sagat şu gowy uly kiçi täze köne owadan iki
    üç dört bäş alty ýedi edýär eden etmek etdi bolýar boldy bolmak bolup geldi gelýär gitdi berýär aldy diýdi diýýär gerek
    ýazdy okaýar işleýär ýaşaýar başlady öý öýde maşgala ene ata çaga çagalar gyz oglan adam adamlar halk döwlet ýurt şäher
    oba dünýä türkmenistan türkmenistanyň aşgabat dil dili kitap mekdep mugallym okuwçy sorag jogap söz ýer ýol suw ýagyş dag
    derýa deňiz agaç çörek iş kanun taryh bilim ylym medeniýet`,
    // Crimean Tatar
    `ve bir bu da de içün ile o olğan kibi daa çoq bar soñra edi olaraq ne er onıñ köre degil qadar amma yoq böyle bütün bazı
    başqa öz özü olar men menim seniñ biz siz bunı nasıl qayda kim qaysı şimdi endi yalıñız aqqında tarafından arasında vaqıt
    kün yıl yılda ay saat yahşı büyük kiçik yañı eski güzel eki üç dört beş eter etken etmek etti ola oldı olmaq olıp keldi
    kele kitti berdi aldı dedi kerek yazdı oquy çalışa yaşay başladı qaldı ev aile ana baba bala balalar qız adam insan halq
    devlet memleket şeer köy dünya qırım qırımtatar til tili kitap mektep oca talebe sual cevap söz yer yol suv dağ deñiz
    terek ötmek iş qanun tarih`,
    // German
    `der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie
    nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein
    wurde sei ich wir ihr mich kann gegen vom können schon wenn habe seine mark ihre dann unter jahr zwei jahren diese
    heute wieder keine zeit menschen stadt gut groß schule buch kinder haus arbeit wasser straße immer sehr viele`,
    // French
    `de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son elle mais comme ou
    nous vous ils je cette être fait ses aux tout leur bien deux même si sans peut entre aussi après avant très ans temps jour
    pays monde ville enfants maison école livre travail eau années était été avoir faire dit encore toujours beaucoup`,
    // Spanish
    `de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya
    entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay vez
    puede todos así nos ni parte tiene uno donde bien tiempo mismo ese ahora cada vida otro después día ciudad niños casa
    escuela libro trabajo agua mundo mujer hombre gobierno`,
    // Italian
    `di e il la che in a per un è del non una con i si da le dei al come sono più nel della ma lo ha anche alla dal questo se
    gli o delle era loro stato essere suo ci tutto quando anni fatto dopo molto due tempo hanno cosa dove perché sempre ancora
    giorno città bambini casa scuola libro lavoro acqua mondo uomo donna oggi bene grande`,
    // Portuguese
    `de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser
    quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse
    eles você tinha foram essa num nem suas meu às minha têm anos dia cidade casa escola livro trabalho água mundo`,
    // Dutch
    `de van het een en in is dat op te zijn met voor niet aan er die om ook als dan maar bij of uit door naar heeft hij wordt
    nog over tot zich wel zo deze had ze werd meer kan ik je we hun worden geen was al wat jaar waar onder omdat twee mensen
    goed veel huis school boek kinderen werk water stad tijd altijd vandaag`,
    // Polish
    `w i na z do się nie to że jest o jak po co tak za od ale czy by już przez dla tylko go jego był była było są ich może ten
    tego które który która jeszcze bardzo mnie ja ty my wy oni kiedy gdzie przed pod rok lat roku dzień czas ludzie miasto
    dom szkoła książka praca woda świat dobrze dziś dzieci dwa trzy człowiek`,
    // Czech
    `a v se na je že to s z do o i ve jako po za by ale pro jsou tak který která které od jeho jsem není byl byla bylo když nebo
    až při už také jen má ještě co kde roku let den čas lidé město dům škola kniha práce voda svět dobře dnes děti dva tři`,
    // Romanian
    `de și a în la cu pe nu să din este o un care că mai pentru au fost ce se al ale lui prin sunt dar sau după fi era ca am
    când foarte acest această între cum fără doar ani timp zi oraș casa școală carte muncă apă lume bine astăzi copii două
    trei om oameni`,
    // Hungarian
    `a az és hogy nem is egy van meg ez azt volt csak de már ha mint még el kell vagy mert aki ami olyan így nagyon lehet minden
    után ezt között szerint két ő én te mi ti ők hol mikor miért év nap idő város ház iskola könyv munka víz világ jó ma
    gyerekek ember emberek`,
    // Indonesian
    `yang dan di dengan untuk dari ini pada itu tidak dalam akan adalah ke juga oleh ada sebagai dapat mereka telah kami atau
    saya bisa karena lebih seperti tersebut orang kita tahun hari anak lain sudah harus banyak hanya satu dua tiga waktu kota
    rumah sekolah buku kerja air dunia baik besar kecil baru setelah ketika bagaimana`,
    // Kurmanji
    `û di de ku ji bo li bi ev ew jî na ne me min te wî wê wan hemû her yek du sê çar pênc dike kir bû hebû heye nîne ye in dibe
    dibêje got hat diçe gelek baş mezin biçûk nû kevn roj sal meh îro do sibê mal malê zarok jin mêr mirov gund bajar welat
    cîhan kurd kurdî kurdistan ziman zimanê pirtûk dibistan mamoste pirs bersiv nav cih rê av baran çiya çem dar nan kar
    çawa kî kengî çima lê jê pê bûn kirin`,
    // Swedish
    `och i att det som en på är av för med den till inte har de ett om han men var jag sig från vi så kan när år nu också efter
    eller hade under ska hon skulle där alla mot mycket än dag bara in vid får mer mellan över två vad tid stad hus skola bok
    barn arbete vatten värld bra idag människor`,
  ],
  Cyrillic: [
    // Ukrainian
    `і в на не що з та як до у за це він але від для по його про так є або також яка який які вона вони ми ви я ти був була було
    були може ще вже тільки коли де чи якщо дуже після між під над без року років рік день час люди людей місто дім школа
    книга книгу робота вода світ добре сьогодні діти дітей два три країна країни мова мови україна україни навіть бути має
    якщо її їх їхній його`,
    // Bulgarian
    `на и да се в за от с не е че са по като това до има но той към през или която който които беше още само след при
    също тя те ние вие аз ти бъде може много всички където когато защото година години ден време хора град дом училище книга
    работа вода свят добре днес деца два три страна език българия между без него нея тях`,
    // Serbian
    `и је у да се на за од са су не а који као што то али из по до или који која које био била било ће би само када где веома
    након између под без година године дан време људи град кућа школа књига рад вода свет добро данас деца два три
    земља језик србија он она они ми ви ја ти његов њен њихов још већ због`,
    // Kyrgyz
    `жана бир бул менен да үчүн ал болуп деп эле болгон бар кийин эмес жок ар эң ушул ошол жөнүндө боюнча же бирок анткени эгер
    сыяктуу дагы бардык башка өз өзү анын алар алардын ага аны мен менин мага сен биз биздин силер кандай эмне кайда качан ким
    кайсы азыр мурун али гана арасында аркылуу убакыт күн жыл жылы жылдын ай саат бүгүн кечээ эртең жакшы жаман чоң кичине
    жаңы эски сулуу эки үч төрт беш кылат кылган этет болот болду келет келди кетти берет алды деди керек көрдү жазды
    окуйт иштейт жашайт баштады үй үйдө ата эне бала балдар кыз адам адамдар эл мамлекет өлкө шаар айыл дүйнө кыргыз
    кыргызстан кыргызстандын тил тили китеп мектеп мугалим окуучу суроо жооп сөз жер жол суу тоо`,
    // Tatar
    `һәм бу бер белән дә да өчен ул булган дип иде кебек соң түгел юк бар һәр иң шул турында буенча яки ләкин чөнки әгәр тагын
    барлык башка үз үзе аның алар аларның аңа аны мин минем миңа син безнең без сез ничек нигә кайда кайчан кем нинди кайсы
    хәзер инде әле генә арасында аша вакыт көн ел елда елның ай сәгать бүген кичә иртәгә яхшы начар зур кечкенә яңа иске
    матур ике өч дүрт биш итә иткән була булды килә килде китте бирә алды диде кирәк күрде язды укый эшли яши башлады өй
    гаилә әни әти бала балалар кыз кеше кешеләр халык дәүләт ил шәһәр авыл дөнья татар татарстан казан тел теле китап мәктәп
    укытучы сорау җавап сүз җир юл су тау диңгез`,
    // Mongolian
    `нь байна юм энэ нэг бол ба гэж байсан болон тэр их хүн монгол улс жил өдөр цаг хэмээн болсон бөгөөд байгаа хийх гэсэн
    би чи та бид тэд миний түүний хэн юу хаана яаж одоо дараа өмнө бүх шинэ хуучин том жижиг сайн муу хоёр гурав дөрөв ирсэн
    явсан өгсөн авсан хэлсэн үзсэн бичсэн уншсан ажил сургууль багш хүүхэд ном хэл үг газар зам ус уул гол хот гэр`,
    // Tajik
    `ва дар ба аз ки ин бо барои он як аст буд ҳам ё аммо агар ҳар то чун низ худ онҳо мо шумо ман ту ӯ чӣ кӣ куҷо кай чаро
    акнун баъд пеш танҳо ҳама дигар сол рӯз моҳ соат имрӯз дирӯз фардо хуб бад калон хурд нав кӯҳна зебо ду се чор панҷ
    мекунад кард карда шуд мешавад омад рафт дод гирифт гуфт мегӯяд бояд дид навишт мехонад кор хона оила модар падар кӯдак
    кӯдакон духтар писар одам мардум давлат кишвар шаҳр деҳа ҷаҳон тоҷикистон тоҷикӣ забон забони китоб мактаб омӯзгор савол
    ҷавоб калима ном ҷой роҳ об кӯҳ дарё`,
  ],
  Arabic: [
    // Persian
    `و در به از که این را با است برای آن یک خود تا کرد بر هم نیز گفت می‌شود وی شد دارد ما اما یا شده باید هر آنها بود او
    دیگر دو مورد می‌کند شود کند وجود بین پیش پس اگر همه صورت یکی هستند بی من دهد هزار نیست استفاده داد داشت راه داشته چه همچنین
    کردند کرده بسیار سال ایران مردم کار روز کشور شهر تهران دولت زبان کتاب مدرسه خانه آب جهان امروز خوب بزرگ کوچک جدید
    زندگی فارسی است‌ کودکان می‌رود می‌گوید`,
    // Arabic
    `في من على أن إلى التي عن لا ما هذا هذه الذي كان مع كل بعد ذلك هو هي أو قد لم بين كما وقد كانت وقال عند حتى إذا أي ثم له
    لها غير قبل حيث إن منذ أكثر يوم عام سنة الناس العمل المدينة البيت المدرسة الكتاب الماء العالم اليوم اللغة العربية جديد كبير
    صغير الدولة الحكومة الرئيس الأطفال`,
    // Urdu
    `کے میں کی ہے اور سے کا کو اس نے پر کہ ہیں یہ وہ بھی تھا ایک ہو نہیں تو جو کیا گیا کر لیے ان ہوئے تھے ہوا ساتھ کچھ بعد
    اپنے جس یا تک ہی دو سب لوگ پاکستان اردو زبان کتاب اسکول گھر پانی دنیا آج اچھا بڑا چھوٹا نیا سال دن شہر ملک حکومت بچے`,
    // Uyghur
    `ۋە بىر بۇ بىلەن ئۈچۈن ھەم ئۇ بولغان دەپ ئىدى كېيىن ئەمەس يوق بار ھەر ئەڭ شۇ توغرىسىدا ياكى ئەمما چۈنكى ئەگەر باشقا ئۆز
    ئۇنىڭ ئۇلار مەن مېنىڭ سەن بىز سىز قانداق نېمە قەيەردە كىم ھازىر پەقەت ۋاقىت كۈن يىل ئاي سائەت بۈگۈن ياخشى چوڭ كىچىك يېڭى
    كونا ئىككى ئۈچ قىلىدۇ قىلغان بولىدۇ بولدى كەلدى كەتتى بەردى ئالدى دېدى كېرەك ئۆي بالا ئادەم خەلق دۆلەت شەھەر دۇنيا
    ئۇيغۇر تىل كىتاب مەكتەپ سۇ تاغ يول`,
  ],
} as const;
