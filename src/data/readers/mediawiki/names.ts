/**
 * Words by which wikis of Turkic languages, of Russian and of English name what is no running text; a dump adds those of its
 * own namespaces. Compared without regard to case, dotted and dotless i being one letter.
 */

const FILES = [
  'file',
  'image',
  'media',
  'fayl',
  'şəkil',
  'dosya',
  'resim',
  'medya',
  'файл',
  'изображение',
  'сурет',
  'рәсем',
  'tasvir',
  'faýl',
];
const CATEGORIES = ['category', 'kateqoriya', 'kategori', 'категория', 'санат', 'turkum', 'kategoriýa', 'төркем'];

/** Prefixes of sister projects: a link to one has text, unlike a link to the same page in another language. */
const PROJECTS = [
  ...['w', 'wikt', 'q', 'b', 's', 'n', 'v', 'c', 'd', 'm', 'voy', 'commons', 'wikipedia', 'wiktionary', 'wikiquote'],
  ...['wikisource', 'wikibooks', 'wikinews', 'wikidata', 'meta', 'species'],
];

const END_SECTIONS = [
  ...[
    'references',
    'external links',
    'see also',
    'notes',
    'further reading',
    'bibliography',
    'sources',
    'citations',
    'gallery',
  ],
  ...[
    'istinadlar',
    'istinad',
    'xarici keçidlər',
    'həmçinin bax',
    'mənbə',
    'mənbələr',
    'ədəbiyyat',
    'qeydlər',
    'qalereya',
  ],
  ...[
    'kaynakça',
    'kaynaklar',
    'dış bağlantılar',
    'ayrıca bakınız',
    'notlar',
    'dipnotlar',
    'galeri',
    'konuyla ilgili yayınlar',
  ],
  ...[
    'manbalar',
    'havolalar',
    'shuningdek qarang',
    'yana qarang',
    'adabiyotlar',
    'izohlar',
    'galereya',
    'tashqi havolalar',
  ],
  ...[
    'дереккөздер',
    'сыртқы сілтемелер',
    'тағы қараңыз',
    'әдебиет',
    'пайдаланған әдебиет',
    'ескертпелер',
    'сілтемелер',
  ],
  ...['примечания', 'ссылки', 'см. также', 'литература', 'источники', 'галерея', 'комментарии'],
];

const plain = (name: string): string =>
  name
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .replaceAll(',', '')
    .trim();

const endSections = new Set(END_SECTIONS.map(plain));
const projects = new Set(PROJECTS);

/** Whether a section under this heading holds sources and links. */
export const isEndSection = (heading: string): boolean => endSections.has(plain(heading));

export type LinkKind = 'text' | 'file' | 'category' | 'other-language';

/** Tells links by what their targets begin with. */
export class LinkNames {
  readonly #files = new Set(FILES.map(plain));
  readonly #categories = new Set(CATEGORIES.map(plain));

  /** @param key of a namespace: 6 are files, 14 categories */
  addNamespace(key: number, name: string): void {
    if (key === 6) this.#files.add(plain(name));
    if (key === 14) this.#categories.add(plain(name));
  }

  kindOf(target: string): LinkKind {
    const colon = target.indexOf(':');
    // Behind a colon that comes first, a link is shown wherever it leads.
    if (colon <= 0 || colon > 40) return 'text';
    const prefix = plain(target.slice(0, colon));
    if (this.#files.has(prefix)) return 'file';
    if (this.#categories.has(prefix)) return 'category';
    return /^[a-z]{2,3}(?:-[a-z-]{2,12})?$/.test(prefix) && !projects.has(prefix) ? 'other-language' : 'text';
  }
}
