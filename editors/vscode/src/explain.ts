// The proof of a verdict, as a document that can be read: `zcc-explain:`.
import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { linksFrom } from './links';
import { METHODS, type Explanation, type FindingReference } from './protocol';
import type { Server } from './server';

/** The scheme of these documents. */
export const EXPLAIN_SCHEME = 'zcc-explain';

/** Makes the documents, and anew when verdicts have changed. */
export class Explanations implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly subscriptions: Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.subscriptions = [
      this.changed,
      workspace.registerTextDocumentContentProvider(EXPLAIN_SCHEME, this),
      server.onZonesChanged(() => {
        for (const document of workspace.textDocuments) {
          if (document.uri.scheme === EXPLAIN_SCHEME) {
            this.changed.fire(document.uri);
          }
        }
      }),
    ];
  }

  /** Opens the proof of a finding in the preview of Markdown. `name` becomes the title of its tab. */
  async open(finding: FindingReference, name = 'Explanation'): Promise<void> {
    const uri = Uri.from({
      scheme: EXPLAIN_SCHEME,
      path: `/${name.replaceAll('/', ' ')}`,
      query: JSON.stringify(finding),
    });
    if (folder() === undefined) {
      // Only an editor follows links to files where no folder is open.
      await window.showTextDocument(await workspace.openTextDocument(uri), ViewColumn.Beside);
      return;
    }
    const column = window.tabGroups.activeTabGroup.viewColumn;
    // Beside the source; from there on in the same column, map and proofs in tabs.
    const show = column === ViewColumn.One ? 'markdown.showPreviewToSide' : 'markdown.showPreview';
    await commands.executeCommand(show, uri);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const finding = JSON.parse(uri.query) as FindingReference;
    const explanation = await this.server.request<Explanation>(METHODS.explain, {
      ...(finding.uri ? { textDocument: { uri: finding.uri } } : {}),
      fingerprint: finding.fingerprint,
    });
    const root = folder();
    return explanation
      ? root === undefined
        ? explanation.markdown
        : linksFrom(explanation.markdown, root)
      : '# Nothing to explain\n\nThis finding is no more: the model has changed, or the server does not run.\n';
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }
}

/** The first folder of the workspace, where the preview's links start. */
function folder(): string | undefined {
  return workspace.workspaceFolders?.[0]?.uri.path;
}
