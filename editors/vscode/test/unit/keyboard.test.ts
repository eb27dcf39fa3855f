import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextInDirection } from '../../src/map/view/keyboard';

const at = (x: number, y: number): { x: number; y: number; width: number; height: number } => ({
  x,
  y,
  width: 100,
  height: 60,
});
const boxes = new Map([
  ['top', at(100, 0)],
  ['left', at(0, 100)],
  ['right', at(200, 100)],
  ['bottom', at(110, 200)],
]);

test('arrows go to what is straight ahead', () => {
  assert.equal(nextInDirection(boxes, 'left', 'right'), 'right');
  assert.equal(nextInDirection(boxes, 'right', 'left'), 'left');
  assert.equal(nextInDirection(boxes, 'top', 'down'), 'bottom');
  assert.equal(nextInDirection(boxes, 'bottom', 'up'), 'top');
  assert.equal(nextInDirection(boxes, 'top', 'up'), undefined);
  assert.equal(nextInDirection(boxes, 'nowhere', 'up'), undefined);
});
