#!/usr/bin/env node
// Holds recorded sessions (`tee.mjs` writes them) against the protocol:
//
//     check.mjs [--clients] TRACE...
//
// Fails if the server broke the protocol anywhere. With `--clients`, what clients did wrong is told as well.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Session } from './session.mjs';

/**
 * What is wrong in a trace, one entry for each fault, in order.
 *
 * @param {string} text the lines of the trace
 * @returns {{ messages: number, faults: { line: number, from: string, text: string }[] }}
 */
export function check(text) {
  const session = new Session();
  for (const [index, line] of text.split('\n').entries()) {
    if (line !== '') session.read(index + 1, JSON.parse(line));
  }
  session.end();
  return { messages: session.messages, faults: session.faults };
}

function main(given) {
  const traces = given.filter((name) => name !== '--clients');
  let [messages, faults] = [0, 0];
  for (const trace of traces) {
    const found = check(fs.readFileSync(trace, 'utf8'));
    messages += found.messages;
    for (const { line, from, text } of found.faults) {
      if (from === 'server') faults += 1;
      if (from === 'server' || given.includes('--clients')) console.log(`${trace}:${line}: ${from}: ${text}`);
    }
    if (found.messages === 0) {
      console.log(`${trace}: the server said nothing`);
      faults += 1;
    }
  }
  console.log(`${traces.length} sessions, ${messages} messages of the server, ${faults} faults`);
  return faults === 0 && traces.length > 0 ? 0 : 1;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exit(main(process.argv.slice(2)));
}
