// The commands of the palette, of code lenses and of menus.
import {
  commands,
  type Diagnostic,
  type Disposable,
  env,
  languages,
  ProgressLocation,
  type QuickPickItem,
  SnippetString,
  Uri,
  window,
  workspace,
} from 'vscode';
import type * as lsp from 'vscode-languageserver-types';
import type { Explanations } from './explain';
import { openLocation, toLocation, toPosition } from './locations';
import type { ZoneMap } from './map/panel';
import { CLIENT_COMMANDS, type FindingReference, SERVER_COMMANDS, type TestResult } from './protocol';
import type { Server } from './server';
import { isDay, SECTION } from './settings';
import type { PlacedFinding, ZonesStore } from './zones/store';
import type { Row, ZonesTree } from './zones/tree';
import { subjectTitle } from './zones/words';

/** The parts that commands act on. */
export interface Parts {
  server: Server;
  store: ZonesStore;
  tree: ZonesTree;
  map: ZoneMap;
  explanations: Explanations;
}

/** Registers all commands. */
export function registerCommands(parts: Parts): Disposable[] {
  const { server, store, tree, map, explanations } = parts;
  const table: Record<string, (...args: never[]) => unknown> = {
    'zcc.newSite': newSite,
    'zcc.restartServer': () => server.restart(),
    'zcc.showServerLog': () => server.showLog(),
    'zcc.explainFinding': () => explainFinding(store, explanations),
    'zcc.showZoneMap': () => map.show(),
    'zcc.setAssessmentDate': setAssessmentDate,
    'zcc.runTestHere': () => runTestHere(server),
    'zcc.openCataloguePage': openCataloguePage,
    'zcc.showMenu': showMenu,
    'zcc.zones.refresh': () => store.refresh(),
    'zcc.zones.showShort': () => tree.show(true),
    'zcc.zones.showAll': () => tree.show(false),
    'zcc.zones.open': (place: lsp.Location | Row) => openRow(place),
    'zcc.zones.explain': (row: Row) =>
      row.kind === 'finding' &&
      explanations.open(
        { fingerprint: row.finding.fingerprint, uri: row.finding.location.uri },
        `${row.finding.clause} for ${row.subject.id}`,
      ),
    'zcc.zones.showInMap': (row: Row) => row.kind === 'subject' && map.show(row.package.uri, row.subject.id),
    [CLIENT_COMMANDS.showReferences]: (uri: string, position: lsp.Position, locations: lsp.Location[]) =>
      commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(uri),
        toPosition(position),
        locations.map(toLocation),
      ),
    [CLIENT_COMMANDS.explain]: async (finding: FindingReference) =>
      explanations.open(finding, await titleOf(finding, store)),
    [CLIENT_COMMANDS.showFindings]: (id: string, uri?: string) => tree.reveal(id, uri),
    [CLIENT_COMMANDS.runTest]: (test: { uri: string; name: string }) => runTest(server, test),
  };
  return Object.entries(table).map(([name, action]) => commands.registerCommand(name, action));
}

const NEW_SITE = `//! What the plant is, and what it is held against.

site \${1:plant} "\${2:My plant}" {
  assess: [part_3_3]
}

zone \${3:control} "\${4:Process control}" {
  target: SL \${5|1,2,3,4|}

  component \${6:panel} "\${7:Operator panel}" {
    kind: embedded_device
    interfaces: [ethernet, human_local]
    provides user_authentication { unique: true }
    offers session_lock
  }$0
}
`;

/** Writes a first site to fill in: into `site.zc` of the folder, so that the server judges it at once. */
async function newSite(): Promise<void> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
  const path = folder && Uri.joinPath(folder, 'site.zc');
  const isFree = path !== undefined && !(await exists(path));
  if (isFree) {
    await workspace.fs.writeFile(path, new Uint8Array());
  }
  const document = await (isFree
    ? workspace.openTextDocument(path)
    : workspace.openTextDocument({ language: 'zc' }));
  const editor = await window.showTextDocument(document);
  await editor.insertSnippet(new SnippetString(NEW_SITE));
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function openRow(place: lsp.Location | Row): Promise<void> {
  if (!('kind' in place)) {
    await openLocation(place);
  } else if (place.kind === 'subject') {
    await openLocation(place.subject.location);
  } else if (place.kind === 'finding') {
    await openLocation(place.finding.location);
  } else if (place.kind === 'component') {
    await openLocation(place.component.location);
  }
}

async function titleOf(finding: FindingReference, store: ZonesStore): Promise<string | undefined> {
  const placed = (await store.findings()).find((each) => each.finding.fingerprint === finding.fingerprint);
  return placed && proofTitle(placed);
}

function proofTitle({ finding, subject }: PlacedFinding): string {
  return `${finding.clause} for ${subject.id}`;
}

