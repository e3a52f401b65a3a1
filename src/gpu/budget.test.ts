import { expect, test } from 'vitest';
import { predictedSeconds } from './budget.ts';

const roof = { flopsPerSecond: 2000, bytesPerSecond: 100 };
const none = { multiplyAdds: 0, storageLoads: 0, workgroupLoads: 0 };

test.each([
  ['its multiply-adds', { ...none, multiplyAdds: 500 }, 0, 0.5],
  ['its bytes, where these take longer', { ...none, multiplyAdds: 500 }, 70, 0.7],
  ['its loads beside its multiply-adds', { multiplyAdds: 500, storageLoads: 5, workgroupLoads: 15 }, 0, 0.7],
  ['nothing', none, 0, 0],
])('a launch takes as long as %s', (_, budget, bytes, seconds) => {
  expect(predictedSeconds({ budget, bytes }, roof)).toBeCloseTo(seconds, 12);
});
