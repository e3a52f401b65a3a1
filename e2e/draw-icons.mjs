/**
 * `node e2e/draw-icons.mjs`: the icons of the installed studio, drawn from public/mark.svg. One whose edges a system may cut
 * away (maskable) has the mark within the circle of 80 %, on paper.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright/test';
import { prepare } from './prepare.mjs';

const publicFolder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'public');
const mark = (await readFile(path.join(publicFolder, 'mark.svg'))).toString('base64');
const icons = [
  { name: 'icon-192.png', size: 192, share: 1, ground: 'transparent' },
  { name: 'icon-512.png', size: 512, share: 1, ground: 'transparent' },
  { name: 'icon-maskable-512.png', size: 512, share: 0.64, ground: '#fbf9f6' },
];

const browser = await chromium.launch({ executablePath: await prepare(), args: ['--no-sandbox'] });
try {
  for (const { name, size, share, ground } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground}">
        <img style="width:${share * 100}%" src="data:image/svg+xml;base64,${mark}"></body>`,
    );
    await page.screenshot({ path: path.join(publicFolder, name), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
