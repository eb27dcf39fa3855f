// The language server's life: it is found, started, asked, started anew and ended.
import {
  type CancellationToken,
  commands,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  window,
  workspace,
} from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import { findServer } from './program';
import { CLIENT_COMMANDS, METHODS, type Status } from './protocol';
import { emptyIsNull, initializationOptions, SECTION } from './settings';
import { messageLog } from './trace';

const LOADING: Status = {
  state: 'loading',
  message: 'Starting',
  errors: 0,
  warnings: 0,
  unmet: 0,
  unproven: 0,
};

/** The server and the connection to it. */
export class Server implements Disposable {
  private readonly log: LogOutputChannel;
  private readonly messages: LogOutputChannel;
  private client: LanguageClient | undefined;
  /** Starts and stops follow one another, however fast they are asked for. */
  private turn: Promise<void> = Promise.resolve();
  private readonly zonesChanged = new EventEmitter<void>();
  private readonly statusChanged = new EventEmitter<Status>();

  /** Levels or findings may have changed. */
  readonly onZonesChanged = this.zonesChanged.event;
  /** The server is in another state. */
  readonly onStatus = this.statusChanged.event;

  constructor(private readonly context: ExtensionContext) {
    this.log = window.createOutputChannel('zcc', { log: true });
    this.messages = window.createOutputChannel('zcc: messages', { log: true });
  }

  /** Whether requests can be made. */
  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  /** Starts the server, after it has been stopped if it ran. Fails never; what is wrong becomes a status. */
  restart(): Promise<void> {
    this.turn = this.turn.then(async () => {
      await this.end();
      await this.begin();
    });
    return this.turn;
  }

  /** Ends the server. */
  stop(): Promise<void> {
    this.turn = this.turn.then(() => this.end());
    return this.turn;
  }

  /** Shows what the server has told. */
  showLog(): void {
    this.log.show(true);
  }

  /** Asks the server; `undefined` where it does not run or does not answer. */
  async request<Result>(
    method: string,
    params: unknown,
    token?: CancellationToken,
  ): Promise<Result | undefined> {
    if (!this.client || !this.isRunning) {
      return undefined;
    }
    try {
      return token
        ? await this.client.sendRequest<Result>(method, params, token)
        : await this.client.sendRequest<Result>(method, params);
    } catch (error) {
      this.log.error(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    void this.stop();
    this.zonesChanged.dispose();
    this.statusChanged.dispose();
    this.log.dispose();
    this.messages.dispose();
  }

  private async begin(): Promise<void> {
    if (!hasDisc()) {
      this.tell({
        ...LOADING,
        state: 'failed',
        message: 'The folder is on no disc, so the server cannot read it.',
      });
      return;
    }
    const settings = workspace.getConfiguration(SECTION);
    const found = findServer({
      setting: emptyIsNull(settings.get('server.path')) as string | null,
      extension: this.context.extensionPath,
      searchPath: process.env.PATH ?? '',
      windows: process.platform === 'win32',
    });
    if ('missing' in found) {
      this.log.error(found.missing);
      this.tell({ ...LOADING, state: 'failed', message: found.missing });
      return;
    }
    this.tell(LOADING);
    const extra = settings.get<string[]>('server.arguments', []);
    this.log.info(`Starting ${found.program} lsp ${extra.join(' ')} (from the ${found.from})`);
    this.client = this.makeClient(found.program, ['lsp', ...extra]);
    try {
      await this.client.start();
      await this.setRunning(true);
      this.zonesChanged.fire();
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      this.tell({ ...LOADING, state: 'failed', message: `The server did not start: ${String(error)}` });
    }
  }

  private makeClient(command: string, args: string[]): LanguageClient {
    const client = new LanguageClient(
      SECTION,
      'zcc',
      { command, args },
      {
        documentSelector: [
          { scheme: 'file', language: 'zc' },
          { scheme: 'untitled', language: 'zc' },
        ],
        initializationOptions,
        outputChannel: this.log,
        traceOutputChannel: messageLog(this.messages, this.context),
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        markdown: { supportThemeIcons: true, isTrusted: { enabledCommands: Object.values(CLIENT_COMMANDS) } },
        stdioOptions: {
          stdout: () => undefined,
          stderr: (input, log) => {
            input.setEncoding('utf8').on('data', (text: string) => log.info(text.trimEnd()));
          },
        },
      },
    );
    client.onNotification(METHODS.zonesChanged, () => this.zonesChanged.fire());
    client.onNotification(METHODS.status, (status: Status) => this.tell(status));
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped && this.client === client) {
        this.tell({ ...LOADING, state: 'failed', message: 'The server has stopped.' });
        void this.setRunning(false);
      }
    });
    return client;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (!client) {
      return;
    }
    await this.setRunning(false);
    try {
      if (client.needsStop()) {
        await client.stop(2_000);
      }
      await client.dispose();
    } catch (error) {
      this.log.warn(`The server did not end in order: ${String(error)}`);
    }
  }

  private tell(status: Status): void {
    void commands.executeCommand('setContext', 'zcc:failed', status.state === 'failed');
    this.statusChanged.fire(status);
  }

  private async setRunning(running: boolean): Promise<void> {
    await commands.executeCommand('setContext', 'zcc:running', running);
  }
}

/** In a virtual workspace no folder is on a disc. */
function hasDisc(): boolean {
  const folders = workspace.workspaceFolders ?? [];
  return folders.length === 0 || folders.some((folder) => folder.uri.scheme === 'file');
}
