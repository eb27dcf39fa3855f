import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family, Subject } from '../../src/protocol';
import {
  familySentence,
  findingsLine,
  levelsLine,
  standing,
  subjectSentence,
  subjectTitle,
  targetWord,
  worst,
} from '../../src/zones/words';

const family = (
  target: number | null,
  capable: number | null,
  achieved: number | null,
  compensated = achieved,
): Family => ({
  family: 'IAC',
  title: 'Identification and authentication control',
  target,
  capable,
  achieved,
  compensated,
  short: target !== null && (compensated ?? 4) < target,
});

const subject: Subject = {
  id: 'control.skid',
  kind: 'zone',
  title: null,
  untrusted: false,
  parent: 'control',
  joins: [],
  oneWay: false,
  location: {
    uri: 'file:///site.zc',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  },
  levels: [{ catalog: 'part_3_3', families: [family(3, 3, 1), family(2, 2, 2)] }],
  findings: [],
  components: [],
};

test('a family stands by what is to be done', () => {
  assert.equal(standing(family(2, 2, 2)), 'met');
  assert.equal(standing(family(2, 3, 1)), 'notEnabled');
  assert.equal(standing(family(2, 1, 1)), 'notCapable');
  assert.equal(standing(family(2, 1, 1, 2)), 'met');
  assert.equal(standing(family(null, 2, 1)), 'none');
  assert.equal(standing(family(0, 2, 1)), 'none');
  assert.equal(standing(family(2, null, null)), 'met');
  assert.equal(worst(['met', 'notCapable', 'none']), 'notCapable');
  assert.equal(worst([]), 'none');
});

test('levels are said in one line', () => {
  assert.equal(levelsLine(family(3, 2, 1)), 'T 3 · C 2 · A 1');
  assert.equal(levelsLine(family(3, null, null)), 'T 3 · C n/a · A n/a');
  assert.equal(levelsLine(family(3, 1, 1, 3)), 'T 3 · C 1 · A 1, 3 with countermeasures');
  assert.equal(familySentence(family(3, 2, 1)), 'IAC: achieves 1 of 3; what is there is capable of 2.');
  assert.equal(familySentence(family(2, null, null)), 'IAC: nothing of it applies, target 2.');
});

test('a reader hears all of a subject', () => {
  assert.equal(subjectTitle(subject), 'skid');
  assert.equal(
    subjectSentence(subject),
    'Zone skid, target SL 2 to 3 in part_3_3, short in IAC (1 of 3), no findings.',
  );
  const oneWay = {
    ...subject,
    kind: 'conduit' as const,
    joins: ['safety', 'control'],
    oneWay: true,
    levels: [],
  };
  assert.equal(subjectSentence(oneWay), 'Conduit skid, one way from safety to control, no findings.');
});

test('targets and findings are counted', () => {
  assert.equal(targetWord({ catalog: 'x', families: [] }), 'no target');
  assert.equal(targetWord({ catalog: 'x', families: [family(2, 2, 2), family(2, 2, 2)] }), 'SL 2');
  const gaps = ['unproven', 'not enabled', 'not capable'] as const;
  const findings = gaps.map((gap) => ({ gap })) as Subject['findings'];
  assert.equal(findingsLine({ findings }), '2 unmet · 1 unproven');
  assert.equal(findingsLine({ findings: [] }), '');
});
