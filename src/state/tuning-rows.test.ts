import { expect, test } from 'vitest';
import { treatmentOf } from './instruct.ts';
import { proposesPacking, rowsOfPass } from './tuning-rows.ts';

const learned = (rows: number, packedRows: number, tokens = packedRows * 64) => ({
  learned: { records: rows, rows, packedRows, tokens, answerTokens: tokens / 2 },
});

test('packing is proposed where three passes over its rows are twenty steps or more, and fewer than without', () => {
  expect(proposesPacking(learned(200, 54), 8)).toBe(true);
  expect(proposesPacking(learned(200, 53), 8)).toBe(false);
  expect(proposesPacking(learned(200, 200), 8)).toBe(false);
});

test('a pass over the set is its rows, and those of replayed text', () => {
  const set = learned(200, 51, 51 * 64);
  expect(rowsOfPass(set, { packed: false, replayShare: 0 }, 64)).toBe(200);
  expect(rowsOfPass(set, { packed: true, replayShare: 0 }, 64)).toBe(51);
  expect(rowsOfPass(set, { packed: true, replayShare: 0.15 }, 64)).toBe(60);
});

test('what the person chose goes before what is proposed, but no text is replayed that is not there', () => {
  const preview = {
    ...learned(200, 60),
    examples: [],
    total: 200,
    usable: 200,
    tooLong: 0,
    refused: { count: 0, records: [] },
    unanswered: { count: 0, places: [] },
    truncated: { records: 0, lostTokens: 0, answerTokens: 0 },
    longer: [],
    canReplay: false,
  };
  const state = { packed: null, promptWeight: 0.2, replayShare: 0.15, embeddingDropout: 0.1, batch: 8, accumulate: 1 };
  expect(treatmentOf(state, preview)).toEqual({
    packed: true,
    promptWeight: 0.2,
    replayShare: 0,
    embeddingDropout: 0.1,
  });
  expect(treatmentOf({ ...state, packed: false }, { ...preview, canReplay: true })).toEqual({
    packed: false,
    promptWeight: 0.2,
    replayShare: 0.15,
    embeddingDropout: 0.1,
  });
  expect(treatmentOf(state, null)).toMatchObject({ packed: false });
});
