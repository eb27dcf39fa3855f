// A chromium of our own: a fresh profile, and no way out but to this machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as driver } from 'playwright-core';
import { chromium } from '../../scripts/tools.mjs';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a browser with one page, and says how to close both. */
export async function openBrowser(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'zcc-chromium-'));
  const context = await driver.launchPersistentContext(profile, {
    executablePath: chromium(),
    headless: true,
    args: ARGUMENTS,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const isAway = (url) =>
    !/^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname) && /^(https?|wss?):/.test(url.protocol);
  await context.route(isAway, (route) => route.abort());
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, page, close };
}
