import type { Terms } from '../en/terms.ts';

export const terms: Terms = {
  token: 'Token modelin bir vahid kimi oxuyub yazdığı mətn hissəsidir: bir baytdan bütöv sözə qədər.',
  document:
    'Sənəd əvvəli və sonu olan bir mətndir, məsələn, məqalə və ya hekayə; model mətnin harada bitdiyini də öyrənir.',
  vocabulary:
    'Lüğət tokenizatorun tanıdığı bütün tokenlərin siyahısıdır; lüğət böyüdükcə mətnə az token, modelə çox parametr lazım olur.',
  fertility:
    'Bir sözə orta hesabla neçə token düşdüyünü göstərir; Azərbaycan dili üçün yaxşı tokenizatorlarda bu, 1,6–1,75 olur.',
  bytesPerToken:
    'Bir tokenin orta hesabla neçə bayt mətni əhatə etdiyini göstərir; çox olması yaxşıdır, çünki model bir baxışda daha çox mətn görür.',
  parameter:
    'Parametr öyrətmənin dəyişdiyi ədəddir; parametr çox olduqca model çox şey öyrənə bilir, amma yaddaş və vaxt da çox lazım olur.',
  layer: 'Qat diqqət və hesablamanın bir dövrəsidir; mətn bütün qatlardan ardıcıl keçir.',
  width: 'Gizli ölçü hər tokenin modelin içində neçə ədədlə təsvir olunduğunu göstərir.',
  heads: 'Diqqət başlıqları əvvəlki tokenlərə paralel baxır, hər biri başqa bir şey axtarır.',
  kvHeads: 'Açar-qiymət başlıqlarını bir neçə diqqət başlığı bölüşə bilər; bu, model yazanda yaddaşa qənaət edir.',
  feedForward: 'FFN eni hər qatda diqqətdən sonra gələn daxili hesablamanın ölçüsüdür.',
  context: 'Kontekst modelin geriyə neçə tokenə baxa bildiyini göstərir.',
  tied: 'Bağlı model tokenləri oxumaq və yazmaq üçün eyni cədvəli işlədir; bu, parametrlərə qənaət edir.',
  rope: 'RoPE tokenlərin mövqeyini vektorların fırlanması ilə bildirir; bazası mövqelərin hansı məsafəyə qədər bir-birindən fərqləndiyini müəyyən edir.',
  batch:
    'Paket eyni vaxtda neçə mətn sətrinin hesablandığını göstərir; yaddaş dolana qədər paket böyüdükcə iş sürətlənir.',
  accumulate:
    'Toplama hər addımdan əvvəl bir neçə paketin qradiyentini cəmləyir: paket sanki böyüyür. Addımda bir paket olduqda cəm üçün yaddaş ayrılmır.',
  precision:
    'Dəqiqlik ədədin neçə bitdə saxlandığını göstərir. 16 bitdə aralıq qiymətlər və nüvələrin oxuduğu çəki surəti iki dəfə az yer tutur; cəmlər və çəkilərin özü 32 bitdə qalır.',
  step: 'Addım bir paketdən (toplamada bir neçə paketdən) sonra bütün parametrlərin bir dəfə dəyişdirilməsidir.',
  epoch: 'Dövr bütün korpusun bir dəfə keçilməsidir.',
  loss: 'İtki növbəti tokenin model üçün nə qədər gözlənilməz olduğunu göstərir (natla); az olması yaxşıdır.',
  heldOut:
    'Yoxlama mətni öyrətmədə heç vaxt işlənmir; ona görə onun itkisi modelin nəyi əzbərlədiyini yox, nəyi anladığını göstərir.',
  perplexity: 'Perpleksiya 20-dirsə, model sanki eyni ehtimallı 20 token arasından seçir.',
  bitsPerByte:
    'Bit/bayt itkinin mətnin hər baytına düşən payıdır; tokenizatorları fərqli olan modelləri müqayisə etməyə imkan verir.',
  unigram:
    'Yalnız tokenlərin nə qədər tez-tez rast gəldiyini bilən, ardıcıllıqdan xəbərsiz modelin itkisi; öyrədilmiş model bundan aşağı enməlidir.',
  learningRate:
    'Öyrənmə sürəti hər addımın parametrləri nə qədər dəyişdiyini göstərir: az olsa iş ləngiyir, çox olsa model pozulur.',
  optimizerChoice:
    'Layların matrislərini nəyin yenilədiyini müəyyən edir: AdamW hər ədədi ayrıca yeniləyir; Muon isə addımı ortoqonal matrisə çevirir ki, bütün istiqamətlər eyni qədər dəyişsin. Muon hər tokendən daha çox öyrənir və parametrə iki yox, bir ədəd saxlayır, amma hər addımda əlavə hesablama tələb edir: addımda çox token olanda sərfəlidir.',
  momentum: 'Muonun əvvəlki hərəkətinin addımdan-addıma saxladığı payı; adətən 0,9 olur.',
  iterations:
    'Muonun matrisi ortoqonal etmək üçün onun üzərindən neçə dəfə keçdiyini göstərir: adətən 5; 3 daha ucuz başa gəlir və demək olar ki, pis deyil.',
  warmup: 'İsinmə zamanı öyrənmə sürəti sıfırdan qalxır, çünki ilk addımlar ən kəskin addımlardır.',
  weightDecay:
    'Çəki azalması hər addımda parametrləri bir az sıfıra yaxınlaşdırır ki, model bir neçə böyük ədədə arxalanmasın.',
  divergence:
    'İtki ədəd olmaqdan çıxanda və ya birdən qalxıb yuxarıda qalanda öyrətmə dağılır. Onda o, dağılmadan əvvəlki saxlama nöqtəsinə qayıdıb öyrənmə sürətini yarıya endirə və həmin addımların mətnlərini ötürə bilər (ən çoxu üç dəfə), siz qərar verənə qədər fasilədə qala bilər və ya bitə bilər.',
  schedule:
    'Qrafik öyrənmə sürətinin zirvədən son qiymətə necə endiyini göstərir: kosinus əyrisi üzrə, düz xətlə və ya bir müddət zirvədə qalıb sonra düz xətlə.',
  holdShare: 'Öyrənmə sürəti bütün addımların bu payı (0-dan 1-ə qədər) bitənədək zirvədə qalır, sonra enir.',
  tableRate: 'Tokenləri vektora, vektorları tokenə çevirən cədvəllərin öyrənmə sürəti bu ədədə vurulur.',
  tableDecay: 'Token cədvəllərinin çəki azalması bu ədədə vurulur; 0 onu söndürür.',
  matrixRate: 'Diqqət və daxili hesablama matrislərinin öyrənmə sürəti bu ədədə vurulur.',
  matrixDecay: 'Diqqət və daxili hesablama matrislərinin çəki azalması bu ədədə vurulur; 0 onu söndürür.',
  vectorRate: 'Vektorların, yəni normaların çəkilərinin və sürüşmələrin öyrənmə sürəti bu ədədə vurulur.',
  vectorDecay:
    'Vektorların çəki azalması bu ədədə vurulur; adətən 0 olur, çünki normaları və sürüşmələri azaltmağın faydası yoxdur.',
  averageWeights:
    'Hazır model addımların son üçdə birindəki çəkilərin orta qiyməti olur: çox vaxt bir az yaxşı alınır, amma videoyaddaşda hər parametr daha 4 bayt tutur.',
  packing:
    'Mətn bərabər uzunluqda sətirlərlə oxunur. Ya sənədlər ard-arda düzülüb sətrin bitdiyi yerdə kəsilir və sətirlərin çoxu sənədin ortasından başlayır; ya da sətirlər sənədin əvvəlindən başlayır: uzun sənədlər sətirlərə bölünür, qısaları bir sətri bölüşür. Sətrin boş qalan yeri vaxt aparır, amma heç nə öyrətmir.',
  documentMask:
    'Bir sətirdə bir neçə sənəd ola bilər. Bu seçimlə heç bir token başqa sənədə baxmır və sənədin əvvəli ondan qabaqkının sonuna görə təxmin edilmir.',
  shiftWindows:
    'Mətn hər dövrdə başqa, təsadüfi yerdən sətirlərə bölünür ki, kiçik korpus hər dəfə eyni sətirlərlə oxunmasın.',
  beta: 'Betalar optimallaşdırıcının əvvəlki qradiyentləri (β1) və onların ölçüsünü (β2) nə qədər yadda saxladığını göstərir.',
  clip: 'Bundan uzun qradiyentlər bu həddə qısaldılır ki, bir qəribə paket modeli yoldan çıxarmasın.',
  gradNorm: 'Qradiyent norması paketin parametrləri nə qədər güclü çəkdiyini göstərir; qəfil sıçrayış xəbərdarlıqdır.',
  seed: 'Başlanğıc ədəd (seed) təsadüfi olan hər şeyi müəyyən edir: eyni cihazda eyni ədəd eyni nəticəni verir.',
  flops: 'Bir tokenə düşən sürüşən vergüllü əməliyyatlar: öyrətmədə bir tokenin hesablama xərci.',
  kernel:
    'Nüvə qrafik kartın eyni anda minlərlə ədəd üzərində işlətdiyi kiçik proqramdır; addım ardıcıl nüvələrdən ibarətdir.',
  roof: 'Tavan bu cihazın ən çox nə qədər işlədiyidir; yalnız vuran və ya yalnız oxuyan nüvələrlə ölçülür. Tavana yaxın nüvəni çox sürətləndirmək olmur. 100 %-dən çoxdursa, ədədlər keşdən oxunub.',
  vram: 'Videoyaddaş qrafik kartın yaddaşıdır; model, qradiyentlər və aralıq qiymətlər ora sığmalıdır.',
  budget:
    'Yaddaş büdcəsi studiyanın planda nə qədər videoyaddaşa güvənə biləcəyidir: kartın yaddaşından iş masasının və başqa proqramların tutduğu çıxılır. Bu brauzerdə saxlanır və bütün layihələr üçün keçərlidir; başlanmış öyrətmə öz planında qalır.',
  weights: 'Parametrlərin özü.',
  gradients: 'Hər parametr üçün itkinin azaldığı istiqamət.',
  optimizer:
    'AdamW-nin sabit addımlar üçün hər parametrə saxladığı iki orta qiymət; Muon matrislər üçün birini saxlayır.',
  activations: 'Qradiyentləri hesablamaq üçün saxlanan aralıq qiymətlər.',
  workspace: 'Ayrı-ayrı əməliyyatların aralıq nəticələri üçün yer.',
  staging: 'Prosessorla qrafik kart arasında məlumat daşıyan kiçik buferlər.',
  checkpoint:
    'Saxlama nöqtəsi öyrətmənin bir addımdakı tam və yoxlanmış vəziyyətidir; öyrətmə ondan davam edir, söhbət və ixrac onu oxuyur.',
  mask: 'İtki yalnız cavabda hesablanır; sorğu oxunur, amma model onu təkrarlamağı öyrənmir.',
  template:
    'Şablon təlimatla cavabın ətrafındakı sabit sözlərdir; model hər birinin harada başladığını onlardan bilir.',
  temperature:
    'Temperatur hər tokenin nə qədər cəsarətlə seçildiyini göstərir: 0-a yaxın həmişə ən ehtimallısı, 1-dən yuxarı getdikcə gözlənilməz.',
  topK: 'Yalnız ən ehtimallı k token seçilə bilər.',
  topP: 'Yalnız birlikdə bu ehtimala çatan ən ehtimallı tokenlər seçilə bilər.',
  minP: 'Ən ehtimallı tokenin bu payından az ehtimallı tokenlər seçilə bilməz.',
  noRepeatNgram: 'Bu qədər tokendən ibarət ardıcıllıq sorğu ilə cavabda cəmi bir dəfə gələ bilər; 0 onu söndürür.',
  repetitionPenalty: 'Artıq işlənmiş tokenlərin ehtimalını azaldır; 1 onu söndürür.',
  realWords:
    'Nümunələrdəki sözlərdən neçəsi öyrətmə sənədlərində ən azı iki dəfə keçir. Model yazmağı öyrəndikcə artır; sözlərin birlikdə məna verib-vermədiyini göstərmir.',
};
