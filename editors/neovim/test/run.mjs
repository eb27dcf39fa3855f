#!/usr/bin/env node
// Follows docs/editors/neovim.md and works with zcc in each Neovim: those that NEOVIMS names, separated by colons, else
// the one on the path.

import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { play } from '../../test/harness.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ASKED = ['hover', 'completion', 'definition', 'documentSymbol', 'semanticTokens/full', 'formatting', 'rename'];

for (const neovim of (process.env.NEOVIMS ?? 'nvim').split(':')) {
  let version = 'unknown';
  await play(`neovim-${path.basename(neovim)}`, async (stage) => {
    version = /^NVIM v(\S+)/m.exec(await stage.run(neovim, ['--version']))?.[1];
    stage.name = `neovim-${version}`;
    stage.wire();
    await stage.follow('docs/editors/neovim.md');
    const headless = ['--headless', '-i', 'NONE', '-n'];
    await stage.run(neovim, [...headless, '-S', path.join(HERE, 'language.lua')], { seconds: 60 });
    const steps = await stage.run(neovim, [...headless, '-S', path.join(HERE, 'session.lua')], { seconds: 180 });
    assert.match(steps, /"the server ends"/);
    const asked = stage.judge();
    for (const name of ASKED) assert.ok(asked.has(`textDocument/${name}`), `${name} was never asked`);
  });
}
