/** The HTML tags and extension tags of wikitext, and what becomes of them; entities. */

/** Extension tags whose content is no running text. */
const DROPPED = new Set([
  ...[
    'ref',
    'references',
    'gallery',
    'math',
    'chem',
    'ce',
    'score',
    'timeline',
    'imagemap',
    'graph',
    'hiero',
    'source',
  ],
  ...[
    'syntaxhighlight',
    'templatestyles',
    'templatedata',
    'mapframe',
    'maplink',
    'categorytree',
    'inputbox',
    'indicator',
  ],
  ...['includeonly', 'style', 'script', 'rt', 'rp'],
]);
/** Of these the content is taken as it stands. */
const VERBATIM = new Set(['nowiki', 'pre']);
const BREAKS = new Set([
  ...[
    'br',
    'hr',
    'p',
    'div',
    'center',
    'blockquote',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'table',
    'tr',
    'caption',
    'poem',
  ],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
]);
const INLINE = new Set([
  ...[
    'abbr',
    'b',
    'bdi',
    'bdo',
    'big',
    'cite',
    'code',
    'data',
    'del',
    'dfn',
    'em',
    'font',
    'i',
    'ins',
    'kbd',
    'mark',
    'noinclude',
  ],
  ...[
    'onlyinclude',
    'q',
    'rb',
    'ruby',
    's',
    'samp',
    'section',
    'small',
    'span',
    'strike',
    'strong',
    'sub',
    'sup',
    'tbody',
    'td',
  ],
  ...['th', 'thead', 'time', 'translate', 'tt', 'tvar', 'u', 'var', 'wbr'],
]);

export type TagKind = 'dropped' | 'verbatim' | 'break' | 'inline';

/** null: no tag of wikitext, but characters of the text. @param name in lower case */
export function tagKind(name: string): TagKind | null {
  if (DROPPED.has(name)) return 'dropped';
  if (VERBATIM.has(name)) return 'verbatim';
  if (BREAKS.has(name)) return 'break';
  return INLINE.has(name) ? 'inline' : null;
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    thinsp: '\u2009',
    ensp: '\u2002',
    emsp: '\u2003',
  },
  ...{
    shy: '\u00ad',
    zwnj: '\u200c',
    zwj: '\u200d',
    ndash: '–',
    mdash: '—',
    minus: '−',
    times: '×',
    middot: '·',
    bull: '•',
  },
  ...{
    hellip: '…',
    laquo: '«',
    raquo: '»',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    prime: '′',
  },
  ...{
    deg: '°',
    plusmn: '±',
    sect: '§',
    para: '¶',
    copy: '©',
    reg: '®',
    trade: '™',
    euro: '€',
    frac12: '½',
    sup2: '²',
    sup3: '³',
  },
  ...{
    larr: '←',
    rarr: '→',
    harr: '↔',
    le: '≤',
    ge: '≥',
    ne: '≠',
    asymp: '≈',
    infin: '∞',
    radic: '√',
    alpha: 'α',
    beta: 'β',
  },
};

/** What an entity stands for; one that is not known stays as it is. @param entity with `&` and `;` */
export function entityText(entity: string): string {
  const name = entity.slice(1, -1);
  if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : entity;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : entity;
}
