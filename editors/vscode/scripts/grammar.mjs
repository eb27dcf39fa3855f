// Writes the TextMate grammars (`--write`), or holds them and what they colour against what is expected.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { grammar, markdown } from '../grammar/zc.mjs';
import { root, run } from './tools.mjs';

const files = { 'syntaxes/zc.tmLanguage.json': grammar, 'syntaxes/zc.markdown.tmLanguage.json': markdown };
const write = process.argv.includes('--write');
for (const [file, content] of Object.entries(files)) {
  const path = join(root, file);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (write) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    throw new Error(`${file} is not what grammar/zc.mjs makes: run node scripts/grammar.mjs --write`);
  }
}
if (write) {
  process.exit();
}

const cases = readdirSync(join(root, 'test/grammar'))
  .filter((file) => file.endsWith('.zc'))
  .map((file) => `test/grammar/${file}`);
const tester = ['-g', 'syntaxes/zc.tmLanguage.json'];
run('npx', ['--no-install', 'vscode-tmgrammar-test', ...tester, ...cases], { cwd: root });

const snapshots = readdirSync(join(root, 'test/grammar/snapshots'))
  .filter((file) => file.endsWith('.zc'))
  .map((file) => `test/grammar/snapshots/${file}`);
const update = process.argv.includes('--update') ? ['--updateSnapshot'] : [];
run('npx', ['--no-install', 'vscode-tmgrammar-snap', ...tester, ...update, ...snapshots], { cwd: root });
