/**
 * Licences of texts: what the common ones ask for, which of them a dataset card or a LICENSE file names, and what a person
 * should look at before texts under different licences go into one model. Licences have the tags of the Hugging Face Hub
 * (https://huggingface.co/docs/hub/repositories-licenses), which are SPDX identifiers in lower case with few exceptions. It
 * is a reading of labels, not legal advice; whether a model is an adaptation of its texts is decided nowhere.
 */

export interface Licence {
  /** The Hub's tag; 'public-domain' is ours. */
  readonly id: string;
  /** Its authors have to be named. */
  readonly attribution: boolean;
  /** What is made of the text must stay under a licence of this family; null: it need not. */
  readonly shareAlike: ShareAlike | null;
  readonly nonCommercial: boolean;
  /** What is made of the text must not be passed on. */
  readonly noDerivatives: boolean;
}

export type ShareAlike =
  | 'cc-by-sa'
  | 'cc-by-nc-sa'
  | 'gpl-2.0'
  | 'gpl-3.0'
  | 'agpl-3.0'
  | 'lgpl'
  | 'mpl-2.0'
  | 'gfdl'
  | 'odbl'
  | 'cdla-sharing';

const free = (id: string): Licence => ({
  id,
  attribution: false,
  shareAlike: null,
  nonCommercial: false,
  noDerivatives: false,
});
const attributed = (id: string): Licence => ({ ...free(id), attribution: true });
const shared = (id: string, shareAlike: ShareAlike): Licence => ({ ...attributed(id), shareAlike });

/** A Creative Commons licence, whose tag says it all. */
function creativeCommons(id: string): Licence {
  const nonCommercial = id.includes('-nc');
  return {
    id,
    attribution: true,
    shareAlike: id.includes('-sa') ? (nonCommercial ? 'cc-by-nc-sa' : 'cc-by-sa') : null,
    nonCommercial,
    noDerivatives: id.includes('-nd'),
  };
}

/** In the order in which they are offered. */
export const LICENCES: readonly Licence[] = [
  free('cc0-1.0'),
  ...['cc-by-4.0', 'cc-by-sa-4.0', 'cc-by-nc-4.0', 'cc-by-nd-4.0', 'cc-by-nc-sa-4.0', 'cc-by-nc-nd-4.0'].map(
    creativeCommons,
  ),
  free('public-domain'),
  attributed('odc-by'),
  shared('odbl', 'odbl'),
  free('pddl'),
  attributed('mit'),
  attributed('apache-2.0'),
  attributed('bsd-2-clause'),
  attributed('bsd-3-clause'),
  attributed('isc'),
  free('unlicense'),
  free('wtfpl'),
  shared('gpl-2.0', 'gpl-2.0'),
  shared('gpl-3.0', 'gpl-3.0'),
  shared('agpl-3.0', 'agpl-3.0'),
  shared('lgpl-2.1', 'lgpl'),
  shared('lgpl-3.0', 'lgpl'),
  shared('mpl-2.0', 'mpl-2.0'),
  shared('gfdl', 'gfdl'),
  attributed('cdla-permissive-1.0'),
  free('cdla-permissive-2.0'),
  shared('cdla-sharing-1.0', 'cdla-sharing'),
];

/** Tags and SPDX identifiers, in lower case, that are written in more than one way. */
const OTHER_NAMES = new Map([
  ['bsd', 'bsd-3-clause'],
  ['cc0', 'cc0-1.0'],
  ['cc-pddc', 'public-domain'],
  ['public domain', 'public-domain'],
  ['gpl', 'gpl-3.0'],
  ['lgpl', 'lgpl-3.0'],
  ['odc-by-1.0', 'odc-by'],
  ['odbl-1.0', 'odbl'],
  ['pddl-1.0', 'pddl'],
]);

/** The licence of a tag of the Hub or an SPDX identifier, in any case; null: it is not known ('other', 'unknown'). */
export function licenceOf(name: string): Licence | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/-(only|or-later)$/, '')
    .replace(/^gfdl-1\.\d$/, 'gfdl');
  const id = OTHER_NAMES.get(plain) ?? plain;
  if (/^cc-by(-nc)?(-sa|-nd)?-[1-4]\.\d$/.test(id)) return creativeCommons(id);
  return LICENCES.find((licence) => licence.id === id) ?? null;
}