/** Explains the finding at the cursor, or one that is picked. */
async function explainFinding(store: ZonesStore, explanations: Explanations): Promise<void> {
  const all = await store.findings();
  const editor = window.activeTextEditor;
  const here = all.filter(({ finding }) => {
    const { uri, range } = toLocation(finding.location);
    return editor?.document.uri.toString() === uri.toString() && range.contains(editor.selection.active);
  });
  const offered = here.length > 0 ? here : all;
  if (offered.length === 0) {
    void window.showInformationMessage('There is no finding to explain.');
    return;
  }
  const picked =
    offered.length === 1
      ? offered[0]
      : (
          await window.showQuickPick(
            offered.map((placed) => ({
              label: placed.finding.clause,
              description: `${subjectTitle(placed.subject)} · ${placed.finding.gap}`,
              detail: placed.finding.title,
              placed,
            })),
            { title: 'Explain which finding?', matchOnDescription: true, matchOnDetail: true },
          )
        )?.placed;
  if (picked) {
    await explanations.open(
      { fingerprint: picked.finding.fingerprint, uri: picked.finding.location.uri },
      proofTitle(picked),
    );
  }
}

async function setAssessmentDate(): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  const day = await window.showInputBox({
    title: 'Assessment date',
    prompt: 'Waivers, evidence and certificates are judged on this day. Empty: today.',
    placeHolder: '2027-03-31',
    value: settings.get<string | null>('assessmentDate') ?? '',
    validateInput: (text) => (text === '' || isDay(text) ? undefined : 'A day is written as 2027-03-31.'),
  });
  if (day !== undefined) {
    await settings.update(
      'assessmentDate',
      day === '' ? undefined : day,
      workspace.workspaceFolders ? undefined : true,
    );
  }
}

async function runTest(server: Server, test: { uri: string; name: string }): Promise<void> {
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Running “${test.name}”` },
    (_, token) =>
      server.request<TestResult>(
        'workspace/executeCommand',
        { command: SERVER_COMMANDS.runTest, arguments: [test] },
        token,
      ),
  );
  if (!result) {
    void window.showErrorMessage(`“${test.name}” could not be run.`);
  }
}

/** Runs the test that the cursor is in, found by its head above. */
async function runTestHere(server: Server): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) {
    return;
  }
  for (let line = editor.selection.active.line; line >= 0; line -= 1) {
    const name = /^\s*test\s+"((?:[^"\\]|\\.)*)"/.exec(editor.document.lineAt(line).text)?.[1];
    if (name !== undefined) {
      await runTest(server, { uri: editor.document.uri.toString(), name });
      return;
    }
  }
  void window.showInformationMessage('The cursor is in no test.');
}

interface Page extends QuickPickItem {
  target: Uri;
}

/** Opens the page of what is underlined at the cursor, or of one that is picked. */
async function openCataloguePage(): Promise<void> {
  const editor = window.activeTextEditor;
  const here = editor
    ? languages
        .getDiagnostics(editor.document.uri)
        .filter((diagnostic) => diagnostic.range.contains(editor.selection.active))
    : [];
  const everywhere = languages.getDiagnostics().flatMap(([, diagnostics]) => diagnostics);
  let pages = pagesOf(here);
  if (pages.length === 0) {
    pages = pagesOf(everywhere);
  }
  if (pages.length === 0) {
    void window.showInformationMessage('Nothing is underlined that has a page.');
    return;
  }
  const picked =
    pages.length === 1
      ? pages[0]
      : await window.showQuickPick(pages, { title: 'Open which page?', matchOnDetail: true });
  if (picked?.target.scheme === 'file') {
    const isText = picked.target.path.endsWith('.md');
    await commands.executeCommand(isText ? 'markdown.showPreviewToSide' : 'vscode.open', picked.target);
  } else if (picked) {
    await env.openExternal(picked.target);
  }
}

function pagesOf(diagnostics: readonly Diagnostic[]): Page[] {
  const pages = new Map<string, Page>();
  for (const { source, code, message } of diagnostics) {
    if (source === 'zcc' && typeof code === 'object') {
      const label = String(code.value);
      pages.set(
        label,
        pages.get(label) ?? { label, detail: message.split('\n')[0] ?? '', target: code.target },
      );
    }
  }
  return [...pages.values()].sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
}

async function showMenu(): Promise<void> {
  const choices: (QuickPickItem & { command: string })[] = [
    { label: '$(list-tree) Zones', command: 'zcc.zones.focus' },
    { label: '$(type-hierarchy) Zone map', command: 'zcc.showZoneMap' },
    { label: '$(warning) Problems', command: 'workbench.actions.view.problems' },
    { label: '$(question) Explain a finding', command: 'zcc.explainFinding' },
    { label: '$(calendar) Set the assessment date', command: 'zcc.setAssessmentDate' },
    { label: '$(output) Show the server’s log', command: 'zcc.showServerLog' },
    { label: '$(debug-restart) Restart the server', command: 'zcc.restartServer' },
  ];
  const picked = await window.showQuickPick(choices, { title: 'zcc' });
  if (picked) {
    await commands.executeCommand(picked.command);
  }
}
