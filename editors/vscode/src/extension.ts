// The extension begins and ends here.
import { type ExtensionContext, workspace } from 'vscode';
import { registerCommands } from './commands';
import { Explanations } from './explain';
import { ZoneMap } from './map/panel';
import { Server } from './server';
import { SECTION } from './settings';
import { showStatus } from './status';
import { ZonesStore } from './zones/store';
import { ZonesTree } from './zones/tree';

let server: Server | undefined;

/** Puts the parts together and starts the server, without waiting for it. */
export function activate(context: ExtensionContext): void {
  server = new Server(context);
  const store = new ZonesStore(server);
  const tree = new ZonesTree(store);
  const map = new ZoneMap(context, store);
  const explanations = new Explanations(server);
  const running = server;
  context.subscriptions.push(
    server,
    store,
    tree,
    map,
    explanations,
    showStatus(server),
    ...registerCommands({ server, store, tree, map, explanations }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${SECTION}.server`)) {
        void running.restart();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void running.restart()),
  );
  void server.restart();
}

/** Ends the server, and waits for it. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