/** What stands at the beginning of licences, or in a sentence that names one. Of several the one that comes first holds. */
const PHRASES: readonly (readonly [phrase: RegExp, id: string])[] = [
  [/\bCC0\b|creativecommons\.org\/publicdomain\/zero\//i, 'cc0-1.0'],
  [/creativecommons\.org\/publicdomain\/mark\/|\b(?:is|are) in the public domain\b/i, 'public-domain'],
  [/Permission is hereby granted, free of charge|\bMIT Licen[cs]e\b/i, 'mit'],
  [/\bApache Licen[cs]e,?\s+(?:Version )?2\.0\b|apache\.org\/licenses\/LICENSE-2\.0/i, 'apache-2.0'],
  [/\bAFFERO GENERAL PUBLIC LICENSE\b/i, 'agpl-3.0'],
  [/\bLESSER GENERAL PUBLIC LICENSE\s+Version 2\.1\b/i, 'lgpl-2.1'],
  [/\bLESSER GENERAL PUBLIC LICENSE\b/i, 'lgpl-3.0'],
  [/\bGNU GENERAL PUBLIC LICENSE,?\s+(?:v|Version )2\b/i, 'gpl-2.0'],
  [/\bGNU GENERAL PUBLIC LICENSE\b/i, 'gpl-3.0'],
  [/\bGNU Free Documentation License\b/i, 'gfdl'],
  [/\bMozilla Public License,?\s+(?:v\. ?|Version )?2\.0\b/i, 'mpl-2.0'],
  [/Redistribution and use in source and binary forms(?=[\s\S]*Neither the name)|\bBSD 3-Clause\b/i, 'bsd-3-clause'],
  [/Redistribution and use in source and binary forms|\bBSD 2-Clause\b/i, 'bsd-2-clause'],
  [/\bOpen Data Commons Attribution\b|\bODC-By\b|opendatacommons\.org\/licenses\/by\//i, 'odc-by'],
  [/\bOpen Database License\b|\bODbL\b/i, 'odbl'],
  [/\bPublic Domain Dedication and License\b|\bPDDL\b/i, 'pddl'],
  [/free and unencumbered software released into the public domain/i, 'unlicense'],
];

const CC_URL = /creativecommons\.org\/licenses\/by(-nc)?(-sa|-nd)?\/(\d\.\d)/i;
const CC_NAME =
  /\b(?:Attribution|CC[ -]BY)([ -]Non-?\s?Commercial|-NC)?(?:[ -](Share-?\s?Alike|SA|No-?\s?Deriv(?:ative)?s?|ND))?[ -](\d\.\d)/i;
const SPDX_LINE = /SPDX-License-Identifier:\s*([\w.+-]+)/i;
/** A licence says which it is at its beginning. */
const TELLING_UNITS = 4000;

/**
 * The tag of the licence that a text names: a dataset card (the `license` of its front matter) or a LICENSE file. A card that
 * names several gets the one that asks most, since which text is under which is not said there. A tag of the card that is not
 * known is returned as it is written.
 * @returns null: it names none
 */
export function readLicence(text: string): string | null {
  const frontMatter = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  if (frontMatter !== undefined) return ofCard(frontMatter);
  const head = text.slice(0, TELLING_UNITS);
  const spdx = SPDX_LINE.exec(head)?.[1];
  if (spdx !== undefined) return licenceOf(spdx)?.id ?? spdx;
  return firstNamed(head);
}

/** `license: mit`, `license: [mit, gfdl]`, or one a line with hyphens. */
function ofCard(frontMatter: string): string | null {
  const entry = /^licen[cs]e:[ \t]*(.*(?:\r?\n[ \t]*-[ \t].*)*)/m.exec(frontMatter)?.[1] ?? '';
  const names = entry
    .split(/[[\],\n]/)
    .map((name) =>
      name
        .replace(/#.*/, '')
        .replace(/^[\s-]+/, '')
        .trim()
        .replace(/^(['"])(.*)\1$/, '$2'),
    )
    .filter((name) => name !== '');
  const known = names.map((name) => ({ name, licence: licenceOf(name) }));
  const [most] = known.toSorted((a, b) => demands(b.licence) - demands(a.licence));
  return most ? (most.licence?.id ?? most.name) : null;
}

/** How much a licence asks for; nobody knows what an unknown one does. */
const demands = (licence: Licence | null): number =>
  licence === null
    ? 16
    : 8 * Number(licence.noDerivatives) +
      4 * Number(licence.nonCommercial) +
      2 * Number(licence.shareAlike !== null) +
      Number(licence.attribution);

function firstNamed(text: string): string | null {
  const found = PHRASES.flatMap(([phrase, id]) => {
    const at = text.search(phrase);
    return at < 0 ? [] : [{ at, id }];
  });
  for (const pattern of [CC_URL, CC_NAME]) {
    const match = pattern.exec(text);
    if (match) found.push({ at: match.index, id: ccTag(match[1], match[2], match[3] ?? '4.0') });
  }
  return found.toSorted((a, b) => a.at - b.at)[0]?.id ?? null;
}

function ccTag(nonCommercial: string | undefined, third: string | undefined, version: string): string {
  const last = third === undefined ? '' : /^-?s/i.test(third) ? '-sa' : '-nd';
  return `cc-by${nonCommercial === undefined ? '' : '-nc'}${last}-${version}`;
}

export interface LicensedSource {
  readonly name: string;
  /** As `readLicence` or a person gave it; null: not stated. */
  readonly licence: string | null;
}

/** What a person should look at, with the names of the sources that it is about. */
export type LicenceRemark =
  | { readonly kind: 'unknown' | 'non-commercial' | 'no-derivatives'; readonly sources: readonly string[] }
  /** Texts under both cannot be passed on together under either licence. */
  | { readonly kind: 'conflict'; readonly licences: readonly [string, string]; readonly sources: readonly string[] };

export function licenceRemarks(sources: readonly LicensedSource[]): LicenceRemark[] {
  const read = sources.map(({ name, licence }) => ({ name, licence: licence === null ? null : licenceOf(licence) }));
  const namesWhere = (test: (licence: Licence | null) => boolean) =>
    read.filter(({ licence }) => test(licence)).map(({ name }) => name);
  const simple = [
    { kind: 'unknown' as const, sources: namesWhere((licence) => licence === null) },
    { kind: 'non-commercial' as const, sources: namesWhere((licence) => licence?.nonCommercial === true) },
    { kind: 'no-derivatives' as const, sources: namesWhere((licence) => licence?.noDerivatives === true) },
  ];
  const used = [...new Map(read.flatMap(({ licence }) => (licence ? [[licence.id, licence]] : []))).values()];
  const conflicts = used.flatMap((a, i) =>
    used
      .slice(i + 1)
      .filter((b) => inConflict(a, b))
      .map((b) => ({
        kind: 'conflict' as const,
        licences: [a.id, b.id] as const,
        sources: namesWhere((licence) => licence?.id === a.id || licence?.id === b.id),
      })),
  );
  return [...simple.filter((remark) => remark.sources.length > 0), ...conflicts];
}

/**
 * Families of which one's texts may go under the other's licence: https://creativecommons.org/compatiblelicenses, section 13 of
 * the GPL 3 and of the AGPL 3, sections 2 and 3 of the LGPL, section 3.3 of the MPL 2.0.
 */
const COMPATIBLE: readonly (readonly [ShareAlike, ShareAlike])[] = [
  ['cc-by-sa', 'gpl-3.0'],
  ['gpl-3.0', 'agpl-3.0'],
  ['lgpl', 'gpl-2.0'],
  ['lgpl', 'gpl-3.0'],
  ['lgpl', 'agpl-3.0'],
  ['mpl-2.0', 'gpl-2.0'],
  ['mpl-2.0', 'gpl-3.0'],
  ['mpl-2.0', 'agpl-3.0'],
  ['mpl-2.0', 'lgpl'],
];

function inConflict(a: Licence, b: Licence): boolean {
  if (a.shareAlike !== null && b.shareAlike !== null)
    return (
      a.shareAlike !== b.shareAlike &&
      !COMPATIBLE.some(
        ([x, y]) => (x === a.shareAlike && y === b.shareAlike) || (y === a.shareAlike && x === b.shareAlike),
      )
    );
  return forbids(a, b) || forbids(b, a);
}

/** Whether a share-alike licence has no room for what the other one asks: nothing may be added to what it asks itself. */
const forbids = (sharing: Licence, other: Licence): boolean =>
  (sharing.shareAlike !== null && !sharing.nonCommercial && other.nonCommercial) ||
  // The Apache licence's terms on patents: https://www.gnu.org/licenses/license-list.html#apache2
  (sharing.shareAlike === 'gpl-2.0' && other.id === 'apache-2.0');
