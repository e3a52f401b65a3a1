/** When something is done, and the tense that goes with it. */
import type { Tense } from '../morphology/verbs.ts';

export type When = 'past' | 'habit' | 'now' | 'state' | 'future';

export const TIMES: Readonly<Record<When, readonly string[]>> = {
  past: ['dünən', 'dünən axşam', 'srağagün', 'keçən həftə', 'keçən bazar günü', 'bu səhər', 'iki gün əvvəl'],
  habit: ['hər gün', 'tez-tez', 'bəzən', 'adətən', 'hər həftə', 'həmişə'],
  now: ['indi', 'hazırda'],
  state: ['hələ də', 'indi də', 'əvvəlki kimi'],
  future: ['sabah', 'sabah axşam', 'gələn həftə', 'birisi gün', 'bazar günü'],
};

export const TENSES: Readonly<Record<When, Tense>> = {
  past: 'past',
  habit: 'present',
  now: 'present',
  state: 'present',
  future: 'future',
};
