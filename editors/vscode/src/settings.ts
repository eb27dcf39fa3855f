// The settings of the section `zcc`, as the server takes them.
import { workspace } from 'vscode';
import { CLIENT_COMMANDS } from './protocol';

/** The section of the settings. */
export const SECTION = 'zcc';

const FOR_THE_SERVER = [
  'assessmentDate',
  'inlayHints.levels',
  'inlayHints.capable',
  'inlayHints.types',
  'codeLenses.enable',
  'diagnostics.findings',
  'log.level',
] as const;

/** What is sent at the start: the settings, and which commands of this extension the server may use. */
export function initializationOptions(): Record<string, unknown> {
  const settings = workspace.getConfiguration(SECTION);
  const options: Record<string, unknown> = {};
  for (const name of FOR_THE_SERVER) {
    let place = options;
    const path = name.split('.');
    for (const part of path.slice(0, -1)) {
      place = (place[part] ??= {}) as Record<string, unknown>;
    }
    place[path.at(-1) ?? name] = emptyIsNull(settings.get(name));
  }
  return { ...options, commands: Object.values(CLIENT_COMMANDS) };
}

/** An empty text in the settings' form means that nothing is set. */
export function emptyIsNull(value: unknown): unknown {
  return value === '' || value === undefined ? null : value;
}

/** A valid day of the calendar, written as 2027-03-31. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return false;
  }
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
