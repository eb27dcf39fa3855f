// What the packaging and the end-to-end test need and a machine may not have: Node 24, code-server, chromium.
//
// All of it goes into one folder (`ZCC_EDITOR_TOOLS`, or `.tools` beside this package) and is installed once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the extension. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The folder that holds what is installed here. */
export const tools = process.env.ZCC_EDITOR_TOOLS ?? join(root, '.tools');

const NODE_MAJOR = 24;
const CODE_SERVER = '4.139.1';
const MINUTES = 60_000;

/** Runs a program to its end, in sight, and throws when it fails or takes longer than ten minutes. */
export function run(program, args, options = {}) {
  console.log(`== ${[program, ...args].join(' ')}`);
  execFileSync(program, args, { stdio: 'inherit', timeout: 10 * MINUTES, ...options });
}

function packageFolder(name) {
  const folder = join(tools, name);
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) {
    writeFileSync(manifest, JSON.stringify({ name: `zcc-tools-${name}`, private: true }));
  }
  return folder;
}

/** The folder of a Node 24: that of the running one, or of one that is installed for the purpose. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) {
    return dirname(process.execPath);
  }
  const folder = packageFolder('node24');
  const bin = join(folder, 'node_modules', 'node', 'bin');
  if (!existsSync(join(bin, 'node'))) {
    run('npm', ['install', '--no-audit', '--no-fund', `node@${NODE_MAJOR}`], { cwd: folder });
  }
  return bin;
}

/** The environment in which `node` is Node 24. */
export function environment() {
  return { ...process.env, PATH: `${node24()}${delimiter}${process.env.PATH ?? ''}` };
}

/** The program of code-server: VS Code in a browser. Nothing of it needs compiling. */
export function codeServer() {
  const folder = packageFolder('code-server');
  const modules = join(folder, 'node_modules', 'code-server');
  const ready = join(folder, `ready-${CODE_SERVER}`);
  if (!existsSync(ready)) {
    const env = environment();
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
    run('npm', ['install', ...quiet, `code-server@${CODE_SERVER}`], { cwd: folder, env });
    const vscode = join(modules, 'lib', 'vscode');
    run('npm', ['install', '--omit=dev', ...quiet], { cwd: vscode, env });
    run('npm', ['install', '--omit=dev', ...quiet], { cwd: join(vscode, 'extensions'), env });
    writeFileSync(ready, '');
  }
  return join(modules, 'out', 'node', 'entry.js');
}

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The program of a chromium, installed from the distribution where there is none. */
export function chromium() {
  const found = [process.env.ZCC_CHROMIUM, ...BROWSERS].find((program) => program && existsSync(program));
  if (found) {
    return found;
  }
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (args) => {
    const [program, ...rest] = [...sudo, 'apt-get', ...args];
    run(program, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', 'chromium', 'fonts-dejavu']);
  return BROWSERS[0];
}
