// The check is itself checked: a session in which all is well has no fault, and each fault that is planted in it is found.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './check.mjs';

const URI = 'file:///site/site.zc';
const range = (line, start, end) => ({ start: { line, character: start }, end: { line, character: end } });
const client = (message) => ({ from: 'client', message: { jsonrpc: '2.0', ...message } });
const server = (message) => ({ from: 'server', message: { jsonrpc: '2.0', ...message } });

const CAPABILITIES = {
  general: { positionEncodings: ['utf-8', 'utf-16'] },
  window: { workDoneProgress: true },
  workspace: { configuration: true },
};

/** A session with a little of everything. What a test breaks is named. */
function session() {
  return {
    initialize: client({
      id: 1,
      method: 'initialize',
      params: { processId: 7, rootUri: 'file:///site', capabilities: CAPABILITIES },
    }),
    early: server({ method: 'window/logMessage', params: { type: 3, message: 'hello' } }),
    initialized: server({
      id: 1,
      result: {
        capabilities: {
          positionEncoding: 'utf-8',
          hoverProvider: true,
          semanticTokensProvider: { legend: { tokenTypes: ['zone'], tokenModifiers: [] }, full: true },
        },
        serverInfo: { name: 'zcc', version: '0.1.0' },
      },
    }),
    ready: client({ method: 'initialized', params: {} }),
    opened: client({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: URI, languageId: 'zc', version: 1, text: 'zone a {}' } },
    }),
    configuration: server({ id: 'c', method: 'workspace/configuration', params: { items: [{ section: 'zcc' }] } }),
    configured: client({ id: 'c', result: [null] }),
    begun: server({ method: '$/progress', params: { token: 't', value: { kind: 'begin', title: 'loading' } } }),
    done: server({ method: '$/progress', params: { token: 't', value: { kind: 'end' } } }),
    published: server({
      method: 'textDocument/publishDiagnostics',
      params: { uri: URI, version: 1, diagnostics: [{ range: range(0, 5, 6), message: 'empty', severity: 2, code: 'Z0501' }] },
    }),
    status: server({
      method: 'zcc/status',
      params: { state: 'ready', message: '', errors: 0, warnings: 1, unmet: 0, unproven: 0 },
    }),
    hover: client({
      id: 2,
      method: 'textDocument/hover',
      params: { textDocument: { uri: URI }, position: { line: 0, character: 5 } },
    }),
    hovered: server({ id: 2, result: { contents: { kind: 'markdown', value: '**a**' }, range: range(0, 5, 6) } }),
    tokens: client({ id: 3, method: 'textDocument/semanticTokens/full', params: { textDocument: { uri: URI } } }),
    coloured: server({ id: 3, result: { data: [0, 5, 1, 0, 0] } }),
    formatting: client({
      id: 4,
      method: 'textDocument/formatting',
      params: { textDocument: { uri: URI }, options: { tabSize: 2, insertSpaces: true } },
    }),
    formatted: server({
      id: 4,
      result: [{ range: range(0, 4, 5), newText: ' ' }, { range: range(0, 6, 7), newText: ' ' }],
    }),
    zones: client({ id: 5, method: 'zcc/zones', params: {} }),
    zoned: server({ id: 5, result: { packages: [] } }),
    unknown: client({ id: 6, method: 'textDocument/moniker', params: { textDocument: { uri: URI }, position: { line: 0, character: 0 } } }),
    refused: server({ id: 6, error: { code: -32601, message: 'no such method' } }),
    shutdown: client({ id: 7, method: 'shutdown' }),
    stopped: server({ id: 7, result: null }),
    exit: client({ method: 'exit' }),
    exited: { from: 'server', exit: 0 },
  };
}

function faults(lines) {
  const text = Object.values(lines).map((line, index) => JSON.stringify({ ...line, at: index * 1000 })).join('\n');
  return check(text).faults;
}

test('a session in which all is well has no fault', () => {
  assert.deepEqual(faults(session()), []);
});

test('what a client of a newer protocol can do is heard', () => {
  const lines = session();
  lines.initialize.message.params.capabilities = { ...CAPABILITIES, later: true };
  const found = faults(lines);
  assert.deepEqual(found.map((fault) => fault.from), ['client']);
});

test('the last questions of a client that goes may stay open', () => {
  const lines = session();
  lines.late = client({ id: 8, method: 'textDocument/hover', params: lines.hover.message.params });
  const { exit, exited, late, ...before } = lines;
  assert.deepEqual(faults({ ...before, late }).filter((fault) => fault.from === 'server'), []);
});

