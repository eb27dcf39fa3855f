// The log of messages. The client writes it only where the log's own level says so; here the setting says so.
import { EventEmitter, type ExtensionContext, LogLevel, type LogOutputChannel, workspace } from 'vscode';
import { SECTION } from './settings';

const SETTING = `${SECTION}.trace.server`;

/** A log that is open for traces exactly while the setting `zcc.trace.server` asks for them. */
export function messageLog(log: LogOutputChannel, context: ExtensionContext): LogOutputChannel {
  const changed = new EventEmitter<LogLevel>();
  const level = (): LogLevel =>
    workspace.getConfiguration().get<string>(SETTING, 'off') === 'off' ? LogLevel.Info : LogLevel.Trace;
  context.subscriptions.push(
    changed,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTING)) {
        changed.fire(level());
      }
    }),
  );
  return new Proxy(log, {
    get(target, property) {
      switch (property) {
        case 'logLevel':
          return level();
        case 'onDidChangeLogLevel':
          return changed.event;
        case 'trace':
          return (message: string, ...more: unknown[]) => target.info(message, ...more);
        default: {
          const value: unknown = Reflect.get(target, property, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        }
      }
    },
  });
}
