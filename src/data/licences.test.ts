import { describe, expect, it } from 'vitest';
import { LICENCES, licenceOf, licenceRemarks, readLicence } from './licences.ts';

describe('licenceOf', () => {
  it.each([
    ['CC-BY-4.0', 'cc-by-4.0'],
    ['cc-by-nc-nd-3.0', 'cc-by-nc-nd-3.0'],
    ['Apache-2.0', 'apache-2.0'],
    ['GPL-3.0-or-later', 'gpl-3.0'],
    ['GFDL-1.3-only', 'gfdl'],
    ['ODC-By-1.0', 'odc-by'],
    [' MIT ', 'mit'],
    ['Public Domain', 'public-domain'],
  ])('%s is %s', (name, id) => {
    expect(licenceOf(name)?.id).toBe(id);
  });

  it.each(['other', 'unknown', '', 'cc', 'cc-by-4', 'cc-by-sa-nd-4.0', 'llama3', 'constructor'])(
    '%j is not known',
    (name) => {
      expect(licenceOf(name)).toBeNull();
    },
  );

  it('knows what each asks for', () => {
    const asks = (id: string) => {
      const { attribution, shareAlike, nonCommercial, noDerivatives } = licenceOf(id)!;
      return [attribution, shareAlike, nonCommercial, noDerivatives];
    };
    expect(asks('cc0-1.0')).toEqual([false, null, false, false]);
    expect(asks('cc-by-4.0')).toEqual([true, null, false, false]);
    expect(asks('cc-by-sa-3.0')).toEqual([true, 'cc-by-sa', false, false]);
    expect(asks('cc-by-nc-sa-4.0')).toEqual([true, 'cc-by-nc-sa', true, false]);
    expect(asks('cc-by-nc-nd-4.0')).toEqual([true, null, true, true]);
    expect(asks('odbl')).toEqual([true, 'odbl', false, false]);
    for (const licence of LICENCES) expect(licenceOf(licence.id)).toEqual(licence);
  });
});

describe('readLicence of a dataset card', () => {
  const card = (lines: string) =>
    `---\nlanguage:\n- az\n${lines}\npretty_name: Mətnlər\n---\n# Mətnlər\n\nMIT License\n`;

  it.each([
    ['license: cc-by-sa-4.0', 'cc-by-sa-4.0'],
    ['license: "mit"  # of the code', 'mit'],
    ['license: [mit, cc-by-nc-4.0]', 'cc-by-nc-4.0'],
    ['license:\n- cc-by-sa-3.0\n- gfdl', 'cc-by-sa-3.0'],
    ["license:\n  - 'cc0-1.0'\n  - odc-by", 'odc-by'],
    ['license: other\nlicense_name: kitab-1.0\nlicense_link: LICENSE', 'other'],
    ['license: [cc-by-4.0, other]', 'other'],
    ['license_name: mit', null],
    ['license:', null],
    ['tags: []', null],
  ])('%j', (lines, licence) => {
    expect(readLicence(card(lines))).toBe(licence);
    expect(readLicence(card(lines).replaceAll('\n', '\r\n'))).toBe(licence);
  });
});

