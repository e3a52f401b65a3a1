/**
 * FLORES bits of published models, as `data/flores_logperplexities.tsv` of github.com/tylerachang/goldfish has them (Chang et al.
 * 2024, "Goldfish: Monolingual Language Models for 350 Languages"). Which sentences of FLORES-200 they are means of is not said:
 * the paper speaks of all, dev has 997 and devtest 1012. Compare on both before more is made of a difference.
 */
export const FLORES_SOURCE = 'https://github.com/tylerachang/goldfish/blob/main/data/flores_logperplexities.tsv';

interface FloresReference {
  readonly model: string;
  readonly bits: number;
}

/** By the names that FLORES has for languages: North Azerbaijani and Turkish. */
export const FLORES_REFERENCES = {
  azj_Latn: [
    { model: 'unigram', bits: 150.492 },
    { model: 'bigram', bits: 106.3125 },
    { model: 'Goldfish, 5 MB', bits: 124.422 },
    { model: 'Goldfish, 10 MB', bits: 116.4504 },
    { model: 'Goldfish, 100 MB', bits: 87.6051 },
    { model: 'Goldfish, 1000 MB', bits: 74.279 },
    { model: 'XGLM-4.5B', bits: 75.3309 },
    { model: 'XGLM-7.5B', bits: 183.1011 },
    { model: 'MaLA-500-10B', bits: 84.1342 },
    { model: 'BLOOM-7B1', bits: 185.8386 },
  ],
  tur_Latn: [
    { model: 'unigram', bits: 140.1222 },
    { model: 'bigram', bits: 100.5151 },
    { model: 'Goldfish, 5 MB', bits: 120.7269 },
    { model: 'Goldfish, 10 MB', bits: 113.6831 },
    { model: 'Goldfish, 100 MB', bits: 83.9456 },
    { model: 'Goldfish, 1000 MB', bits: 69.7531 },
    { model: 'XGLM-4.5B', bits: 64.4361 },
    { model: 'XGLM-7.5B', bits: 61.133 },
    { model: 'MaLA-500-10B', bits: 86.2581 },
    { model: 'BLOOM-7B1', bits: 130.1123 },
  ],
} as const satisfies Readonly<Record<string, readonly FloresReference[]>>;
