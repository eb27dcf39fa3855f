// The whole of it in real VS Code: installs what it needs, packages, opens a copy of the water works, and works in it.
//
//   npm run test:e2e            builds the server (release)
//   ZCC_SERVER=… npm run test:e2e  takes a built one
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, root, run } from '../../scripts/tools.mjs';

if (Number(process.versions.node.split('.')[0]) < 24) {
  // The drivers need a newer Node than the one at hand.
  const again = spawnSync('node', [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    env: environment(),
    stdio: 'inherit',
  });
  process.exit(again.status ?? 1);
}

const { startCodeServer } = await import('./code-server.mjs');
const { openBrowser } = await import('./browser.mjs');
const { scenario } = await import('./scenario.mjs');

const artifacts = join(root, 'test/e2e/artifacts');
rmSync(artifacts, { recursive: true, force: true });
mkdirSync(artifacts, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), 'zcc-vscode-'));
const extension = join(folder, 'zcc.vsix');
run('node', ['scripts/package.mjs', '--out', extension], { cwd: root, timeout: 60 * 60_000 });
run('node', ['test/e2e/map.mjs'], { cwd: root });

const examples = join(root, '..', '..', 'examples');
const sites = join(folder, 'sites');
for (const name of ['water-treatment', 'acme_controllers']) {
  cpSync(join(examples, name), join(sites, name), { recursive: true });
}

const editor = await startCodeServer(folder, extension, {
  'zcc.assessmentDate': '2026-11-23',
  'zcc.trace.server': 'messages',
});
const browser = await openBrowser();
let failed = false;
try {
  await scenario({ editor, page: browser.page, site: join(sites, 'water-treatment'), artifacts });
} catch (error) {
  failed = true;
  console.error(error);
  await browser.page.screenshot({ path: join(artifacts, 'failed.png') }).catch(() => undefined);
} finally {
  await browser.close();
  editor.stop();
  if (process.env.ZCC_KEEP) {
    console.log(`kept ${folder}`);
  } else {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
process.exit(failed ? 1 : 0);
