/** All objectives that a model can be trained for, each with the head that stands for it. */
import type { Head } from './head.ts';
import { nextToken } from './next-token.ts';

export const HEADS = { 'next-token': nextToken } as const satisfies Readonly<Record<string, Head>>;

export type Objective = keyof typeof HEADS;