/** What is broken, how, and what must be said of it. */
const PLANTED = {
  'a message without a version': [(s) => delete s.hovered.message.jsonrpc, /`jsonrpc` is not/],
  'a property the envelope does not have': [(s) => (s.hovered.message.extra = 1), /a message has no `extra`/],
  'a result beside an error': [(s) => (s.hovered.message.error = { code: 1, message: '' }), /one of them/],
  'neither result nor error': [(s) => delete s.hovered.message.result, /one of them/],
  'an answer to nothing': [(s) => (s.hovered.message.id = 99), /answers 99, which nobody asks/],
  'a second answer': [(s) => (s.done = s.hovered), /answers 2, which nobody asks/],
  'no answer': [(s) => delete s.hovered, /never answered textDocument\/hover \(2\)/],
  'an id of the wrong type': [(s) => (s.hovered.message.id = '2'), /answers "2"/],
  'an id used twice': [(s) => (s.begun = structuredClone(s.configuration)), /was used before/],
  'an error without a code': [(s) => (s.refused.message.error = { message: '' }), /the error of textDocument\/moniker/],
  'a failure inside': [(s) => (s.refused.message.error.code = -32603), /failed inside/],
  'a notification with an id': [(s) => (s.published.message.id = 8), /a notification and has an id/],
  'a request without one': [(s) => delete s.configuration.message.id, /a request and has no id/],
  'a method that is none': [(s) => (s.status.message.method = 'zcc/stauts'), /there is no method zcc\/stauts/],
  'a message the wrong way round': [(s) => (s.published = { ...s.ready, from: 'server' }), /initialized goes the other way/],
  'something too early': [(s) => (s.early.message = s.published.message), /before the answer to initialize/],
  'parameters of the wrong type': [(s) => (s.published.message.params.diagnostics[0].message = 3), /diagnostics\/0\/message must be string/],
  'a parameter too many': [(s) => (s.published.message.params.diagnostics[0].level = 3), /additional properties `level`/],
  'a parameter missing': [(s) => delete s.published.message.params.uri, /required property 'uri'/],
  'a parameter out of range': [(s) => (s.published.message.params.diagnostics[0].severity = 5), /severity/],
  'a position before the start': [(s) => (s.published.message.params.diagnostics[0].range.start.line = -1), /must be >= 0/],
  'a fraction of a line': [(s) => (s.published.message.params.diagnostics[0].range.end.line = 0.5), /must be integer/],
  'a path for an address': [(s) => (s.published.message.params.uri = '/site/site.zc'), /must match pattern/],
  'a result of the wrong type': [(s) => (s.hovered.message.result = 'a'), /result of textDocument\/hover/],
  'no result where null is none': [(s) => (s.initialized.message.result = null), /result of initialize/],
  'a status of our own that is none': [(s) => (s.status.message.params.state = 'fine'), /parameters of zcc\/status/],
  'zones of our own that are none': [(s) => (s.zoned.message.result = {}), /result of zcc\/zones/],
  'a range that runs backwards': [(s) => (s.hovered.message.result.range = range(0, 6, 5)), /runs backwards/],
  'edits that overlap': [(s) => (s.formatted.message.result[1].range = range(0, 4, 7)), /edits overlap/],
  'tokens cut short': [(s) => s.coloured.message.result.data.pop(), /4 numbers/],
  'a token without a type': [(s) => (s.coloured.message.result.data[3] = 1), /has no type/],
  'an end without a beginning': [(s) => delete s.begun, /progress "t": end/],
  'what the client does not take': [(s) => (s.initialize.message.params.capabilities = {}), /nothing that this client takes/],
  'an encoding nobody offered': [(s) => (s.initialized.message.result.capabilities.positionEncoding = 'utf-32'), /did not offer/],
  'a version to come': [(s) => (s.published.message.params.version = 2), /diagnostics of version 2/],
  'a bad end': [(s) => (s.exited.exit = 1), /ended with 1/],
  'what is no message': [(s) => (s.early = { from: 'server', fault: 'no header' }), /no header/],
};

for (const [what, [plant, wanted]] of Object.entries(PLANTED)) {
  test(`finds ${what}`, () => {
    const lines = session();
    plant(lines);
    const found = faults(lines).filter((fault) => fault.from === 'server');
    assert.ok(found.some((fault) => wanted.test(fault.text)), JSON.stringify(found));
  });
}
