// What the tests of the editors share: a home of its own for each run, a copy of a site, the instructions of a page
// followed to the letter, an editor with a time limit, and the trace of what it and the server said.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { check } from '../../tests/lsp/check.mjs';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const TEE = path.join(REPOSITORY, 'tests/lsp/tee.mjs');

/** The server: what ZCC names, else the newest build in the target folder. */
function server() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(REPOSITORY, 'target');
  const builds = ['release', 'debug'].map((profile) => path.join(target, profile, 'zcc'));
  const [newest] = builds.filter((file) => fs.existsSync(file)).sort((one, other) => age(one) - age(other));
  const found = process.env.ZCC ?? newest;
  assert.ok(found, 'no zcc was built: `cargo build -p zcc`, or name one in ZCC');
  return path.resolve(found);
}

function age(file) {
  return -fs.statSync(file).mtimeMs;
}

/** A place for one run: a home, a copy of the examples, a path with programs of its own. */
export class Stage {
  /** @param {string} name what is tested, for the names of files */
  constructor(name) {
    this.name = name;
    this.folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `zcc-${name}-`)));
    this.home = path.join(this.folder, 'home');
    this.trace = path.join(this.folder, 'trace.jsonl');
    const programs = path.join(this.folder, 'bin');
    fs.mkdirSync(this.home);
    fs.mkdirSync(programs);
    fs.cpSync(path.join(REPOSITORY, 'examples'), path.join(this.folder, 'examples'), { recursive: true });
    this.site = path.join(this.folder, 'examples/water-treatment');
    this.programs = programs;
    this.environment = {
      PATH: `${programs}:${process.env.PATH}`,
      HOME: this.home,
      XDG_CACHE_HOME: path.join(this.home, '.cache'),
      XDG_CONFIG_HOME: path.join(this.home, '.config'),
      XDG_DATA_HOME: path.join(this.home, '.local/share'),
      XDG_STATE_HOME: path.join(this.home, '.local/state'),
      LANG: 'C.UTF-8',
      TERM: 'dumb',
      ZCC_SITE: this.site,
    };
  }

  /** Puts a `zcc` on the path that writes down what is said. */
  wire() {
    const wrapper = path.join(this.programs, 'zcc');
    fs.writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${TEE}' '${this.trace}' '${server()}' "$@"\n`);
    fs.chmodSync(wrapper, 0o755);
  }

  /**
   * Runs a program in a process group of its own, which ends with it or when its time is up.
   *
   * @param {string} program
   * @param {string[]} args
   * @param {{ seconds?: number, cwd?: string }} [wishes]
   * @returns {Promise<string>} what it wrote to standard output
   */
  run(program, args, { seconds = 120, cwd = this.folder } = {}) {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd, env: this.environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      let [out, error] = ['', ''];
      let late = false;
      child.stdout.on('data', (bytes) => (out += bytes));
      child.stderr.on('data', (bytes) => (error += bytes));
      const end = () => {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It is gone, and all that it started.
        }
      };
      const clock = setTimeout(() => {
        late = true;
        end();
      }, seconds * 1000);
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(clock);
        end();
        if (code === 0) return resolve(out);
        const why = late ? `took more than ${seconds} s` : `ended with ${code}`;
        return reject(new Error(`${program} ${why}\n${tail(out)}\n${tail(error)}`));
      });
    });
  }

  /** Follows a page: runs all its `sh` blocks in order, as somebody who reads it from the repository would. */
  async follow(page) {
    const text = fs.readFileSync(path.join(REPOSITORY, page), 'utf8');
    const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((block) => block[1]);
    assert.ok(blocks.length > 0, `${page} has no instructions to follow`);
    await this.run('bash', ['-euxo', 'pipefail', '-c', blocks.join('\n')], { cwd: REPOSITORY });
  }

  /**
   * Holds what was said against the protocol, and gives back the names of what the editor asked.
   *
   * @param {{ isKilled?: boolean }} [wishes] whether the editor kills the server once it has answered `shutdown`, as some do
   */
  judge({ isKilled = false } = {}) {
    assert.ok(fs.existsSync(this.trace), 'the editor never started the server');
    const text = fs.readFileSync(this.trace, 'utf8');
    const { messages, faults } = check(text);
    const wrong = faults.filter((fault) => fault.from === 'server').map((fault) => `${fault.line}: ${fault.text}`);
    assert.deepEqual(wrong, [], `the server broke the protocol: see ${this.keepTrace()}`);
    assert.ok(messages > 5, 'the server said next to nothing');
    const lines = text.trim().split('\n').map((line) => JSON.parse(line));
    const { id } = lines.find((line) => line.message?.method === 'shutdown')?.message ?? {};
    const answer = lines.find((line) => line.from === 'server' && line.message?.id === id && 'result' in line.message);
    const ended = isKilled ? id !== undefined && answer : lines.some((line) => line.exit === 0);
    assert.ok(ended, 'the server did not end as it should');
    return new Set(lines.filter((line) => line.from === 'client' && line.message?.method).map((line) => line.message.method));
  }

  /** Keeps the trace where `check.mjs` and people find it. */
  keepTrace() {
    const folder = path.join(process.env.CARGO_TARGET_DIR ?? path.join(REPOSITORY, 'target'), 'traces');
    fs.mkdirSync(folder, { recursive: true });
    const kept = path.join(folder, `${this.name}.jsonl`);
    fs.copyFileSync(this.trace, kept);
    return kept;
  }

  /** Takes the stage down. */
  strike() {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The end of a long text. */
function tail(text) {
  return text.length > 4000 ? `…${text.slice(-4000)}` : text;
}

/** Runs `scene` on a stage of its own, and tells how it went. */
export async function play(name, scene) {
  const stage = new Stage(name);
  const start = Date.now();
  try {
    await scene(stage);
    if (fs.existsSync(stage.trace)) stage.keepTrace();
    console.log(`== ${name}: well, ${((Date.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (fs.existsSync(stage.trace)) console.log(`   trace: ${stage.keepTrace()}`);
    console.log(`== ${name}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    stage.strike();
  }
}
