#!/usr/bin/env node
// Stands between an editor and a language server and writes down every message in both directions:
//
//     tee.mjs TRACE COMMAND [ARGUMENT...]
//
// or, where an editor takes the name of a program and nothing else, the same from the environment: ZCC_TRACE and
// ZCC_SERVER. A line of the trace is `{"from": "client" | "server", "at": milliseconds, "message": ...}`, or
// `{"from": ..., "fault": ...}` where what was sent is no message. Bytes are passed on as they come, before they are read.

import fs from 'node:fs';
import { spawn } from 'node:child_process';

const { ZCC_TRACE: traceFile, ZCC_SERVER: server } = process.env;
const given = process.argv.slice(2);
const [trace, command, ...args] = traceFile && server ? [traceFile, server, ...given] : given;
if (!command) {
  process.stderr.write('tee.mjs TRACE COMMAND [ARGUMENT...]\n');
  process.exit(2);
}

const log = fs.openSync(trace, 'a');
const start = Date.now();
const write = (line) => fs.writeSync(log, `${JSON.stringify({ ...line, at: Date.now() - start })}\n`);

/** Reads the messages out of the bytes that go one way. */
function reader(from) {
  let rest = Buffer.alloc(0);
  let lost = false;
  const fault = (text) => {
    lost = true;
    write({ from, fault: text });
  };
  const read = (bytes) => {
    if (lost) return;
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) {
        if (rest.length > 4096) fault(`no header, but ${JSON.stringify(rest.toString('utf8', 0, 80))}`);
        return;
      }
      const header = rest.toString('ascii', 0, end);
      const length = /^Content-Length: (\d+)$/m.exec(header.replaceAll('\r', ''));
      const known = header.split('\r\n').every((line) => /^Content-(Length|Type): /.test(line));
      if (!length || !known) return fault(`a header that is none: ${JSON.stringify(header.slice(0, 200))}`);
      const body = end + 4 + Number(length[1]);
      if (rest.length < body) return;
      const text = rest.toString('utf8', end + 4, body);
      rest = rest.subarray(body);
      try {
        write({ from, message: JSON.parse(text) });
      } catch (error) {
        write({ from, fault: `${error.message} in ${text.slice(0, 200)}` });
      }
    }
  };
  const finish = () => {
    if (!lost && rest.length > 0) fault(`ends in the middle of a message: ${JSON.stringify(rest.toString('utf8', 0, 80))}`);
  };
  return { read, finish };
}

const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const up = reader('client');
const down = reader('server');
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.stdin.on('error', () => {});
process.stdout.on('error', () => {});
process.stdin.on('data', (bytes) => {
  child.stdin.write(bytes);
  up.read(bytes);
});
process.stdin.on('end', () => child.stdin.end());
child.stdout.on('data', (bytes) => {
  process.stdout.write(bytes);
  down.read(bytes);
});
child.on('close', (code, signal) => {
  down.finish();
  write({ from: 'server', exit: signal ?? code });
  process.exit(signal ? 1 : code);
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
