// Makes the PNG of the extension's icon from its SVG, and takes the walkthrough's pictures from the last end-to-end test.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as driver } from 'playwright-core';
import { chromium, root } from './tools.mjs';

const profile = mkdtempSync(join(tmpdir(), 'zcc-icon-'));
const size = 256;
const browser = await driver.launchPersistentContext(profile, {
  executablePath: chromium(),
  headless: true,
  args: ['--no-sandbox', '--disable-gpu'],
  viewport: { width: size, height: size },
});
try {
  const page = browser.pages()[0] ?? (await browser.newPage());
  const drawing = readFileSync(join(root, 'icons/zcc.svg')).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${drawing}">`,
  );
  await page.waitForFunction('document.images[0].complete');
  await page.screenshot({ path: join(root, 'icons/zcc.png'), omitBackground: true });
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}

const pictures = {
  'levels-dark': 'levels-dark',
  'levels-light': 'levels-light',
  'map-dark': 'map-only-dark',
  'map-light': 'map-only-light',
};
for (const [name, artifact] of Object.entries(pictures)) {
  const from = join(root, 'test/e2e/artifacts', `${artifact}.png`);
  if (existsSync(from)) {
    copyFileSync(from, join(root, 'walkthrough', `${name}.png`));
  }
}
