// Things in rows, with lines between them: in which order they stand in their row, and where, left to right.
import { SPACE } from './types';

/** Something that takes up room in a row: a zone, a conduit, or a line on its way through. */
export interface Node {
  width: number;
  row: number;
  /** A line that passes through: it takes little room, and should run straight. */
  isLine: boolean;
  /** It stays at the left end of its row. */
  isFirst: boolean;
}

/** A line between two nodes of neighbouring rows, the upper one first. */
export type Link = readonly [upper: number, lower: number];

/** The graph, and the nodes of each row in order. */
export interface Rows {
  nodes: Node[];
  links: Link[];
  rows: number[][];
}

const SWEEPS = 12;

/** Makes a path of links from one node to another, with a node for the line in each row between. */
export function connect(graph: Rows, upper: number, lower: number): number[] {
  const path = [upper];
  const [first, last] = [graph.nodes[upper]?.row ?? 0, graph.nodes[lower]?.row ?? 0];
  for (let row = first + 1; row < last; row += 1) {
    path.push(addNode(graph, { width: 0, row, isLine: true, isFirst: false }));
  }
  path.push(lower);
  for (let at = 1; at < path.length; at += 1) {
    graph.links.push([path[at - 1] ?? upper, path[at] ?? lower]);
  }
  return path;
}

/** Adds a node to its row, and gives its number. */
export function addNode(graph: Rows, node: Node): number {
  const number = graph.nodes.push(node) - 1;
  while (graph.rows.length <= node.row) {
    graph.rows.push([]);
  }
  const row = graph.rows[node.row] ?? [];
  // Lines that pass through do so in the middle, until a better place is found.
  row.splice(node.isLine ? Math.ceil(row.length / 2) : row.length, 0, number);
  return number;
}

/** Orders each row so that few lines cross. Ties stay in the order in which they came. */
export function order(graph: Rows): void {
  const { above, below } = neighbours(graph);
  let best = graph.rows.map((row) => [...row]);
  let fewest = crossings(graph);
  const keepIfBetter = (): void => {
    const now = crossings(graph);
    if (now < fewest) {
      fewest = now;
      best = graph.rows.map((row) => [...row]);
    }
  };
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const down = sweep % 2 === 0;
    const rows = down ? graph.rows : [...graph.rows].reverse();
    for (const row of rows.slice(1)) {
      sortByNeighbours(graph, row, down ? above : below);
    }
    keepIfBetter();
    swapNeighbours(graph, above, below);
    keepIfBetter();
  }
  graph.rows = best;
}

function neighbours(graph: Rows): { above: number[][]; below: number[][] } {
  const above = graph.nodes.map((): number[] => []);
  const below = graph.nodes.map((): number[] => []);
  for (const [upper, lower] of graph.links) {
    below[upper]?.push(lower);
    above[lower]?.push(upper);
  }
  return { above, below };
}

function positions(graph: Rows): number[] {
  const position = new Array<number>(graph.nodes.length).fill(0);
  graph.rows.forEach((row) => row.forEach((node, at) => (position[node] = at)));
  return position;
}

function sortByNeighbours(graph: Rows, row: number[], towards: number[][]): void {
  const position = positions(graph);
  const key = new Map(
    row.map((node, at) => {
      const near = towards[node] ?? [];
      const middle = near.reduce((sum, one) => sum + (position[one] ?? 0), 0) / near.length;
      const spread = Math.max(1, (graph.rows[graph.nodes[near[0] ?? node]?.row ?? 0]?.length ?? 1) - 1);
      return [node, near.length > 0 ? middle / spread : at / Math.max(1, row.length - 1)] as const;
    }),
  );
  const before = new Map(row.map((node, at) => [node, at]));
  row.sort(
    (a, b) =>
      Number(graph.nodes[b]?.isFirst) - Number(graph.nodes[a]?.isFirst) ||
      (key.get(a) ?? 0) - (key.get(b) ?? 0) ||
      (before.get(a) ?? 0) - (before.get(b) ?? 0),
  );
}

