// Derives a strict JSON Schema of every message of the language server protocol from the protocol's own types, as npm's
// `vscode-languageserver-protocol` declares them. What it finds is kept beside the packages it was made from.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const HERE = path.dirname(fileURLToPath(import.meta.url));
const PROTOCOL = path.join(HERE, 'node_modules/vscode-languageserver-protocol');
const TYPES = path.join(PROTOCOL, 'lib/common');
const CACHE = path.join(HERE, 'node_modules/.cache/zcc-lsp-schema.json');

/** Numbers and addresses are narrower than TypeScript can say. */
const ALIASES = {
  integer: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  uinteger: { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 },
  URI: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' },
  DocumentUri: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' },
};

/** The messages of the base protocol, which have no types of their own there. */
const TOKEN = { anyOf: [ALIASES.integer, { type: 'string' }] };
const BASE = {
  '$/cancelRequest': object({ id: TOKEN }, ['id'], 'both'),
  '$/progress': object({ token: TOKEN, value: {} }, ['token', 'value'], 'both'),
  '$/setTrace': object({ value: { enum: ['off', 'messages', 'verbose'] } }, ['value'], 'clientToServer'),
  '$/logTrace': object({ message: { type: 'string' }, verbose: { type: 'string' } }, ['message'], 'serverToClient'),
};

function object(properties, required, direction) {
  return { direction, request: false, params: { type: 'object', properties, required, additionalProperties: false } };
}

/**
 * The schema of the protocol.
 *
 * @returns {{ definitions: object, methods: Record<string, { request: boolean, direction: string, params: object | null,
 *   result: object | null }> }}
 */
export function protocolSchema() {
  const version = JSON.parse(fs.readFileSync(path.join(PROTOCOL, 'package.json'), 'utf8')).version;
  const stamp = `${version} ${fs.statSync(fileURLToPath(import.meta.url)).mtimeMs}`;
  if (fs.existsSync(CACHE)) {
    const kept = JSON.parse(fs.readFileSync(CACHE, 'utf8'));
    if (kept.stamp === stamp) return kept;
  }
  const schema = { stamp, ...derive() };
  fs.mkdirSync(path.dirname(CACHE), { recursive: true });
  fs.writeFileSync(CACHE, JSON.stringify(schema));
  return schema;
}

function derive() {
  const ts = require('typescript');
  const messages = declaredMessages(ts);
  const names = new Set();
  const lines = [];
  for (const message of messages.values()) {
    for (const part of ['params', 'result']) {
      const type = message.types[part];
      if (!type || type.getText() === 'void') continue;
      collectNames(ts, type, names);
      lines.push(`  ${JSON.stringify(`${message.method} ${part}`)}: ${type.getText()};`);
    }
  }
  const file = path.join(HERE, 'node_modules/.cache/messages.ts');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(
    file,
    `import type { ${[...names].sort().join(', ')} } from 'vscode-languageserver-protocol';\n` +
      `export interface Messages {\n${lines.join('\n')}\n}\n`,
  );
  const config = path.join(path.dirname(file), 'tsconfig.json');
  const compilerOptions = { strict: true, module: 'node16', moduleResolution: 'node16', target: 'es2022', types: [] };
  fs.writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: [file] }));

  const { createGenerator } = require('ts-json-schema-generator');
  const generator = createGenerator({
    path: file,
    tsconfig: config,
    type: 'Messages',
    expose: 'all',
    topRef: false,
    skipTypeCheck: true,
    additionalProperties: false,
  });
  const { definitions, properties } = generator.createSchema('Messages');
  for (const [name, alias] of Object.entries(ALIASES)) {
    if (!definitions[name]) throw new Error(`the protocol's types have no \`${name}\``);
    definitions[name] = alias;
  }
  const methods = { ...BASE };
  for (const { method, request, direction } of messages.values()) {
    methods[method] = {
      request,
      direction,
      params: properties[`${method} params`] ?? null,
      result: request ? properties[`${method} result`] ?? { type: 'null' } : null,
    };
  }
  return plain({ definitions, methods });
}

/** Every message with its types: what it is called and which way it goes is known at run time, its types only before. */
function declaredMessages(ts) {
  const found = new Map();
  const running = require('vscode-languageserver-protocol/node');
  for (const [name, value] of Object.entries(running)) {
    if (value?.type?.method && value.messageDirection && !BASE[value.type.method]) {
      const request = /Request/.test(value.type.constructor.name);
      found.set(name, { method: value.type.method, direction: value.messageDirection, request, types: {} });
    }
  }
  const visit = (node) => {
    if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body) && found.has(node.name.text)) {
      const message = found.get(node.name.text);
      for (const declaration of node.body.statements.filter(ts.isVariableStatement).flatMap((s) => [...s.declarationList.declarations])) {
        if (declaration.name.text !== 'type' || !declaration.type?.typeArguments) continue;
        const [first, second] = declaration.type.typeArguments;
        const bare = declaration.type.typeName.getText().endsWith('0');
        message.types = bare ? { result: first } : { params: first, result: second };
        message.typed = true;
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const name of fs.readdirSync(TYPES).filter((name) => /^protocol.*\.d\.ts$/.test(name))) {
    const text = fs.readFileSync(path.join(TYPES, name), 'utf8');
    visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  }
  for (const [name, message] of found) {
    if (!message.typed) throw new Error(`no types of ${name} were found`);
  }
  return found;
}

function collectNames(ts, type, names) {
  const builtin = new Set(['Array', 'Record']);
  const visit = (node) => {
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText().split('.')[0];
      if (!builtin.has(name)) names.add(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(type);
}

/** Names of definitions without signs that a reference would have to escape. */
function plain({ definitions, methods }) {
  const rename = (name) => decodeURIComponent(name).replace(/\W/g, '_');
  const text = JSON.stringify({ definitions, methods }).replace(
    /"#\/definitions\/([^"]+)"/g,
    (_, name) => `"protocol#/definitions/${rename(name)}"`,
  );
  const schema = JSON.parse(text);
  schema.definitions = Object.fromEntries(Object.entries(schema.definitions).map(([name, value]) => [rename(name), value]));
  return schema;
}
