// The tee passes on every byte as it is, and writes down what the bytes mean.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TEE = fileURLToPath(new URL('./tee.mjs', import.meta.url));

/** Runs `script` as a server behind the tee. */
function run(script, input) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tee-'));
  const trace = path.join(folder, 'trace.jsonl');
  const { stdout, status } = spawnSync(process.execPath, [TEE, trace, process.execPath, '-e', script], { input });
  const lines = fs.readFileSync(trace, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  fs.rmSync(folder, { recursive: true });
  return { stdout: stdout.toString(), status, lines };
}

const framed = (message) => {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

test('what goes in comes out, and is written down both ways', () => {
  const message = { jsonrpc: '2.0', method: 'größe' };
  const { stdout, status, lines } = run('process.stdin.pipe(process.stdout)', framed(message) + framed(message));
  assert.equal(stdout, framed(message) + framed(message));
  assert.equal(status, 0);
  assert.deepEqual(lines.filter((line) => line.from === 'client').map((line) => line.message), [message, message]);
  assert.deepEqual(lines.filter((line) => line.message).length, 4);
  assert.equal(lines.at(-1).exit, 0);
});

test('what is no message is told, and how the server ends', () => {
  const garbage = run("process.stdin.resume(); process.stdout.write('panicked at src\\r\\n\\r\\n'); process.exitCode = 3", '');
  assert.match(garbage.lines[0].fault, /a header that is none: "panicked at src"/);
  assert.equal(garbage.lines.at(-1).exit, 3);
  assert.equal(garbage.status, 3);
  const cut = run("process.stdin.resume(); process.stdout.write('Content-Length: 9\\r\\n\\r\\n{}')", '');
  assert.match(cut.lines[0].fault, /ends in the middle of a message/);
});
