// Builds the package for one platform, with the server in it: node scripts/package.mjs [--server PROGRAM] [--target linux-x64]
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment, root, run } from './tools.mjs';

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    target: { type: 'string', default: 'linux-x64' },
    out: { type: 'string' },
  },
});
const name = values.target.startsWith('win32') ? 'zcc.exe' : 'zcc';
const server = values.server ?? process.env.ZCC_SERVER ?? builtServer();
const out = values.out ?? join(root, `zcc-${values.target}.vsix`);

/** The release build of the repository, made where it is not. */
function builtServer() {
  const repository = join(root, '..', '..');
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, 'target');
  run('cargo', ['build', '--release', '--locked', '-p', 'zcc'], { cwd: repository, timeout: 60 * 60_000 });
  return join(target, 'release', name);
}

if (!existsSync(server)) {
  throw new Error(`there is no server at ${server}`);
}
rmSync(join(root, 'server'), { recursive: true, force: true });
mkdirSync(join(root, 'server'));
copyFileSync(server, join(root, 'server', name));
chmodSync(join(root, 'server', name), 0o755);
run('node', ['esbuild.mjs', '--release'], { cwd: root });
run(
  'npx',
  [
    '--no-install',
    'vsce',
    'package',
    '--target',
    values.target,
    '--no-dependencies',
    '--allow-missing-repository',
    '--out',
    out,
  ],
  { cwd: root, env: environment() },
);
console.log(out);
