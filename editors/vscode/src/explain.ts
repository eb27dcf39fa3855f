// The proof of a verdict, as a document that can be read: `zcc-explain:`.
import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  workspace,
} from 'vscode';
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
    await commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const finding = JSON.parse(uri.query) as FindingReference;
    const explanation = await this.server.request<Explanation>(METHODS.explain, {
      ...(finding.uri ? { textDocument: { uri: finding.uri } } : {}),
      fingerprint: finding.fingerprint,
    });
    return explanation
      ? explanation.markdown
      : '# Nothing to explain\n\nThis finding is no more: the model has changed, or the server does not run.\n';
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }
}
