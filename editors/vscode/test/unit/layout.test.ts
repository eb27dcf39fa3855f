import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { layOut } from '../../src/map/layout/layout';
import { conduitRow, ranks, wrap } from '../../src/map/layout/rank';
import { nearestIncreasing } from '../../src/map/layout/rows';
import type { Box, ConduitInput, Layout, ZoneInput } from '../../src/map/layout/types';
import type { Package, ZonesResult } from '../../src/protocol';
import { plant } from '../fixtures/plant.mjs';

const works = (JSON.parse(readFileSync('test/fixtures/water-treatment.json', 'utf8')) as ZonesResult)
  .packages[0]!;

function inputs(one: Package): [ZoneInput[], ConduitInput[]] {
  const zones = one.subjects.filter(({ kind }) => kind === 'zone');
  const conduits = one.subjects.filter(({ kind }) => kind === 'conduit');
  return [
    zones.map(({ id, parent, untrusted }) => ({ id, parent, untrusted, head: { width: 262, height: 120 } })),
    conduits.map(({ id, joins }) => ({ id, joins, size: { width: 237, height: 60 } })),
  ];
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** What must hold of every map. */
function holds(one: Package, layout: Layout): void {
  const [zones, conduits] = inputs(one);
  const map: Box = { x: 0, y: 0, width: layout.width, height: layout.height };
  const boxes = [...layout.zones, ...layout.conduits];
  assert.equal(boxes.length, zones.length + conduits.length);
  const parents = new Map(zones.map(({ id, parent }) => [id, parent]));
  const isWithin = (id: string, other: string): boolean => {
    for (let at: string | null | undefined = parents.get(id); at; at = parents.get(at)) {
      if (at === other) {
        return true;
      }
    }
    return false;
  };
  for (const [id, box] of boxes) {
    assert.ok(contains(map, box), `${id} is on the map`);
    const parent = parents.get(id);
    if (parent) {
      assert.ok(contains(layout.zones.get(parent)!, box), `${id} is in ${parent}`);
      assert.ok(!overlap(layout.heads.get(parent)!, box), `${id} leaves the writing of ${parent} free`);
    }
  }
  boxes.forEach(([id, box], at) => {
    for (const [other, otherBox] of boxes.slice(at + 1)) {
      const nested = isWithin(id, other) || isWithin(other, id);
      const isInside = contains(box, otherBox) || contains(otherBox, box);
      assert.ok(nested || isInside || !overlap(box, otherBox), `${id} and ${other} stand apart`);
    }
  });
  for (const conduit of conduits) {
    for (const zone of conduit.joins) {
      const line = layout.lines.find((each) => each.conduit === conduit.id && each.zone === zone);
      assert.ok(line, `a line from ${conduit.id} to ${zone}`);
      const last = line.points.at(-1)!;
      const end = layout.zones.get(zone)!;
      const head = layout.heads.get(zone)!;
      assert.ok(last.x >= end.x && last.x <= end.x + end.width, `${conduit.id} ends at ${zone}`);
      const edges = [end.y, end.y + end.height, head.y + head.height];
      assert.ok(
        edges.some((edge) => Math.abs(edge - last.y) < 1),
        `${conduit.id} ends at an edge of ${zone}: ${last.y} of ${edges.join(', ')}`,
      );
    }
  }
}

test('zones stand as far down as they are from what is untrusted', () => {
  const layout = layOut(...inputs(works));
  holds(works, layout);
  const y = (zone: string): number => layout.zones.get(zone)!.y;
  assert.ok(y('enterprise') < y('dmz'));
  assert.ok(y('dmz') < y('control'));
  assert.equal(y('control'), y('remote_access'));
  assert.ok(y('control') < y('safety'));
});

test('the same input gives the same map', () => {
  const once = layOut(...inputs(plant(40)));
  const again = layOut(...inputs(plant(40)));
  assert.deepEqual([...once.zones], [...again.zones]);
  assert.deepEqual(once.lines, again.lines);
});

for (const size of [1, 2, 3, 5, 8, 13, 21, 30, 40, 80]) {
  test(`${size} zones stand apart, each in its own, with all lines`, () => {
    const one = plant(size);
    holds(one, layOut(...inputs(one)));
  });
}

test('a large map has about the shape of its panel', () => {
  const { width, height } = layOut(...inputs(plant(40)));
  assert.ok(width / height > 0.7 && width / height < 2.6, `${width} by ${height}`);
});

test('a conduit that names what is not there, or its own zone twice, is drawn all the same', () => {
  const head = { width: 200, height: 100 };
  const layout = layOut(
    [{ id: 'a', parent: null, untrusted: false, head }],
    [
      { id: 'lost', joins: ['nowhere'], size: head },
      { id: 'half', joins: ['a', 'nowhere'], size: head },
      { id: 'twice', joins: ['a', 'a'], size: head },
    ],
  );
  assert.equal(layout.conduits.size, 3);
  assert.deepEqual(
    layout.lines.map(({ conduit, zone }) => [conduit, zone]),
    [
      ['half', 'a'],
      ['twice', 'a'],
    ],
  );
});

test('parents that run in a circle end', () => {
  const head = { width: 200, height: 100 };
  const zones = [
    { id: 'a', parent: 'b', untrusted: false, head },
    { id: 'b', parent: 'a', untrusted: false, head },
  ];
  assert.ok(layOut(zones, []).width > 0);
});

test('an empty map has a size', () => {
  assert.ok(layOut([], []).width > 0);
});

test('a layer is broken where it is too wide, and what leads farther down stands lowest', () => {
  assert.deepEqual(
    ranks({
      zones: 4,
      sources: new Set([0]),
      conduits: [
        [0, 1],
        [0, 2],
        [1, 3],
      ],
    }),
    [0, 1, 1, 2],
  );
  assert.deepEqual(
    wrap(
      [0, 1, 1, 2],
      [10, 10, 10, 10],
      [
        [0, 1],
        [0, 2],
        [1, 3],
      ],
      10,
    ),
    [0, 2, 1, 3],
  );
});

test('a conduit stands between what it joins', () => {
  assert.equal(conduitRow([0, 1]), 1);
  assert.equal(conduitRow([2, 2]), 5);
  assert.equal(conduitRow([0, 0, 1]), 1);
  assert.equal(conduitRow([0, 3]), 5);
});

test('numbers are made to increase as little as can be', () => {
  assert.deepEqual(nearestIncreasing([1, 2, 3], [1, 1, 1]), [1, 2, 3]);
  assert.deepEqual(nearestIncreasing([3, 1], [1, 1]), [2, 2]);
  assert.deepEqual(nearestIncreasing([3, 1], [1, 3]), [1.5, 1.5]);
});
