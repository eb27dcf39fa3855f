// The zone map's panel: its page, what it is told, and what it asks for.
import { randomBytes } from 'node:crypto';
import {
  commands,
  type Disposable,
  type ExtensionContext,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  window,
} from 'vscode';
import { openLocation } from '../locations';
import { CLIENT_COMMANDS } from '../protocol';
import type { ZonesStore } from '../zones/store';
import type { FromMap, ToMap } from './messages';

const VIEW_TYPE = 'zcc.map';

/** The one zone map of a window. */
export class ZoneMap implements Disposable {
  private panel: WebviewPanel | undefined;
  private isReady = false;
  private pending: ToMap[] = [];
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly context: ExtensionContext,
    private readonly store: ZonesStore,
  ) {
    this.subscriptions = [
      store.watch(() => this.panel?.visible ?? false),
      store.onChange(() => this.tellZones()),
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel) => {
          this.adopt(panel);
          return Promise.resolve();
        },
      }),
    ];
  }

  /** Shows the map, and selects a subject in it. */
  show(uri?: string, subject?: string): void {
    if (this.panel) {
      this.panel.reveal(undefined, false);
    } else {
      const column = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
      this.adopt(window.createWebviewPanel(VIEW_TYPE, 'Zone map', column));
    }
    if (uri !== undefined && subject !== undefined) {
      this.tell({ type: 'select', package: uri, subject });
    }
    this.store.refreshIfWatched();
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    this.panel?.dispose();
  }

  private adopt(panel: WebviewPanel): void {
    this.panel = panel;
    this.isReady = false;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [this.file('dist')] };
    panel.iconPath = { light: this.file('icons/map-light.svg'), dark: this.file('icons/map-dark.svg') };
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.pending = [];
    });
    panel.onDidChangeViewState(() => this.store.refreshIfWatched());
    webview.onDidReceiveMessage((message: FromMap) => this.receive(message));
    webview.html = this.page(webview);
    this.store.refreshIfWatched();
  }

  private async receive(message: FromMap): Promise<void> {
    switch (message.type) {
      case 'ready': {
        this.isReady = true;
        this.tellZones();
        const pending = this.pending;
        this.pending = [];
        pending.forEach((each) => this.tell(each));
        break;
      }
      case 'open':
        await openLocation(message.location, this.otherColumn());
        break;
      case 'explain':
        await commands.executeCommand(CLIENT_COMMANDS.explain, message);
        break;
      case 'failed':
        void window.showErrorMessage(`The zone map: ${message.message}`);
        break;
    }
  }

  /** The column beside the map, so that the source does not hide it. */
  private otherColumn(): ViewColumn {
    return this.panel?.viewColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
  }

  private tellZones(): void {
    if (this.isReady) {
      this.tell({ type: 'zones', packages: [...this.store.packages] });
    }
  }

  private tell(message: ToMap): void {
    if (this.isReady) {
      void this.panel?.webview.postMessage(message);
    } else {
      this.pending.push(message);
    }
  }

  private file(path: string): Uri {
    return Uri.joinPath(this.context.extensionUri, path);
  }

  private page(webview: Webview): string {
    const nonce = randomBytes(16).toString('base64');
    const script = webview.asWebviewUri(this.file('dist/map.js')).toString();
    const style = webview.asWebviewUri(this.file('dist/map.css')).toString();
    const policy = [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}'`,
      `style-src ${webview.cspSource}`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ].join('; ');
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Zone map</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
  }
}
