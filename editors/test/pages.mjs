#!/usr/bin/env node
// What can be tried without the editor itself: the instructions of the pages of Helix, Zed and Vim can be followed, what
// they put in place is sound, and a real Vim edits the language.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { play } from './harness.mjs';

/** The table that a file of TOML holds. */
async function toml(stage, file) {
  const script = 'import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], "rb"))))';
  return JSON.parse(await stage.run('python3', ['-c', script, file]));
}

/** The files of a folder, sorted. */
const files = (folder) => fs.readdirSync(folder).sort();

await play('helix', async (stage) => {
  await stage.follow('docs/editors/helix.md');
  const helix = path.join(stage.home, '.config/helix');
  const { language, grammar, 'language-server': servers } = await toml(stage, path.join(helix, 'languages.toml'));
  assert.equal(language[0].name, 'zc');
  for (const server of language[0]['language-servers']) assert.ok(servers[server].command, server);
  assert.ok(fs.existsSync(path.join(grammar[0].source.path, 'src/parser.c')), grammar[0].source.path);
  assert.ok(fs.statSync(path.join(helix, 'runtime/grammars/zc.so')).size > 10000);
  assert.ok(files(path.join(helix, 'runtime/queries/zc')).includes('highlights.scm'));
});

await play('zed', async (stage) => {
  await stage.follow('docs/editors/zed.md');
  const extension = path.join(stage.home, '.local/share/zcc-zed');
  const manifest = await toml(stage, path.join(extension, 'extension.toml'));
  const repository = manifest.grammars.zc.repository.replace('file://', '');
  const { rev, path: grammar } = manifest.grammars.zc;
  const listed = await stage.run('git', ['-C', repository, 'ls-tree', '--name-only', rev, `${grammar}/src/parser.c`]);
  assert.match(listed, /parser\.c/);
  const language = await toml(stage, path.join(extension, 'languages/zc/config.toml'));
  assert.equal(language.grammar, 'zc');
  assert.ok(manifest.language_servers.zcc.languages.includes(language.name));
  await toml(stage, path.join(extension, 'Cargo.toml'));
});

await play('vim', async (stage) => {
  await stage.follow('docs/editors/other.md');
  const site = path.join(stage.site, 'zones.zc');
  const wanted = fs.readFileSync(site, 'utf8');
  const script = path.join(stage.folder, 'test.vim');
  const reindent = '%s/^\\s\\+//e | silent normal! gg=G';
  const seen = "[&filetype, &commentstring, synIDattr(synID(search('^zone'), 1, 1), 'name')]";
  fs.writeFileSync(script, `edit ${site}\n${reindent}\ncall writefile([json_encode(${seen})], 'seen')\nwrite\nqall!\n`);
  const vimrc = path.join(stage.home, '.vimrc');
  fs.writeFileSync(vimrc, 'filetype plugin indent on\nsyntax on\n');
  await stage.run('vim', ['-N', '-u', vimrc, '-i', 'NONE', '-n', '-E', '-s', '-S', script], { seconds: 60 });
  const [filetype, comments, group] = JSON.parse(fs.readFileSync(path.join(stage.folder, 'seen'), 'utf8'));
  assert.deepEqual([filetype, comments, group], ['zc', '// %s', 'zcDeclaration']);
  assert.equal(fs.readFileSync(site, 'utf8'), wanted);
});
