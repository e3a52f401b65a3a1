import type { Terms } from '../en/terms.ts';

export const terms: Terms = {
  token: 'Belirteç, modelin tek birim olarak okuyup yazdığı metin parçasıdır: tek bir bayttan bütün bir sözcüğe kadar.',
  document:
    'Belge, başı ve sonu olan bir metindir, örneğin bir makale ya da öykü; model metinlerin nerede bittiğini de öğrenir.',
  vocabulary:
    'Sözlük, belirteçleyicinin tanıdığı bütün belirteçlerin listesidir; büyüdükçe metne daha az belirteç, modele daha çok parametre gerekir.',
  fertility:
    'Bir sözcüğe ortalama kaç belirteç düştüğünü gösterir; Azerbaycanca için iyi belirteçleyicilerde 1,6–1,75 olur.',
  bytesPerToken:
    'Bir belirtecin ortalama kaç bayt metni kapsadığını gösterir; çok olması iyidir, çünkü model bir bakışta daha çok metin görür.',
  parameter:
    'Parametre, modelin eğitimle değişen bir sayısıdır; çok parametre daha çok şey öğrenebilir, ama daha çok bellek ve zaman ister.',
  layer: 'Katman, dikkat ve hesaplamanın bir turudur; metin bütün katmanlardan sırayla geçer.',
  width: 'Gizli boyut, her belirtecin modelin içinde kaç sayıyla betimlendiğidir.',
  heads: 'Dikkat başlıkları önceki belirteçlere aynı anda bakar, her biri başka bir şey arar.',
  kvHeads:
    'Anahtar-değer başlıklarını birkaç dikkat başlığı paylaşabilir; bu, model yazarken bellekten tasarruf sağlar.',
  feedForward: 'FFN genişliği, her katmanda dikkatten sonra gelen iç hesaplamanın boyutudur.',
  context: 'Bağlam, modelin geriye doğru kaç belirtece bakabildiğidir.',
  tied: 'Giriş ve çıkış tablosu ortak olan model belirteçleri aynı tabloyla okur ve yazar; bu, parametrelerden tasarruf sağlar.',
  rope: 'RoPE, belirteçlerin konumunu vektörleri döndürerek bildirir; tabanı, konumların hangi uzaklığa kadar birbirinden ayırt edildiğini belirler.',
  batch: 'Yığın, aynı anda kaç metin satırının hesaplandığıdır; bellek dolana kadar yığın büyüdükçe iş hızlanır.',
  accumulate:
    'Biriktirme, her adımdan önce birkaç yığının gradyanlarını toplar: yığın büyümüş gibi olur. Adımda tek yığın varsa toplam için bellek ayrılmaz.',
  precision:
    'Hassasiyet, bir sayının kaç bitte tutulduğudur. 16 bitte aktivasyonlar ve çekirdeklerin okuduğu ağırlık kopyası yarı yer kaplar; toplamlar ve ağırlıkların kendisi 32 bitte kalır.',
  step: 'Adım, bir yığından (biriktirmede birkaç yığından) sonra bütün parametrelerin bir kez güncellenmesidir.',
  epoch: 'Dönem, bütün derlemin baştan sona bir kez geçilmesidir.',
  loss: 'Kayıp, sonraki belirtecin model için ne kadar beklenmedik olduğunu gösterir (nat olarak); az olması iyidir.',
  heldOut:
    'Doğrulama metni eğitimde hiç kullanılmaz; bu yüzden oradaki kayıp, modelin neyi ezberlediğini değil, neyi anladığını gösterir.',
  perplexity: 'Perpleksite 20 ise model sanki eşit olasılıklı 20 belirteç arasından seçiyordur.',
  bitsPerByte:
    'Bit/bayt, kaybın metnin her baytına düşen payıdır; belirteçleyicileri farklı modeller bununla karşılaştırılır.',
  unigram:
    'Yalnız belirteçlerin ne sıklıkta geçtiğini bilen, sıralarından habersiz bir modelin kaybı; eğitilmiş bir model bunun altına inmelidir.',
  learningRate:
    'Öğrenme oranı, her adımın parametreleri ne kadar değiştirdiğidir: çok küçükse iş yavaşlar, çok büyükse model bozulur.',
  optimizerChoice:
    'Katmanların matrislerini neyin güncellediğini belirler: AdamW her sayıyı ayrı günceller; Muon ise adımı dik (ortogonal) bir matrise çevirir, böylece bütün yönler eşit ölçüde değişir. Muon her belirteçten daha çok öğrenir ve parametre başına iki değil bir sayı tutar, ama her adımda ek hesap ister: adım başına çok belirteç olduğunda değer.',
  momentum: 'Muon’un önceki hareketinden adımdan adıma koruduğu pay; genellikle 0,9’dur.',
  iterations:
    'Muon’un bir matrisi dik yapmak için üzerinden kaç kez geçtiği: genellikle 5; 3 daha ucuzdur ve pek de kötü değildir.',
  warmup: 'Isınma sırasında öğrenme oranı sıfırdan yükselir, çünkü ilk adımlar en sert adımlardır.',
  weightDecay:
    'Ağırlık azaltma, her adımda parametreleri biraz sıfıra yaklaştırır; böylece model birkaç büyük sayıya bel bağlamaz.',
  divergence:
    'Kayıp sayı olmaktan çıkarsa ya da birden yükselip yukarıda kalırsa eğitim ıraksamış demektir. O zaman ıraksamanın öncesindeki kontrol noktasına dönüp öğrenme oranını yarıya indirebilir ve o adımların metinlerini atlayabilir (en çok üç kez), siz karar verene dek duraklayabilir ya da bitebilir.',
  schedule:
    'Çizelge, öğrenme oranının tepeden son değerine nasıl indiğini belirler: kosinüs eğrisiyle, düz bir çizgiyle ya da bir süre tepede kaldıktan sonra düz bir çizgiyle.',
  holdShare: 'Öğrenme oranı, bütün adımların bu payı (0 ile 1 arasında) bitene kadar tepede kalır, sonra iner.',
  tableRate: 'Belirteçleri vektöre, vektörleri belirtece çeviren tabloların öğrenme oranı bu sayıyla çarpılır.',
  tableDecay: 'Belirteç tablolarının ağırlık azaltması bu sayıyla çarpılır; 0 onu kapatır.',
  matrixRate: 'Dikkat ve FFN matrislerinin öğrenme oranı bu sayıyla çarpılır.',
  matrixDecay: 'Dikkat ve FFN matrislerinin ağırlık azaltması bu sayıyla çarpılır; 0 onu kapatır.',
  vectorRate: 'Vektörlerin, yani norm ağırlıklarının ve sapmaların öğrenme oranı bu sayıyla çarpılır.',
  vectorDecay:
    'Vektörlerin ağırlık azaltması bu sayıyla çarpılır; çoğunlukla 0 olur, çünkü normları ve sapmaları azaltmanın yararı yoktur.',
  averageWeights:
    'Biten model, adımların son üçte birindeki ağırlıkların ortalaması olur: çoğu zaman biraz daha iyidir, ama ekran kartı belleğinde parametre başına 4 bayt daha ister.',
  packing:
    'Metin aynı uzunlukta satırlarla okunur. Ya belgeler art arda dizilip satırın bittiği yerde kesilir ve satırların çoğu bir belgenin ortasından başlar; ya da satırlar bir belgenin başından başlar: uzun belgeler satırlara bölünür, kısalar bir satırı paylaşır. Satırın boş kalan yeri zaman alır, ama bir şey öğretmez.',
  documentMask:
    'Bir satırda birkaç belge bulunabilir. Bu seçenekle hiçbir belirteç kendi belgesinden başkasına bakmaz ve bir belgenin başı, öncekinin sonuna göre tahmin edilmez.',
  shiftWindows:
    'Metin her dönemde başka, rastgele bir yerden satırlara bölünür; böylece küçük bir derlem her seferinde aynı satırlarla okunmaz.',
  beta: 'Betalar, eniyileyicinin önceki gradyanları (β1) ve büyüklüklerini (β2) ne kadar süre hatırladığını belirler.',
  clip: 'Bundan uzun gradyanlar bu sınıra kısaltılır; böylece tek bir tuhaf yığın modeli yoldan çıkaramaz.',
  gradNorm: 'Gradyan normu, yığının parametreleri ne kadar güçlü çektiğini gösterir; ani sıçramalar bir uyarıdır.',
  seed: 'Tohum (seed) rastgele olan her şeyi belirler: aynı cihazda aynı tohum aynı sonucu verir.',
  flops: 'Belirteç başına kayan noktalı işlem: eğitimde bir belirtecin hesaplama maliyeti.',
  kernel:
    'Çekirdek, ekran kartının aynı anda binlerce sayı üzerinde çalıştırdığı küçük bir programdır; bir adım art arda çekirdeklerden oluşur.',
  roof: 'Tavan, bu cihazın en çok ne kadar iş yapabildiğidir; yalnız çarpan ya da yalnız okuyan çekirdeklerle ölçülür. Tavana yakın bir çekirdek pek hızlandırılamaz. %100’den fazlaysa sayılar önbellekten okunmuştur.',
  vram: 'Ekran kartı belleği kartın kendi belleğidir; model, gradyanlar ve ara değerler oraya sığmalıdır.',
  budget:
    'Bellek bütçesi, stüdyonun planda ne kadar ekran kartı belleğine güvenebileceğidir: kartın belleğinden masaüstünün ve başka programların tuttuğu düşülür. Bu tarayıcıda saklanır ve bütün projeler için geçerlidir; başlamış bir eğitim kendi planıyla sürer.',
  weights: 'Parametrelerin kendisi.',
  gradients: 'Her parametre için kaybın azaldığı yön.',
  optimizer: 'AdamW’nin düzgün adımlar için her parametreye tuttuğu iki ortalama; Muon bir matris için birini tutar.',
  activations: 'İleri geçişin, gradyanları hesaplamak için saklanan ara değerleri.',
  workspace: 'Tek tek işlemlerin ara sonuçları için yer.',
  staging: 'İşlemciyle ekran kartı arasında veri taşıyan küçük arabellekler.',
  checkpoint:
    'Kontrol noktası, eğitimin bir adımdaki tam ve doğrulanmış durumudur; eğitim ondan sürer, sohbet ve dışa aktarma onu okur.',
  mask: 'Kayıp yalnız yanıtta hesaplanır; istem okunur, ama model onu tekrarlamayı öğrenmez.',
  template:
    'Şablon, talimatı ve yanıtı çevreleyen sabit sözlerdir; model her birinin nerede başladığını onlardan bilir.',
  temperature:
    'Sıcaklık, her belirtecin ne kadar cesur seçildiğini belirler: 0’a yakınken hep en olası olan, 1’in üstünde giderek daha beklenmedik olan.',
  topK: 'Yalnız en olası k belirteç seçilebilir.',
  topP: 'Yalnız birlikte bu olasılığa ulaşan en olası belirteçler seçilebilir.',
  minP: 'Olasılığı en olası belirtecinkinin bu payından az olan belirteçler seçilemez.',
  noRepeatNgram: 'Bu uzunlukta bir belirteç dizisi, istem ile yanıtta toplam bir kez geçebilir; 0 onu kapatır.',
  repetitionPenalty: 'Daha önce geçmiş belirteçlerin olasılığını azaltır; 1 onu kapatır.',
  realWords:
    'Örneklerdeki sözcüklerden kaçı eğitim belgelerinde en az iki kez geçiyor. Model yazmayı öğrendikçe artar; sözcüklerin birlikte anlamlı olup olmadığını göstermez.',
};
