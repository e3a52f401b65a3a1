/**
 * `node count.mjs <folder> passed|failed|skipped`: adds up the JSON reports that Vitest and Playwright wrote into the
 * folder. A report that cannot be read is an error, not a zero.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder, what] = process.argv.slice(2);

function outcome(report) {
  if (report.stats) {
    const { expected, flaky, unexpected, skipped } = report.stats; // Playwright's
    return { passed: expected + flaky, failed: unexpected, skipped };
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report; // Vitest's
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

const total = readdirSync(folder)
  .map((file) => outcome(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))[what])
  .reduce((sum, count) => sum + count, 0);
if (!Number.isInteger(total)) throw new Error(`no count of "${what}" in the reports of ${folder}`);
console.log(total);
