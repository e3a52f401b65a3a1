import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { listSpeeds, saveSpeed } from './speeds.ts';

describe('speeds', () => {
  it('are kept by adapter and shape, the newest of each', async () => {
    const database = await openDatabase('speeds');
    expect(await listSpeeds(database, 'a')).toEqual([]);
    await saveSpeed(database, 'a', 'small', { tokensPerSecond: 1 });
    await saveSpeed(database, 'a', 'large', { tokensPerSecond: 2 });
    await saveSpeed(database, 'b', 'small', { tokensPerSecond: 3 });
    await saveSpeed(database, 'a', 'small', { tokensPerSecond: 4 });
    expect(await listSpeeds(database, 'a')).toEqual([{ tokensPerSecond: 2 }, { tokensPerSecond: 4 }]);
    expect(await listSpeeds(database, 'b')).toEqual([{ tokensPerSecond: 3 }]);
    expect(await listSpeeds(database, '')).toEqual([]);
  });
});
