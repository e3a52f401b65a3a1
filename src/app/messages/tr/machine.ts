import type { Machine } from '../en/machine.ts';

export const machine: Machine = {
  device: {
    label: 'Grafik cihazı',
    none: 'WebGPU yok',
    unknown: 'adsız cihaz',
    softwareLead: 'Burada tarayıcı ekran kartında değil, işlemcide hesaplıyor. Her şey çalışır, ama yavaş.',
    vendor: 'Üretici',
    budget: 'Bellek bütçesi',
    budgetUse: (size) => `eğitim ve sohbet için ${size}`,
    precision: 'Hassasiyet',
    halfNative: '16 bit doğrudan, 32 bit de var',
    halfPacked: '32 bit; 16 bitlik sayılar ikişer ikişer paketlenir',
    speed: 'Hız',
    notMeasured: 'henüz ölçülmedi; Model ekranında ölçülür',
    measured: (billions) => `eğitimde ölçüldü: saniyede ${billions} milyar işleme kadar`,
    raw: 'Sınırlar, ayrıntısıyla',
    maxBuffer: 'En büyük arabellek',
    maxBinding: 'En büyük bağlama',
    features: 'Özellikler',
    noFeatures: 'temel özellikler dışında yok',
  },
  card: {
    slower: 'Tarayıcı işlemcinin kendi grafiğini verdi',
    slowerLead: (name) =>
      `Eğitim “${name}” üzerinde yürüyor. Bu bilgisayarda ayrıca bir ekran kartı varsa o kat kat hızlı eğitir; tarayıcıya onu almasını söylemek gerekir. Yoksa her şey yolunda.`,
    steps: {
      windows: [
        'Windows’ta “Ayarlar → Sistem → Ekran → Grafik” bölümünü açın.',
        'Listede tarayıcınızı bulun ya da ekleyin, seçeneklerinde “Yüksek performans”ı seçin.',
        'Dizüstünü prize takın, tarayıcının bütün pencerelerini kapatıp yeniden açın.',
      ],
      linux: ['Tarayıcının bütün pencerelerini kapatın ve onu uçbirimden şu satırlardan biriyle açın:'],
      mac: [
        '“Sistem Ayarları → Pil → Seçenekler” bölümünde “Otomatik grafik geçişi”ni kapatın.',
        'Mac’i prize takın, tarayıcıdan çıkıp yeniden açın.',
      ],
    },
    nvidia: 'NVIDIA kartıyla',
    amd: 'AMD ya da Intel kartıyla',
    look: 'Tarayıcının hangi kartı aldığı burada yazar:',
    again: 'Yeniden denetle',
    checking: 'Denetleniyor…',
    still: 'Yine aynı kart.',
    software: 'Burada tarayıcı işlemcide hesaplıyor',
    softwarePace: (time) =>
      `Denemek için küçük modeller yeter. 100 milyon parametreli bir modelin bir milyar belirteci öğrenmesi ise yaklaşık ${time} sürer.`,
    byMeasure: 'Burada ölçülen hıza göre.',
    byMagnitude: 'Bu kabaca bir büyüklük: burada henüz hiçbir şey ölçülmedi.',
  },
  power: {
    keepAwake: 'Eğitim sürerken bilgisayar uyumasın',
    keepAwakeHint: 'Bu sayfa göz önünde oldukça ekran kapanmaz. Kapağı kapanan dizüstülerin çoğu yine uyur.',
    states: {
      held: 'Bilgisayar uyanık tutuluyor.',
      waiting: 'Şu anda değil: sayfa görünmüyor. Eğitim sürüyor, ama bilgisayar uyuyabilir.',
      refused: 'Tarayıcı izin vermedi; güç tasarrufunda böyle yapar. Bilgisayarın kendi ayarlarında uykuyu kapatın.',
      unavailable: 'Bu tarayıcı bilgisayarı uyanık tutamıyor. Bilgisayarın kendi ayarlarında uykuyu kapatın.',
    },
    ends: (left, run) =>
      `Pil yaklaşık ${left} daha dayanır, eğitime ise daha ${run} gerekiyor. Bilgisayarı prize takın ya da pil bitmeden eğitimi duraklatın.`,
    low: (level) =>
      `Pilde ${level} kaldı. Bilgisayarı prize takın ya da eğitimi duraklatın. %7 kalınca kendiliğinden bir kontrol noktası kaydedilir.`,
  },
  deviceLost: {
    title: (time) => `Grafik cihazıyla bağlantı koptu (saat ${time})`,
    lead: (run, time) =>
      `${run} kaybolmadı: cihaz geri gelince son kontrol noktasından kendiliğinden sürer. Sonraki deneme: saat ${time}.`,
    help: 'Cihaz geri gelmezse sayfayı yenileyin; bu da işe yaramazsa tarayıcıyı yeniden başlatın. Eğitim orada da kendiliğinden sürer.',
  },
  worker: {
    silent: 'Stüdyonun arka plan işi yarım dakikadır yanıt vermiyor',
    silentLead:
      'Büyük bir işle uğraşıyor olabilir; o zaman beklemek yeter. Yeniden başlatırsanız eğitim son kontrol noktasından sürer, yarım kalan öteki işlere baştan başlamak gerekir.',
    restart: 'Yeniden başlat',
    restarting: 'Stüdyonun arka plan işi durdu, yeniden başlatılıyor',
    restartingLead: 'Kaydedilmiş olan her şey güvende.',
    restarted: 'Stüdyonun arka plan işi durmuştu, yeniden başlatıldı',
    restartedLead: 'Kaydedilmiş olan her şey güvende. Yarım kalan işler kendiliğinden sürmez.',
    resumed: (run, step) => `${run} son kontrol noktasından, ${step}. adımdan kendiliğinden sürüyor.`,
    begunAgain: (run) => `${run} henüz kontrol noktası kaydetmemişti, kendiliğinden baştan başlıyor.`,
    again: (steps) => `${steps} adım yeniden yapılıyor.`,
    ended: 'Stüdyonun arka plan işi durdu',
  },
  noDevice: {
    title: 'Bu tarayıcı ekran kartına erişim vermiyor',
    lead: 'Eğitim, sohbet ve hız ölçümü için WebGPU gerekir. Derlem ve belirteçleyici ekranları WebGPU olmadan da çalışır.',
    reasons: {
      'no-webgpu': 'Tarayıcıda WebGPU yok ya da kapalı.',
      'no-adapter': 'Tarayıcıda WebGPU var, ama güvendiği bir grafik bağdaştırıcısı bulunamadı.',
      'device-refused':
        'Bir grafik bağdaştırıcısı bulundu, ama kullanılamadı. Belleğini başka bir program tutuyor olabilir.',
      'insecure-context': 'WebGPU yalnızca https:// sayfalarında ve localhost adresinde çalışır.',
    },
    where: 'Nerede çalışır',
    browsers: [
      'Chrome ve Edge, 113. sürümden başlayarak: Windows, macOS ve ChromeOS',
      'Safari, 26. sürümden başlayarak: macOS, iOS ve iPadOS',
      'Firefox, 141. sürümden başlayarak: Windows',
    ],
    linux: 'Linux’ta Chrome için nasıl açılır',
    linuxSteps: 'Her adresi yeni bir sekmede açın, “Enabled” seçin, sonra tarayıcıyı yeniden başlatın:',
    check: 'Tarayıcının kendisi bu konuda ne diyor:',
    toCorpus: 'Derleme git',
    toTokenizer: 'Belirteçleyiciye git',
    details: 'Tarayıcının iletisi',
  },
  storage: {
    label: 'Depolama alanı',
    used: (used, quota) => `${quota} alandan ${used} dolu`,
    usedAlone: (used) => `${used} dolu; ne kadarının boş olduğunu tarayıcı tam söylemiyor`,
    persisted: 'Tarayıcı bu verileri kendiliğinden silmeyeceğine söz verdi.',
    notPersisted: 'Disk dolarsa tarayıcı bu verileri silebilir.',
    ask: 'Tarayıcıdan saklamasını iste',
    refused:
      'Tarayıcı söz vermedi. Sayfayı yüklemek ya da daha sık açmak çoğu zaman işe yarar; o zamana kadar sizin için önemli olanı dışa aktarın.',
  },
};
