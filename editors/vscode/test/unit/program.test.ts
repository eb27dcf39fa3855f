import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { findServer, type Places } from '../../src/program';

const places: Places = {
  setting: null,
  extension: '/extension',
  searchPath: ['/usr/bin', '/opt/bin'].join(delimiter),
  windows: false,
};
const only =
  (...programs: string[]) =>
  (path: string): boolean =>
    programs.includes(path);

test('what the settings name comes first, and nothing else is taken in its place', () => {
  const setting = { ...places, setting: '/my/zcc' };
  assert.deepEqual(findServer(setting, only('/my/zcc', '/extension/server/zcc')), {
    program: '/my/zcc',
    from: 'setting',
  });
  assert.deepEqual(findServer(setting, only('/extension/server/zcc')), {
    missing: '`zcc.server.path` names /my/zcc, and there is no such program.',
  });
});

test('a bare name is looked for on the search path, and ~ is the home folder', () => {
  assert.deepEqual(findServer({ ...places, setting: 'zcc-dev' }, only('/opt/bin/zcc-dev')), {
    program: '/opt/bin/zcc-dev',
    from: 'setting',
  });
  const home = `${homedir()}/zcc`;
  assert.deepEqual(findServer({ ...places, setting: '~/zcc' }, only(home)), {
    program: home,
    from: 'setting',
  });
});

test('without a setting the extension carries one, else the search path has one', () => {
  assert.deepEqual(findServer(places, only('/extension/server/zcc', '/opt/bin/zcc')), {
    program: '/extension/server/zcc',
    from: 'extension',
  });
  assert.deepEqual(findServer({ ...places, setting: ' ' }, only('/opt/bin/zcc')), {
    program: '/opt/bin/zcc',
    from: 'search path',
  });
  assert.ok('missing' in findServer(places, only()));
});

test('on Windows programs end in .exe', () => {
  const found = findServer({ ...places, windows: true }, only('/extension/server/zcc.exe'));
  assert.deepEqual(found, { program: '/extension/server/zcc.exe', from: 'extension' });
});
