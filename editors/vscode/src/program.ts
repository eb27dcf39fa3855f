// Which program is the server.
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where to look for the server. */
export interface Places {
  /** The setting `zcc.server.path`. */
  setting: string | null;
  /** The folder of this extension. */
  extension: string;
  /** The search path of the environment. */
  searchPath: string;
  /** Whether the system is Windows, where programs end in `.exe`. */
  windows: boolean;
}

/** The server's program, or the reason why there is none. */
export type Found = { program: string; from: 'setting' | 'extension' | 'search path' } | { missing: string };

/** Finds the server: what the settings name, else what the extension carries, else `zcc` on the search path. */
export function findServer(places: Places, isProgram: (path: string) => boolean = isFile): Found {
  const name = places.windows ? 'zcc.exe' : 'zcc';
  const wanted = places.setting?.trim();
  if (wanted) {
    const path = wanted.startsWith('~/') ? join(homedir(), wanted.slice(2)) : wanted;
    const found = isAbsolute(path) || path.includes('/') ? path : onSearchPath(places, path, isProgram);
    return found !== undefined && isProgram(found)
      ? { program: found, from: 'setting' }
      : { missing: `\`zcc.server.path\` names ${wanted}, and there is no such program.` };
  }
  const carried = join(places.extension, 'server', name);
  if (isProgram(carried)) {
    return { program: carried, from: 'extension' };
  }
  const found = onSearchPath(places, name, isProgram);
  return found === undefined
    ? {
        missing:
          'This build of the extension carries no server, and there is no `zcc` on the search path. Install zcc, or set `zcc.server.path`.',
      }
    : { program: found, from: 'search path' };
}

function onSearchPath(
  places: Places,
  name: string,
  isProgram: (path: string) => boolean,
): string | undefined {
  return places.searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
