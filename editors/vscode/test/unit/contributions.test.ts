// What the manifest promises is there, and what is there is promised.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DECLARATION_WORDS } from '../../grammar/words.mjs';
import { CLIENT_COMMANDS } from '../../src/protocol';

interface Manifest {
  main: string;
  icon: string;
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    configuration: { properties: Record<string, { default: unknown }> };
    languages: { configuration: string; icon: Record<string, string> }[];
    semanticTokenTypes: { id: string; superType: string }[];
    walkthroughs: { steps: { media: { markdown?: string; image?: Record<string, string> } }[] }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;
const declared = new Set(contributes.commands.map(({ command }) => command));

test('every declaration has a snippet', () => {
  const snippets = JSON.parse(readFileSync('snippets/zc.json', 'utf8')) as Record<
    string,
    { prefix: string | string[] }
  >;
  const prefixes = new Set(Object.values(snippets).flatMap(({ prefix }) => prefix));
  assert.deepEqual(
    DECLARATION_WORDS.filter((word) => !prefixes.has(word)),
    [],
  );
});

test('every command that is declared is registered, and the other way about', () => {
  const source = readFileSync('src/commands.ts', 'utf8');
  const registered = new Set([...source.matchAll(/^ {4}'(zcc\.[\w.]+)':/gm)].map((match) => match[1]!));
  assert.deepEqual([...declared].sort(), [...registered].sort());
  for (const name of Object.keys(CLIENT_COMMANDS)) {
    assert.ok(source.includes(`[CLIENT_COMMANDS.${name}]`), name);
  }
});

test('menus name commands that are there', () => {
  for (const { command } of Object.values(contributes.menus).flat()) {
    assert.ok(declared.has(command), command);
  }
});

test('files that the manifest names are there', () => {
  const files = [
    manifest.icon,
    ...contributes.languages.flatMap(({ configuration, icon }) => [configuration, ...Object.values(icon)]),
    ...contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ media }) => [media.markdown ?? [], Object.values(media.image ?? {})].flat()),
    ),
  ];
  for (const file of files) {
    assert.ok(existsSync(file), file);
  }
});

test('a folder that is not trusted chooses no program', () => {
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
    'zcc.server.path',
    'zcc.server.arguments',
  ]);
});

test('every setting is in the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const name of Object.keys(contributes.configuration.properties)) {
    assert.ok(readme.includes(`\`${name}\``), name);
  }
});

test('the types of tokens have those of the contract above them', () => {
  const types = Object.fromEntries(
    contributes.semanticTokenTypes.map(({ id, superType }) => [id, superType]),
  );
  assert.deepEqual(types, {
    zone: 'namespace',
    conduit: 'namespace',
    channel: 'event',
    component: 'class',
    product: 'class',
    protocol: 'class',
    capability: 'interface',
    requirement: 'macro',
    level: 'enumMember',
    catalog: 'namespace',
  });
});
