#!/usr/bin/env node
// Follows docs/editors/emacs.md and works with zcc in the Emacs that EMACS names, else the one on the path. The package
// compiles without a warning, and its documentation is as Emacs wants it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { play, REPOSITORY } from '../../test/harness.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ASKED = ['hover', 'completion', 'definition', 'documentSymbol', 'semanticTokens/full', 'formatting', 'rename'];
const emacs = process.env.EMACS ?? 'emacs';

await play('emacs', async (stage) => {
  const [, version] = /^GNU Emacs (\S+)/m.exec(await stage.run(emacs, ['--version']));
  stage.name = `emacs-${version}`;

  const source = path.join(stage.folder, 'zc-mode.el');
  fs.copyFileSync(path.join(REPOSITORY, 'editors/emacs/zc-mode.el'), source);
  const strict = '(setq byte-compile-error-on-warn t)';
  await stage.run(emacs, ['-Q', '--batch', '--eval', strict, '-f', 'batch-byte-compile', source]);
  // It tells what it finds as warnings, and says nothing where all is well.
  const style = '(progn (require (quote checkdoc)) (checkdoc-file (car command-line-args-left)) (kill-emacs))';
  const remarks = await stage.run('sh', ['-c', '"$@" 2>&1', 'sh', emacs, '-Q', '--batch', '--eval', style, source]);
  assert.doesNotMatch(remarks, /zc-mode\.el:\d+/);
  fs.rmSync(`${source}c`);

  stage.wire();
  await stage.follow('docs/editors/emacs.md');
  stage.environment.ZCC_EXAMPLES = path.join(stage.folder, 'examples');
  const start = ['--batch', '--eval', '(package-initialize)', '-l', path.join(stage.home, '.emacs.d/init.el')];
  await stage.run(emacs, [...start, '-l', path.join(HERE, 'language.el')], { seconds: 60 });
  const steps = await stage.run(emacs, [...start, '-l', path.join(HERE, 'session.el')], { seconds: 180 });
  assert.match(steps, /the server ends: t/);
  const asked = stage.judge({ isKilled: true });
  for (const name of ASKED) assert.ok(asked.has(`textDocument/${name}`), `${name} was never asked`);
});
