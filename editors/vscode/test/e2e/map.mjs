// The zone map by itself, in a browser: it draws, it is walked by keys, and nobody is kept out.
//
// VS Code gives the page its colours as CSS variables; here `theme.mjs` does.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { root } from '../../scripts/tools.mjs';
import { plant } from '../fixtures/plant.mjs';
import { openBrowser } from './browser.mjs';
import { THEMES } from './theme.mjs';

const artifacts = join(root, 'test/e2e/artifacts');
mkdirSync(artifacts, { recursive: true });
const works = JSON.parse(readFileSync(join(root, 'test/fixtures/water-treatment.json'), 'utf8'));

const NONCE = 'bWFw';
const POLICY = `default-src 'none'; script-src 'nonce-${NONCE}'; style-src 'self'; base-uri 'none'`;

function page(theme) {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="stylesheet" href="/theme-${theme}.css"><link rel="stylesheet" href="/map.css"><title>Zone map</title></head>
<body class="vscode-${theme}"><script nonce="${NONCE}" src="/host.js"></script><script nonce="${NONCE}" src="/map.js"></script></body></html>`;
}

const HOST = `
window.sent = [];
let state;
window.acquireVsCodeApi = () => ({ postMessage: (m) => window.sent.push(m), getState: () => state, setState: (s) => { state = s; } });
`;

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  const theme = /^\/theme-(.*)\.css$/.exec(path)?.[1];
  const answers = {
    '/map.js': () => ['text/javascript', readFileSync(join(root, 'dist/map.js'))],
    '/map.css': () => ['text/css', readFileSync(join(root, 'dist/map.css'))],
    '/host.js': () => ['text/javascript', HOST],
    '/favicon.ico': () => ['image/x-icon', ''],
  };
  const [type, body] = theme
    ? [
        'text/css',
        `:root { ${Object.entries(THEMES[theme])
          .map(([k, v]) => `--vscode-${k}: ${v};`)
          .join(' ')} }`,
      ]
    : (answers[path]?.() ?? ['text/html', page(path.slice(1))]);
  response.setHeader('content-type', `${type}; charset=utf-8`);
  response.end(body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const { page: browser, close } = await openBrowser();
const faults = [];
browser.on('pageerror', (error) => faults.push(String(error)));
browser.on('console', (message) => message.type() === 'error' && faults.push(message.text()));

async function show(theme, zones) {
  await browser.goto(`${base}/${theme}`);
  await browser.waitForFunction(() => window.sent.some(({ type }) => type === 'ready'));
  await browser.evaluate((packages) => window.postMessage({ type: 'zones', packages }, '*'), zones.packages);
  await browser.waitForSelector('.node');
}

const focused = () => browser.evaluate(() => document.activeElement?.closest('.node')?.dataset.id);

try {
  for (const theme of Object.keys(THEMES)) {
    await show(theme, works);
    const { violations } = await new AxeBuilder({ page: browser })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      // VS Code's own page around the map has its heading and its landmarks.
      .disableRules(['page-has-heading-one', 'region'])
      .analyze();
    // The label of a box says in words what its numbers and gauges show, so it cannot begin with them.
    const isLabelOfBox = (id, html) =>
      id === 'label-content-name-mismatch' && html.startsWith('<g class="node');
    assert.deepEqual(
      violations.flatMap(({ id, nodes }) =>
        nodes.filter(({ html }) => !isLabelOfBox(id, html)).map(({ html }) => `${id}: ${html.slice(0, 200)}`),
      ),
      [],
      theme,
    );
    await browser.screenshot({ path: join(artifacts, `map-only-${theme}.png`) });
  }

  await show('dark', works);
  await browser.focus('.node[tabindex="0"]');
  assert.equal(await focused(), 'enterprise');
  await browser.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'c1');
  await browser.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'dmz');
  await browser.keyboard.press('Enter');
  const opened = await browser.evaluate(() => window.sent.at(-1));
  assert.equal(opened.type, 'open');
  assert.match(opened.location.uri, /zones\.zc$/);
  await browser.click('.node[data-id="c5"]');
  assert.match(await browser.evaluate(() => window.sent.at(-1).location.uri), /conduits\.zc$/);
  assert.match(
    await browser.getAttribute('.node[data-id="c5"]', 'aria-label'),
    /one way from safety to control/,
  );
  assert.equal(await browser.locator('.line .arrow').count(), 2, 'one arrow into the conduit, one out of it');
  await browser.keyboard.press('+');
  assert.match(await browser.textContent('output.zoom'), /%/);

  for (const size of [5, 12, 40]) {
    await show('light', { packages: [plant(size)] });
    await browser.screenshot({ path: join(artifacts, `map-only-${size}.png`) });
  }
  assert.deepEqual(faults, []);
  console.log('ok: the zone map');
} finally {
  await close();
  server.close();
}
