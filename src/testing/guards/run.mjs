/**
 * `npm run test:guards [-- <guard>…]`: runs the test of each guard as it is, and without the guard. It must pass, and then fail
 * by what it expects. Prints a table; exits 1 where a guard could be taken out unnoticed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const vitest = path.join(path.dirname(fileURLToPath(import.meta.resolve('vitest/package.json'))), 'vitest.mjs');
const results = mkdtempSync(path.join(tmpdir(), 'ocaq-guards-'));

const load = async (file) => (await runnerImport(path.join(root, file), { root, configFile: false })).module;
const { GUARDS } = await load('src/testing/guards/guards.ts');
const { splitName } = await load('src/testing/named-test.ts');

/** A name as it is written, of which the parameters may be anything. */
const patternOf = (name) =>
  name
    .split(/%[sdifjo]|\$[\w.]+|\$\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');

/** What became of the tests of that name: 'passed', 'failed', or why neither can be said. */
function run(test, without) {
  const { file, names } = splitName(test);
  const project = file.endsWith('.gpu.test.ts') ? 'gpu:*' : 'unit';
  const outputFile = path.join(results, `${without ?? 'as-it-is'}.json`);
  const only = `^${names.map(patternOf).join(' ')}$`;
  const args = ['run', '--project', project, file, '-t', only, '--reporter=json', `--outputFile=${outputFile}`];
  const env = { ...process.env, ...(without === undefined ? {} : { OCAQ_WITHOUT_GUARD: without }) };
  const { stderr } = spawnSync(process.execPath, [vitest, ...args], { cwd: root, env, encoding: 'utf8' });
  try {
    const report = JSON.parse(readFileSync(outputFile, 'utf8'));
    const ran = report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'passed' || status === 'failed'),
    );
    if (ran.length === 0) return report.testResults[0]?.message || 'no test of that name ran';
    return ran.some(({ status }) => status === 'failed') ? 'failed' : 'passed';
  } catch {
    return stderr.trim().split('\n').at(-1) || 'no result';
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !GUARDS.some((guard) => guard.name === name));
if (unknown.length > 0) throw new Error(`There is no guard "${unknown[0]}" in src/testing/guards/guards.ts.`);
const width = Math.max(...GUARDS.map(({ name }) => name.length));
const line = (name, ...cells) => console.log([name.padEnd(width), ...cells.map((cell) => cell.padEnd(8))].join('  '));

line('guard', 'with it', 'without', 'verdict');
let unnoticed = 0;
try {
  for (const { name, test } of GUARDS.filter((guard) => asked.length === 0 || asked.includes(guard.name))) {
    const [whole, without] = [run(test), run(test, name)];
    const isHeld = whole === 'passed' && without === 'failed';
    if (!isHeld) unnoticed++;
    line(name, whole, without, isHeld ? 'held' : `NOT HELD by ${test}`);
  }
} finally {
  rmSync(results, { recursive: true, force: true });
}
console.log(unnoticed === 0 ? 'Every guard is held by its test.' : `Not held: ${unnoticed}.`);
process.exitCode = unnoticed === 0 ? 0 : 1;
