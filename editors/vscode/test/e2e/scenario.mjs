// What somebody does on a first afternoon with a site.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench } from './workbench.mjs';

const LONG = 60_000;

/** Where the editor is in the window: what the walkthrough shows of it. */
const EDITOR = { x: 352, y: 86, width: 900, height: 560 };

/** Works in the water works, step by step; throws where something is not as it should be. */
export async function scenario({ editor, page, site, artifacts }) {
  const workbench = new Workbench(page);
  const shot = (name, options = {}) => page.screenshot({ path: join(artifacts, `${name}.png`), ...options });
  const step = async (name, action) => {
    const start = Date.now();
    await action();
    console.log(`ok: ${name} (${Date.now() - start} ms)`);
  };
  const read = (file) => readFileSync(join(site, file), 'utf8');
  const lineOf = (file, text, after = 0) => {
    const at = read(file)
      .split('\n')
      .findIndex((line, number) => number >= after && line.includes(text));
    assert.notEqual(at, -1, `${file} has ${text}`);
    return at + 1;
  };
  const columnOf = (file, line, text) => read(file).split('\n')[line - 1].indexOf(text) + 1;
  const treeRow = (text) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const unfold = (text) => treeRow(text).locator('.monaco-tl-twistie').click();
  const statusItem = page.locator('.statusbar-item', { hasText: /unmet|unproven|no findings/ }).first();
  const status = () => statusItem.innerText();
  const statusChanges = async (before) => {
    const end = Date.now() + LONG;
    while ((await status()) === before) {
      assert.ok(Date.now() < end, `the status still says ${before}`);
      await page.waitForTimeout(100);
    }
    return status();
  };
  const unmet = (text) => Number(/(\d+) unmet/.exec(text)?.[1] ?? 0);

  await step('a folder opens', () => workbench.open(editor.url, site));

  await step('a file opens, and what falls short is underlined', async () => {
    await workbench.openFile('zones.zc');
    await page.waitForSelector('.squiggly-error', { timeout: LONG });
    await statusItem.waitFor({ timeout: LONG });
  });

  await step('levels stand beside the name of a zone', async () => {
    const line = workbench.line('zone dmz "OT DMZ"');
    await workbench.textBecomes(line, /OT DMZ.*\d/);
    await shot('editor-dark');
    await shot('levels-dark', { clip: EDITOR });
    await workbench.theme('Light Modern', 'vs');
    await workbench.textBecomes(line, /OT DMZ.*\d/);
    await page.waitForTimeout(500);
    await shot('levels-light', { clip: EDITOR });
    await workbench.theme('Dark Modern', 'vs-dark');
  });

  await step('Problems lists the findings', async () => {
    await workbench.showProblems();
    await workbench.problems('SR ').first().waitFor({ timeout: LONG });
    await shot('problems-dark');
    await page.keyboard.press('Control+J');
  });

  await step('a capability that is switched off lowers the level beside its zone', async () => {
    const zone = lineOf('zones.zc', 'zone safety');
    const enable = lineOf('zones.zc', 'enable all', zone);
    await workbench.goTo(enable, 100);
    const line = workbench.line('zone safety "Safety"');
    await workbench.textBecomes(line, /Safety.*\d/);
    const before = await workbench.read(line);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('disable authorization_enforcement', { delay: 5 });
    await page.keyboard.press('Escape');
    const after = await workbench.textChanges(line, before);
    console.log(`   before: ${before}\n   after:  ${after}`);
    await shot('lowered-dark');
    await page.keyboard.press('Control+Z');
    await workbench.undoUntil(line, before);
  });

  await step('a quick fix is applied, and its finding goes', async () => {
    const line = lineOf('zones.zc', 'component historian');
    await workbench.goTo(line, columnOf('zones.zc', line, 'historian'));
    const before = await status();
    const action = await workbench.quickFix(/enable/i, () => shot('quick-fix-dark'));
    const after = await statusChanges(before);
    console.log(`   ${action}: ${before.trim()} -> ${after.trim()}`);
    assert.ok(unmet(after) < unmet(before), `${after} is less than ${before}`);
    await shot('fixed-dark');
  });

  await step('a component is renamed in all files', async () => {
    const line = lineOf('zones.zc', 'component scada');
    await workbench.goTo(line + 1, 1);
    await workbench.clickWord('component scada', 'scada');
    await page.keyboard.press('F2');
    const input = page.locator('.rename-box input');
    await input.waitFor({ timeout: LONG });
    await shot('rename-dark');
    await input.fill('plant_server');
    await page.keyboard.press('Enter');
    await page
      .locator('.editor-instance .view-line', { hasText: 'component plant_server' })
      .first()
      .waitFor({ timeout: LONG });
    await workbench.command('File: Save All Files');
    const end = Date.now() + LONG;
    while (read('conduits.zc').includes('control.scada')) {
      assert.ok(Date.now() < end, 'conduits.zc still says control.scada');
      await page.waitForTimeout(100);
    }
    assert.ok(read('conduits.zc').includes('control.plant_server'));
    assert.ok(!read('zones.zc').includes('scada with'));
    await page.waitForTimeout(1_000);
    assert.equal(
      await page
        .locator('.statusbar-item', { hasText: /error/ })
        .filter({ hasText: /^\s*[1-9]\d* errors?/ })
        .count(),
      0,
    );
  });

  await step('the view Zones lists zones, families and findings', async () => {
    await workbench.command('View: Show Zones');
    await treeRow('OT DMZ').waitFor({ timeout: LONG });
    await unfold('OT DMZ');
    await treeRow('UC').waitFor({ timeout: LONG });
    await unfold('Control');
    await treeRow('IAC').waitFor({ timeout: LONG });
    const family = page.locator('.pane-body .monaco-list-row', { hasText: /[1-9]\d* findings?/ }).first();
    await family.locator('.monaco-tl-twistie').click();
    const finding = page.locator('.pane-body .monaco-list-row', { hasText: /SR \d/ }).first();
    await finding.waitFor({ timeout: LONG });
    await shot('zones-dark');
    await finding.click();
    await page.locator('.tab.active[aria-label*=".zc"]').waitFor({ timeout: LONG });
  });

  await step('the zone map draws, and is walked by keys', async () => {
    await workbench.command('zcc: Show the Zone Map');
    const map = await workbench.webview('.stage .node');
    assert.equal(await map.locator('.node.zone').count(), 6);
    assert.equal(await map.locator('.node.conduit').count(), 5);
    const own = ['met', 'notEnabled', 'notCapable', 'unproven', 'untrusted'];
    const colors = await map.evaluate(
      (names) =>
        names.map((name) =>
          window.getComputedStyle(document.documentElement).getPropertyValue(`--vscode-zcc-${name}`),
        ),
      own,
    );
    assert.ok(
      colors.every((color) => color !== ''),
      `the map has its colours: ${colors.join(', ')}`,
    );
    await map.focus('.node[tabindex="0"]');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await shot('map-dark');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active[aria-label^="zones.zc"]').waitFor({ timeout: LONG });
  });

  await step('a finding is explained, and its links open the source', async () => {
    await workbench.command('zcc: Explain a Finding');
    await workbench.pick('SR', 'SR');
    await workbench.webview('.markdown-body h1');
    await page.waitForTimeout(500);
    await shot('explain-dark');
    // To the site, to the supplier's library beside it, and to the standard library in the cache.
    for (const file of ['conduits.zc', 'platform.zc', 'profiles.zc']) {
      const shown = await workbench.webview('.markdown-body h1');
      await shown.locator(`a[data-href*="${file}"]`).first().click();
      await page.locator(`.tab.active[aria-label^="${file}"]`).waitFor({ timeout: LONG });
      await page.locator('.tab', { hasText: 'Preview' }).first().click();
    }
    assert.equal(await page.locator('text=file was not found').count(), 0);
    // A library that is opened beside the site does not make its findings look gone.
    assert.match(await status(), /\d+ unmet/);
    await shot('explain-link-dark');
  });

  await step('all of it follows a light theme', async () => {
    await workbench.theme('Light Modern', 'vs');
    await workbench.command('zcc: Show the Zone Map');
    await workbench.webview('.stage .node');
    await page.waitForTimeout(1_000);
    await shot('all-light');
    await workbench.openFile('conduits.zc');
    await page.waitForTimeout(1_500);
    await shot('editor-light');
  });

  await step('and one of high contrast', async () => {
    await workbench.theme('Dark High Contrast', 'hc-black');
    await workbench.command('zcc: Show the Zone Map');
    await page.waitForTimeout(1_500);
    await shot('all-high-contrast');
  });
}
