import type { Onward } from '../en/onward.ts';

export const onward: Onward = {
  title: 'Bu eğitimin devamı',
  legend: 'Yeni eğitim:',
  ways: {
    lengthen: 'Daha çok adımla',
    anneal: 'Oranı sıfıra indirerek',
    restart: 'Bir kontrol noktasından',
    seeds: 'Başka tohumlarla',
    repeat: 'Bir kez daha, bit bit',
    settings: 'Bu ayarlarla',
  },
  moreSteps: 'Ek adım sayısı',
  lengthen: (steps) => `${steps} adım daha eğit`,
  startFrom: (step) => `${step}. adımdan başlat`,
  parentIs: (parent, step) => `“${parent}” eğitimini ${step}. adımdan sürdürüyor.`,
  parentGone: (step) => `Silinmiş bir eğitimi ${step}. adımdan sürdürüyor.`,
  course: {
    exact: (step, steps) =>
      `Yeni eğitim ${step}. adımın kontrol noktasından sürer. Oraya kadar öğrenme oranı ${steps} adımlık bir eğitimdekiyle aynıydı; bu yüzden sonuç, kesintisiz ${steps} adımlık bir eğitimin sonucuyla bit bit aynı olur.`,
    rewarmed: (step, steps, over) =>
      `Yeni eğitim ${step}. adımın kontrol noktasından sürer. Orada öğrenme oranı ${steps} adımlık bir eğitimdekinden farklıdır. Kayıp sıçramasın diye oran ${over} adımda yavaşça değişir, sonda ise çizelgeye göre düşer.`,
    atOnce: (step) =>
      `Yeni eğitim ${step}. adımın kontrol noktasından sürer. Isınma adımı olmadığından öğrenme oranı birden değişir ve kayıp sıçrayabilir.`,
    steady: (step) =>
      `Yeni eğitim ${step}. adımın kontrol noktasından sürer. Öğrenme oranı orada değişmez; öteki değişiklikler bir sonraki adımdan itibaren geçerlidir.`,
  },
  anneal: {
    lead: 'Öğrenme oranı sıfıra iner: her iyi eğitimin sonunda kaybı düşüren budur. Bu yeni bir eğitimdir; önceki olduğu gibi kalır ve kaldığı yerden sürebilir.',
    share: 'Tüm adımlardaki payı',
    percent: (percent) => `%${percent}`,
    text: 'Metin',
    sameText: 'Eğitimdeki gibi',
    newText: 'Derlemin şimdiki hali',
    course: (step, rate, steps, isNewText) =>
      `Yeni eğitim ${step}. adımın kontrol noktasından${isNewText ? ', derlemin şimdiki haliyle' : ''} sürer; öğrenme oranı ${steps} adımda ${rate} değerinden sıfıra iner.`,
    start: 'Sıfıra indir',
  },
  fixed: 'Tohum, metnin sırası ve ağırlık ortalamasının tutulup tutulmadığı kontrol noktasındaki gibi kalır.',
  seeds: {
    count: 'Tohum sayısı',
    more: 'Ek tohum sayısı',
    start: (seeds) => `${seeds} eğitim daha yap`,
    startAll: (seeds) => `${seeds} tohumla eğit`,
    lead: 'Her tohum başka ağırlıklarla başlar ve metni başka bir sırayla okur. Tohumlar arasındaki fark rastlantıdır; ayarlar arasındaki fark ancak bundan büyükse bir şey söyler. Eğitimler art arda yapılır.',
    waiting: (seeds) => `Sırada bekleyen tohumlar: ${seeds}`,
    dropWaiting: 'Kuyruğu iptal et',
    result: (mean, half, seeds) => `Doğrulama kaybı ${mean} ± ${half} nat (${seeds} tohum, %95 aralığı)`,
    band: (seeds) => `doğrulama, ${seeds} tohumun ortalaması; bant: en düşükten en yükseğe`,
  },
  repeat: {
    lead: 'Aynı eğitim, ilk adımından, o zamanki çekirdekler ve sayı biçimleriyle yapılır. Aynı ekran kartında her kayıp ve her ağırlık bit bit aynı çıkar; başka kartta kayıplar yakın olur. Sonunda ikisi adım adım, ağırlık ağırlık karşılaştırılır.',
    start: 'Yeniden yap',
    is: (original) => `“${original}” eğitimini yineliyor.`,
    gone: 'Silinmiş bir eğitimi yineliyor.',
    nothing: 'İki eğitimin henüz ortak adımı yok.',
    same: (steps, checkpoints) =>
      `Bit bit aynı: ${steps} adımın kayıpları, ${checkpoints} numaralı adımın bütün ağırlıkları ve eniyileyicinin durumu.`,
    sameLosses: (steps) => `${steps} adımın kayıpları bit bit aynı; aynı adımın kontrol noktası saklanmamış.`,
    other: (step, there, here) => `${step}. adımdan başlayarak farklı: kayıp orada ${there}, burada ${here}.`,
    otherWeights: (steps, step) =>
      `${steps} adımın kayıpları bit bit aynı, ${step} numaralı adımın ağırlıkları ise değil.`,
  },
  comparison: {
    lower: (other, by) => `Doğrulama kaybı “${other}” eğitimindekinden ${by} nat daha düşük.`,
    higher: (other, by) => `Doğrulama kaybı “${other}” eğitimindekinden ${by} nat daha yüksek.`,
    noise: 'Bu fark, tohumların yarattığı rastlantısal farktan büyük değil.',
    real: 'Bu fark yalnızca tohumlarla açıklanamaz.',
    unknown:
      'Her birinin tek tohumu var; bu yüzden farkın ne kadarının rastlantı olduğu bilinmiyor: birini başka tohumlarla da eğitin.',
  },
  sharing: {
    use: 'Bu ayarları kullan',
    file: 'Dosya olarak kaydet',
    load: 'Ayar yükle',
    copy: 'Bağlantıyı kopyala',
    copied: 'Bağlantı kopyalandı',
    lead: 'Model ve eğitim ayarları; metin ve belirteçleyici dahil değildir. Bağlantıda ayarlar # işaretinden sonra gelir; tarayıcılar bu bölümü hiçbir sunucuya göndermez.',
    title: 'Bu ayarlar alınsın mı?',
    changes: 'Bu projede ne değişir',
    same: 'Hiçbir şey değişmez: projenin ayarları zaten bunlar.',
    whole: (model, steps) => `Projenin modeli bu ayarlardan alınır (${model}); eğitim ${steps} adımdır.`,
    shape: (layers, width) => `katman sayısı ${layers}, gizli boyut ${width}`,
    needsTokenizer:
      'Modele belirteçleyici gerekir, bu projede ise henüz yok. Önce belirteçleyiciyi eğitin, sonra bağlantıyı ya da dosyayı yeniden açın.',
    take: 'Al',
    unreadable: 'Bu ayarlar alınamıyor',
  },
  best: 'en iyi',
};
