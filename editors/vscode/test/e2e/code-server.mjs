// VS Code in a browser: code-server, with a home of its own and the packaged extension installed.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeServer, environment } from '../../scripts/tools.mjs';

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'files.simpleDialog.enable': true,
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
};

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Starts VS Code in `folder` (its own things) with an extension; gives its address and how to end it. */
export async function startCodeServer(folder, extension, settings = {}) {
  const home = join(folder, 'home');
  const user = join(folder, 'user');
  const settingsFile = join(user, 'User', 'settings.json');
  mkdirSync(join(user, 'User'), { recursive: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(settingsFile, JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  const env = {
    ...environment(),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
  const places = [
    '--user-data-dir',
    user,
    '--extensions-dir',
    join(folder, 'extensions'),
    '--config',
    join(folder, 'config.yaml'),
  ];
  const entry = codeServer();
  execFileSync('node', [entry, ...places, '--install-extension', extension], {
    env,
    // It complains of a native logger that it can do without.
    stdio: 'pipe',
    timeout: 120_000,
  });
  const port = await freePort();
  const log = join(folder, 'code-server.log');
  const child = spawn(
    'node',
    [
      entry,
      ...places,
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
    ],
    // A group of its own, so that ending it ends the extension host and the language server as well.
    { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const out = createWriteStream(log);
  child.stdout.pipe(out);
  child.stderr.pipe(out);
  const url = `http://127.0.0.1:${port}`;
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  for (let wait = 0; wait < 120; wait += 1) {
    try {
      if ((await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok) {
        return { url, stop };
      }
    } catch {
      await sleep(250);
    }
  }
  stop();
  throw new Error(`code-server did not start:\n${readFileSync(log, 'utf8')}`);
}
