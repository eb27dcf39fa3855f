#!/usr/bin/env node
// Asks a server everything that the protocol lets one ask, all over the files of a site, and holds what was said against
// the protocol:
//
//     tour.mjs SERVER FOLDER TRACE
//
// Fails if the server breaks the protocol, ends otherwise than it should, or has nowhere an answer to a kind of question
// that it says it can answer.

import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { check } from './check.mjs';

const TEE = fileURLToPath(new URL('./tee.mjs', import.meta.url));

/** What a client says that can do all of it. */
const CAPABILITIES = {
  general: { positionEncodings: ['utf-8', 'utf-16'] },
  window: { workDoneProgress: true, showDocument: { support: true } },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true, resolveSupport: { properties: ['documentation'] } } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      dataSupport: true,
    },
    diagnostic: {},
    rename: { prepareSupport: true },
    semanticTokens: {
      requests: { full: { delta: true }, range: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
    },
  },
};

/** Questions about a place, with where the server says that it answers them. */
const AT_A_PLACE = {
  hover: 'hoverProvider',
  completion: 'completionProvider',
  definition: 'definitionProvider',
  declaration: 'declarationProvider',
  typeDefinition: 'typeDefinitionProvider',
  implementation: 'implementationProvider',
  references: 'referencesProvider',
  documentHighlight: 'documentHighlightProvider',
  signatureHelp: 'signatureHelpProvider',
  prepareRename: 'renameProvider',
  prepareCallHierarchy: 'callHierarchyProvider',
  linkedEditingRange: 'linkedEditingRangeProvider',
};

/** Questions about a whole document. */
const OF_A_DOCUMENT = {
  documentSymbol: 'documentSymbolProvider',
  foldingRange: 'foldingRangeProvider',
  documentLink: 'documentLinkProvider',
  codeLens: 'codeLensProvider',
  diagnostic: 'diagnosticProvider',
  'semanticTokens/full': 'semanticTokensProvider',
};

/** A client of the language server protocol that answers what it is asked with nothing. */
class Client {
  constructor(command) {
    this.process = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.waiting = new Map();
    this.heard = [];
    this.id = 0;
    this.closed = new Promise((resolve) => this.process.on('close', resolve));
    let rest = Buffer.alloc(0);
    this.process.stdout.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (;;) {
        const end = rest.indexOf('\r\n\r\n');
        const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/.exec(rest.toString('ascii', 0, end))?.[1]);
        if (!(rest.length >= end + 4 + length)) return;
        this.take(JSON.parse(rest.toString('utf8', end + 4, end + 4 + length)));
        rest = rest.subarray(end + 4 + length);
      }
    });
  }

  take(message) {
    if (message.method === undefined) {
      this.waiting.get(message.id)?.(message);
    } else if (message.id === undefined) {
      this.heard.push(message);
    } else {
      const settings = message.method === 'workspace/configuration';
      this.send({ id: message.id, result: settings ? message.params.items.map(() => null) : null });
    }
  }

  send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** The result of a request, `undefined` where the server answers with an error. */
  ask(method, params) {
    this.id += 1;
    const { id } = this;
    return new Promise((resolve) => {
      this.waiting.set(id, ({ result }) => resolve(result));
      this.send({ id, method, params });
    });
  }

  notify(method, params) {
    this.send({ method, params });
  }

  /** Waits until the server has said something that `wanted` likes. */
  async hears(wanted) {
    for (let tries = 0; tries < 600 && !this.heard.some(wanted); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function main([server, folder, trace]) {
  fs.rmSync(trace, { force: true });
  const client = new Client([TEE, trace, server, 'lsp']);
  const rootUri = pathToFileURL(path.resolve(folder)).href;
  const workspaceFolders = [{ uri: rootUri, name: path.basename(folder) }];
  const commands = ['explain', 'showReferences', 'showFindings', 'runTest'].map((name) => `zcc.client.${name}`);
  const { capabilities } = await client.ask('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders,
    capabilities: CAPABILITIES,
    initializationOptions: { commands },
  });
  client.notify('initialized', {});
  const answered = new Map();
  const note = (name, result) => {
    const some = Array.isArray(result) ? result.length > 0 : Boolean(result);
    answered.set(name, (answered.get(name) ?? 0) + (some ? 1 : 0));
  };
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.zc'));
  for (const name of files) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    await visit(client, `${rootUri}/${name}`, text, note);
  }
  await client.hears(({ method, params }) => method === 'zcc/status' && params.state === 'ready');
  const { packages } = await client.ask('zcc/zones', {});
  const findings = packages.flatMap(({ subjects }) => subjects).flatMap((subject) => subject.findings);
  note('zcc/zones', findings);
  for (const { fingerprint } of findings.slice(0, 5)) note('zcc/explain', await client.ask('zcc/explain', { fingerprint }));
  note('workspace/symbol', await client.ask('workspace/symbol', { query: 'a' }));
  note('workspace/diagnostic', await client.ask('workspace/diagnostic', { previousResultIds: [] }));
  await client.ask('shutdown');
  client.notify('exit');
  client.process.stdin.end();
  const code = await client.closed;

  const { messages, faults } = check(fs.readFileSync(trace, 'utf8'));
  for (const { line, from, text } of faults) console.log(`${trace}:${line}: ${from}: ${text}`);
  const promised = Object.entries({ ...AT_A_PLACE, ...OF_A_DOCUMENT }).filter(([, name]) => capabilities[name]);
  // Of some things there is none in every site.
  const rare = ['signatureHelp', 'linkedEditingRange', 'prepareCallHierarchy'];
  const silent = promised.map(([name]) => name).filter((name) => !answered.get(name) && !rare.includes(name));
  for (const name of silent) console.log(`no answer to any ${name}`);
  console.log([...answered].map(([name, count]) => `${name} ${count}`).join(', '));
  console.log(`${messages} messages of the server, ${faults.length} faults`);
  return code === 0 && faults.length === 0 && silent.length === 0 ? 0 : 1;
}

