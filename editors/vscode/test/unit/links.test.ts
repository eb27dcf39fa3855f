import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksFrom } from '../../src/links';

test('links start at the folder, and climb out of it where they must', () => {
  const from = (link: string): string => linksFrom(`see [here](${link}).`, '/home/me/plant');
  assert.equal(from('file:///home/me/plant/zones.zc#L12,3'), 'see [here](/zones.zc#L12,3).');
  assert.equal(from('file:///home/me/plant/lines/a.zc'), 'see [here](/lines/a.zc).');
  assert.equal(from('file:///home/me/acme/plc.zc#L1'), 'see [here](/../acme/plc.zc#L1).');
  assert.equal(from('file:///var/cache/zcc/a%20b.zc#L1'), 'see [here](/../../../var/cache/zcc/a%20b.zc#L1).');
  assert.equal(from('https://example.org/file:///x'), 'see [here](https://example.org/file:///x).');
  assert.equal(linksFrom('[a](<file:///p/x.zc>) [b](file:///p/y.zc)', '/p'), '[a](/x.zc) [b](/y.zc)');
});

test('drives of Windows stay apart', () => {
  assert.equal(linksFrom('[a](file:///c:/p/x.zc)', '/c:/p'), '[a](/x.zc)');
  assert.equal(linksFrom('[a](file:///d:/p/x.zc)', '/c:/p'), '[a](file:///d:/p/x.zc)');
});