/** Swaps neighbours in a row wherever that saves a crossing. */
function swapNeighbours(graph: Rows, above: number[][], below: number[][]): void {
  const position = positions(graph);
  const crossing = (left: number, right: number): number =>
    [above, below].reduce((sum, side) => {
      let count = 0;
      for (const one of side[left] ?? []) {
        for (const other of side[right] ?? []) {
          count += (position[one] ?? 0) > (position[other] ?? 0) ? 1 : 0;
        }
      }
      return sum + count;
    }, 0);
  for (const row of graph.rows) {
    for (let at = 0; at + 1 < row.length; at += 1) {
      const [left, right] = [row[at] ?? 0, row[at + 1] ?? 0];
      if (!graph.nodes[left]?.isFirst && crossing(left, right) > crossing(right, left)) {
        row[at] = right;
        row[at + 1] = left;
        position[right] = at;
        position[left] = at + 1;
      }
    }
  }
}

function crossings(graph: Rows): number {
  const position = positions(graph);
  const byRow = graph.rows.map((): [number, number][] => []);
  for (const [upper, lower] of graph.links) {
    byRow[graph.nodes[upper]?.row ?? 0]?.push([position[upper] ?? 0, position[lower] ?? 0]);
  }
  let count = 0;
  for (const links of byRow) {
    links.forEach(([upper, lower], at) => {
      for (const [otherUpper, otherLower] of links.slice(at + 1)) {
        count += (upper - otherUpper) * (lower - otherLower) < 0 ? 1 : 0;
      }
    });
  }
  return count;
}

/** The centre of each node, left to right, such that nothing touches and lines are as short as they can be. */
export function place(graph: Rows): number[] {
  const { above, below } = neighbours(graph);
  const centre = new Array<number>(graph.nodes.length).fill(0);
  for (const row of graph.rows) {
    const offsets = offsetsOf(graph, row);
    const middle = ((offsets[0] ?? 0) + (offsets.at(-1) ?? 0)) / 2;
    row.forEach((node, at) => (centre[node] = (offsets[at] ?? 0) - middle));
  }
  for (let sweep = 0; sweep < 2 * SWEEPS; sweep += 1) {
    const rows = sweep % 2 === 0 ? graph.rows : [...graph.rows].reverse();
    for (const row of rows) {
      const last = sweep >= 2 * SWEEPS - 2;
      const wanted = row.map((node) => {
        const near = last
          ? [...(above[node] ?? []), ...(below[node] ?? [])]
          : ((sweep % 2 === 0 ? above[node] : below[node]) ?? []);
        const all = near.length > 0 ? near : [...(above[node] ?? []), ...(below[node] ?? [])];
        return all.length > 0
          ? all.reduce((sum, one) => sum + (centre[one] ?? 0), 0) / all.length
          : (centre[node] ?? 0);
      });
      const weights = row.map((node) => (graph.nodes[node]?.isLine ? 4 : 1));
      const offsets = offsetsOf(graph, row);
      const bases = nearestIncreasing(
        wanted.map((one, at) => one - (offsets[at] ?? 0)),
        weights,
      );
      row.forEach((node, at) => (centre[node] = (bases[at] ?? 0) + (offsets[at] ?? 0)));
    }
  }
  return centre;
}

/** How far right of the first node of a row each one is at least. */
function offsetsOf(graph: Rows, row: readonly number[]): number[] {
  let at = 0;
  return row.map((number, index) => {
    const node = graph.nodes[number];
    const before = graph.nodes[row[index - 1] ?? -1];
    if (before && node) {
      const gap = before.isLine || node.isLine ? SPACE.line : SPACE.beside;
      at += before.width / 2 + gap + node.width / 2;
    }
    return at;
  });
}

/** The non-decreasing numbers that are nearest to the wanted ones, by weighted least squares. */
export function nearestIncreasing(wanted: readonly number[], weights: readonly number[]): number[] {
  const blocks: { sum: number; weight: number; length: number }[] = [];
  wanted.forEach((value, at) => {
    const weight = weights[at] ?? 1;
    let block = { sum: value * weight, weight, length: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight >= block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        length: last.length + block.length,
      };
    }
    blocks.push(block);
  });
  return blocks.flatMap((block) => new Array<number>(block.length).fill(block.sum / block.weight));
}