describe('readLicence of a LICENSE file', () => {
  it.each([
    ['MIT License\n\nCopyright (c) 2024 A. B.\n\nPermission is hereby granted, free of charge, to any', 'mit'],
    [
      '                                 Apache License\n                           Version 2.0, January 2004',
      'apache-2.0',
    ],
    ['                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007', 'gpl-3.0'],
    ['                    GNU GENERAL PUBLIC LICENSE\n                       Version 2, June 1991', 'gpl-2.0'],
    ['GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3\n … the GNU General Public License is', 'agpl-3.0'],
    ['GNU LESSER GENERAL PUBLIC LICENSE\n   Version 3 … version 3 of the GNU General Public License', 'lgpl-3.0'],
    ['GNU Free Documentation License\nVersion 1.3', 'gfdl'],
    ['Creative Commons Legal Code\n\nCC0 1.0 Universal', 'cc0-1.0'],
    ['Attribution 4.0 International\n\n====', 'cc-by-4.0'],
    ['Attribution-ShareAlike 4.0 International', 'cc-by-sa-4.0'],
    ['Attribution-NonCommercial 4.0 International', 'cc-by-nc-4.0'],
    ['Attribution-NoDerivatives 4.0 International', 'cc-by-nd-4.0'],
    ['Attribution-NonCommercial-NoDerivatives 4.0 International', 'cc-by-nc-nd-4.0'],
    ['Attribution-NoDerivs 3.0 Unported', 'cc-by-nd-3.0'],
    ['Creative Commons Attribution Non Commercial Share Alike 4.0', 'cc-by-nc-sa-4.0'],
    ['The texts are licensed under CC BY-NC-SA 3.0.', 'cc-by-nc-sa-3.0'],
    ['See https://creativecommons.org/licenses/by-nd/2.5/az/', 'cc-by-nd-2.5'],
    ['Redistribution and use in source and binary forms, …\n3. Neither the name of the holder', 'bsd-3-clause'],
    ['Redistribution and use in source and binary forms, …', 'bsd-2-clause'],
    ['ODC Attribution License (ODC-By)', 'odc-by'],
    ['## ODC Open Database License (ODbL)', 'odbl'],
    ['These texts are in the public domain.', 'public-domain'],
    ['SPDX-License-Identifier: CC-BY-4.0', 'cc-by-4.0'],
    ['SPDX-License-Identifier: LicenseRef-Kitab', 'LicenseRef-Kitab'],
    ['All rights reserved.', null],
    ['', null],
  ])('%j', (text, licence) => {
    expect(readLicence(text)).toBe(licence);
  });

  it('takes no longer for hostile ones', () => {
    const started = performance.now();
    for (const piece of [
      '---\n',
      'Attribution-',
      'license:\n- ',
      'GNU ',
      ' ',
      'Redistribution and use in source and binary forms',
    ])
      readLicence(piece.repeat(100_000));
    readLicence(`---\nlicense:\n${'- mit\n'.repeat(20_000)}---\n`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('licenceRemarks', () => {
  const remarks = (...licences: (string | null)[]) =>
    licenceRemarks(licences.map((licence, i) => ({ name: `s${i}`, licence })));

  it('has nothing to say of free and attributed texts', () => {
    expect(remarks()).toEqual([]);
    expect(remarks('cc0-1.0', 'cc-by-4.0', 'mit', 'odc-by', 'cc-by-sa-4.0', 'public-domain')).toEqual([]);
  });

  it('names sources whose licence is unknown, non-commercial or without derivatives', () => {
    expect(remarks(null, 'other', 'cc-by-nc-4.0', 'cc-by-nd-4.0', 'cc-by-nc-nd-4.0')).toEqual([
      { kind: 'unknown', sources: ['s0', 's1'] },
      { kind: 'non-commercial', sources: ['s2', 's4'] },
      { kind: 'no-derivatives', sources: ['s3', 's4'] },
    ]);
  });

  it.each([
    ['cc-by-sa-4.0', 'cc-by-nc-sa-4.0'],
    ['cc-by-sa-4.0', 'gpl-2.0'],
    ['cc-by-sa-4.0', 'odbl'],
    ['cc-by-sa-4.0', 'gfdl'],
    ['gpl-2.0', 'gpl-3.0'],
    ['gpl-2.0', 'apache-2.0'],
    ['cc-by-nc-4.0', 'gpl-3.0'],
  ])('says that %s and %s do not go together', (a, b) => {
    const conflict = { kind: 'conflict', licences: [a, b], sources: ['s0', 's1', 's3'] };
    expect(remarks(a, b, 'cc0-1.0', a)).toContainEqual(conflict);
    expect(remarks(b, a).filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
  });

  it.each([
    ['cc-by-sa-3.0', 'cc-by-sa-4.0'],
    ['cc-by-sa-4.0', 'gpl-3.0'],
    ['gpl-3.0', 'agpl-3.0'],
    ['gpl-3.0', 'apache-2.0'],
    ['cc-by-nc-4.0', 'cc-by-nc-sa-4.0'],
    ['cc-by-4.0', 'gpl-2.0'],
  ])('%s and %s go together', (a, b) => {
    expect(remarks(a, b).filter(({ kind }) => kind === 'conflict')).toEqual([]);
  });
});
