// The item in the status bar: whether the server runs, and what it found.
import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Status } from './protocol';
import type { Server } from './server';
import { count } from './zones/words';

/** Shows the server's state for as long as it lives. */
export function showStatus(server: Server): Disposable {
  const item = window.createStatusBarItem('zcc.status', StatusBarAlignment.Left, 1);
  item.name = 'zcc';
  item.command = 'zcc.showMenu';
  const subscription = server.onStatus((status) => {
    item.text = `${ICONS[status.state]} ${statusText(status)}`;
    item.tooltip = tooltip(status);
    item.backgroundColor =
      status.state === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    item.accessibilityInformation = { label: `zcc: ${statusText(status)}`, role: 'button' };
    item.show();
  });
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}

const ICONS: Record<Status['state'], string> = {
  loading: '$(loading~spin)',
  ready: '$(shield)',
  broken: '$(error)',
  failed: '$(debug-disconnect)',
};

/** A few words of the state: `3 unmet · 2 unproven`. */
export function statusText(status: Status): string {
  switch (status.state) {
    case 'loading':
      return 'zcc';
    case 'failed':
      return 'zcc does not run';
    case 'broken':
      return count(status.errors, 'error');
    case 'ready': {
      const parts = [
        status.unmet > 0 ? `${status.unmet} unmet` : '',
        status.unproven > 0 ? `${status.unproven} unproven` : '',
      ].filter(Boolean);
      return parts.length > 0 ? parts.join(' · ') : 'no findings';
    }
  }
}

function tooltip(status: Status): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.isTrusted = {
    enabledCommands: ['zcc.showZoneMap', 'zcc.showServerLog', 'zcc.restartServer', 'zcc.zones.focus'],
  };
  if (status.message) {
    text.appendText(status.message);
    text.appendMarkdown('\n\n');
  }
  if (status.state === 'ready' || status.state === 'broken') {
    text.appendMarkdown(
      `${count(status.errors, 'error')}, ${count(status.warnings, 'warning')}, ${status.unmet} unmet, ${status.unproven} unproven\n\n`,
    );
    text.appendMarkdown('[Zones](command:zcc.zones.focus) · [Map](command:zcc.showZoneMap) · ');
  }
  text.appendMarkdown('[Log](command:zcc.showServerLog) · [Restart](command:zcc.restartServer)');
  return text;
}
