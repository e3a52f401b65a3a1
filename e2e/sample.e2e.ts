/** The journey with the sample, from one press on a fresh profile to the first answer, in the time that it promises. */
import { expect, test } from './fixtures.ts';
import { openStudio, stored } from './steps.ts';

interface Run {
  createdAt: number;
  config: { data: { kind: string } };
  details: { heldOutLoss: number; unigramLoss: number };
}

test('the sample journey keeps to five minutes @long', async ({ page }) => {
  test.setTimeout(900_000);
  await openStudio(page);
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  await page.getByTestId('journey-start').click();
  const timer = page.getByRole('timer');
  await expect(timer).toHaveText(/about .* left/, { timeout: 300_000 });
  console.log(`after ${seconds()} s: ${await timer.textContent()}`);
  await expect(page.getByTestId('journey-done')).toBeVisible({ timeout: 800_000 });
  const took = seconds();
  const runs = (await stored<Run>(page, 'runs')).sort((a, b) => a.createdAt - b.createdAt);
  const { heldOutLoss, unigramLoss } = runs[0]!.details;
  console.log(`took ${took} s; held-out loss ${heldOutLoss.toFixed(3)}, baseline ${unigramLoss.toFixed(3)}`);
  console.log(`asked: ${await page.getByRole('log').locator('p').first().textContent()}`);
  const answer = (await page.getByTestId('chat-output').textContent()) ?? '';
  console.log(`answer: ${answer}`);
  expect(answer.trim()).not.toBe('');
  expect(heldOutLoss).toBeLessThanOrEqual(0.85 * unigramLoss);
  expect(took).toBeLessThanOrEqual(300);
});