/** Asks everything about a document. */
async function visit(client, uri, text, note) {
  const textDocument = { uri };
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'zc', version: 1, text } });
  const lines = text.split('\n');
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: 0 } };
  for (const name of Object.keys(OF_A_DOCUMENT)) {
    const result = await client.ask(`textDocument/${name}`, { textDocument });
    note(name, result?.data ?? result?.items ?? result);
    if (name === 'codeLens') for (const lens of result ?? []) await client.ask('codeLens/resolve', lens);
  }
  for (const name of ['inlayHint', 'semanticTokens/range']) {
    note(name, await client.ask(`textDocument/${name}`, { textDocument, range: whole }));
  }
  const options = { tabSize: 2, insertSpaces: true };
  await client.ask('textDocument/formatting', { textDocument, options });
  await client.ask('textDocument/rangeFormatting', { textDocument, options, range: whole });
  for (const [line, content] of lines.entries()) {
    // The start of each word, on every second line.
    if (line % 2 === 1) continue;
    for (const { index } of content.matchAll(/\w+|$/g)) await stand(client, textDocument, { line, character: index }, note);
  }
}

/** Asks everything about a place. */
async function stand(client, textDocument, position, note) {
  for (const name of Object.keys(AT_A_PLACE)) {
    const context = name === 'references' ? { context: { includeDeclaration: true } } : {};
    const result = await client.ask(`textDocument/${name}`, { textDocument, position, ...context });
    note(name, result?.items ?? result);
    if (name === 'completion') {
      for (const item of (result?.items ?? result ?? []).slice(0, 2)) await client.ask('completionItem/resolve', item);
    }
    if (name === 'prepareCallHierarchy' && result?.[0]) {
      await client.ask('callHierarchy/incomingCalls', { item: result[0] });
      await client.ask('callHierarchy/outgoingCalls', { item: result[0] });
    }
    if (name === 'prepareRename' && result) {
      note('rename', await client.ask('textDocument/rename', { textDocument, position, newName: 'another' }));
    }
  }
  const range = { start: position, end: position };
  const actions = await client.ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
  note('codeAction', actions);
  for (const action of (actions ?? []).slice(0, 3)) {
    if (action.data !== undefined && !action.edit) await client.ask('codeAction/resolve', action);
  }
  note('selectionRange', await client.ask('textDocument/selectionRange', { textDocument, positions: [position] }));
}

process.exit(await main(process.argv.slice(2)));
