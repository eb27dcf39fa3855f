// What a user does in VS Code, by keyboard and mouse.

const LONG = 60_000;

/** The workbench of one window. */
export class Workbench {
  constructor(page) {
    this.page = page;
  }

  /** Opens a folder and waits until it can be worked in. */
  async open(url, folder) {
    await this.page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { waitUntil: 'domcontentloaded' });
    await this.page.waitForSelector('.monaco-workbench .explorer-folders-view', { timeout: LONG });
  }

  /** Runs a command of the palette by its title. */
  async command(title) {
    await this.ask('F1', `>${title}`, title);
  }

  /** Opens the quick input by a key, types into it, and takes the row that has a text. */
  async ask(key, text, row) {
    // A file that opens at the wrong moment closes it.
    await this.until(async () => {
      await this.page.keyboard.press(key);
      return this.pick(text, row, 5_000).then(
        () => true,
        () => false,
      );
    }, `${row} in the quick input`);
  }

  /** Types into the quick input that is open, and takes the first row that has a text. */
  async pick(text, row, timeout = LONG) {
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor({ timeout });
    await input.fill(text, { timeout });
    const found = this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
    await found.waitFor({ timeout });
    await found.click({ timeout });
  }

  /** Chooses a colour theme, and waits until the workbench has its class. */
  async theme(name, kind) {
    await this.command('Preferences: Color Theme');
    await this.pick(name, name);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: LONG });
  }

  /** Opens a file of the folder. */
  async openFile(name) {
    await this.ask('Control+P', name, name);
    await this.page.locator(`.tab.active[aria-label^="${name}"]`).waitFor({ timeout: LONG });
  }

  /** Puts the cursor before a column of a line, both from 1. */
  async goTo(line, column = 1) {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor({ timeout: LONG });
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** The text of the line of the open editor that has this text in it, with what is shown between its words. */
  line(text) {
    return this.page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  /** What a line reads. The editor draws blanks that do not break. */
  async read(line) {
    return (await line.innerText()).replaceAll('\u00a0', ' ');
  }

  /** Waits until what is shown matches. */
  async textBecomes(line, pattern) {
    await this.until(async () => pattern.test(await this.read(line)), `a line that reads ${pattern}`);
  }

  /** Waits until a line reads differently, and gives how. */
  async textChanges(line, before) {
    await this.until(
      async () => (await this.read(line)) !== before,
      `a line that reads no longer: ${before}`,
    );
    return this.read(line);
  }

  /** Takes back edits until a line reads as it did. */
  async undoUntil(line, text) {
    await this.until(async () => {
      await this.page.keyboard.press('Control+Z');
      await this.page.waitForTimeout(700);
      return (await this.read(line)) === text;
    }, `a line that reads again: ${text}`);
  }

  /** Tries until something holds. */
  async until(holds, what) {
    const end = Date.now() + LONG;
    while (!(await holds())) {
      if (Date.now() > end) {
        throw new Error(`waited in vain for ${what}`);
      }
      await this.page.waitForTimeout(100);
    }
  }

  /** Puts the cursor into a word of a line. */
  async clickWord(line, word) {
    const exactly = new RegExp(`^\\s*${word}\\s*$`);
    const place = await this.line(line).locator('span', { hasText: exactly }).last().boundingBox();
    await this.page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  }

  /** Opens the list of quick fixes, takes the first one that matches, and gives its title. */
  async quickFix(title, whenShown) {
    const list = this.page.locator('.action-widget:not(.action-list-submenu-panel)');
    // Once only: where the list is open already, the same key takes its first row.
    await this.page.keyboard.press('Control+.');
    await list.waitFor({ timeout: LONG });
    const action = list.locator('.monaco-list-row.action', { hasText: title }).first();
    await action.waitFor({ timeout: LONG });
    await whenShown();
    const text = await action.innerText();
    await action.click();
    return text.trim();
  }

  /** Rows of the Problems panel. */
  problems(text) {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** Opens the Problems panel. */
  async showProblems() {
    if ((await this.page.locator('.markers-panel').count()) === 0) {
      await this.page.keyboard.press('Control+Shift+M');
    }
    await this.problems().first().waitFor({ timeout: LONG });
  }

  /** The frame of a webview that has an element. */
  async webview(selector) {
    const end = Date.now() + LONG;
    for (;;) {
      for (const frame of this.page.frames()) {
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (found > 0) {
          return frame;
        }
      }
      if (Date.now() > end) {
        throw new Error(`no webview has ${selector}`);
      }
      await this.page.waitForTimeout(200);
    }
  }
}
