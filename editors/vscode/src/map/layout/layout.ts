// Lays out zones and conduits: nested boxes in layers, outermost first.
//
// Within a zone, or on the whole map, zones stand in the even rows and conduits between them in the odd ones. A conduit
// is placed in the innermost zone that has all its ends. Where an end is nested deeper, its line enters the box in
// between through a port at the upper or lower edge, and goes on within.
import { conduitRow, ranks, wrap } from './rank';
import { addNode, connect, order, place, type Rows } from './rows';
import {
  type Box,
  type ConduitInput,
  type Layout,
  type Line,
  type Point,
  SPACE,
  type ZoneInput,
} from './types';

/** A line that enters a zone on its way to one nested in it. */
interface Port {
  conduit: string;
  zone: string;
  side: 'above' | 'below';
}

/** What is laid out within one zone, by its own upper left corner. */
interface Inside {
  width: number;
  height: number;
  layout: Layout;
  /** Where the lines of the ports enter, in the order of the ports, and how they go on. */
  ports: Line[];
}

interface Tree {
  zones: Map<string, ZoneInput>;
  spread: number;
  children: Map<string | null, ZoneInput[]>;
  ancestors: Map<string, (string | null)[]>;
  conduits: Map<string | null, ConduitInput[]>;
}

/** How wide a layer may be before it is broken: the share of a square that holds all zones. Whole layers come first. */
const SPREADS = [Infinity, 2, 1.5, 1.2, 1, 0.8, 0.65];

/** The room that a map usually has. */
const ASPECT = 4 / 3;

/** A broken layer says less, so it has to make the map this much larger to see. */
const WORTH_BREAKING = 0.9;

/** Lays out a map. The same input gives the same output, to the last digit. */
export function layOut(zones: readonly ZoneInput[], conduits: readonly ConduitInput[]): Layout {
  const extent = ({ width, height }: Inside): number => Math.max(width / ASPECT, height);
  let best: Inside | undefined;
  for (const spread of SPREADS) {
    const tree = makeTree(zones, conduits, spread);
    const inside = arrange(tree, null, []);
    if (!best || extent(inside) < WORTH_BREAKING * extent(best)) {
      best = inside;
    }
  }
  const { width, height, layout } = best ?? arrange(makeTree([], [], 1), null, []);
  return {
    ...translate(layout, SPACE.margin, SPACE.margin),
    width: Math.ceil(width + 2 * SPACE.margin),
    height: Math.ceil(height + 2 * SPACE.margin),
  };
}

function makeTree(zones: readonly ZoneInput[], conduits: readonly ConduitInput[], spread: number): Tree {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const children = new Map<string | null, ZoneInput[]>();
  const ancestors = new Map<string, (string | null)[]>();
  for (const zone of zones) {
    const chain: (string | null)[] = [];
    for (let at: string | null = zone.id; at !== null && !chain.includes(at);) {
      chain.push(at);
      const parent: string | null = byId.get(at)?.parent ?? null;
      at = parent !== null && byId.has(parent) ? parent : null;
    }
    ancestors.set(zone.id, [...chain, null]);
    const parent = chain[1] ?? null;
    children.set(parent, [...(children.get(parent) ?? []), zone]);
  }
  const homes = new Map<string | null, ConduitInput[]>();
  for (const conduit of conduits) {
    const joins = [...new Set(conduit.joins)].filter((zone) => byId.has(zone));
    const chains = joins.map((zone) => ancestors.get(zone) ?? [null]);
    const shared = (chains[0] ?? [null]).filter((zone) => chains.every((chain) => chain.includes(zone)));
    // A zone that is joined with nothing else is no home of its own conduit.
    const home = (joins.length > 1 ? shared[0] : shared[1]) ?? null;
    homes.set(home, [...(homes.get(home) ?? []), { ...conduit, joins }]);
  }
  return { zones: byId, spread, children, ancestors, conduits: homes };
}

/** The child of `home` that is, or has in it, the zone; `null` where it is `home` itself. */
function childOf(tree: Tree, home: string | null, zone: string): string | null {
  const chain = tree.ancestors.get(zone) ?? [];
  const at = chain.indexOf(home);
  return at > 0 ? (chain[at - 1] ?? null) : null;
}

interface Level {
  tree: Tree;
  home: string | null;
  children: ZoneInput[];
  conduits: ConduitInput[];
  ports: readonly Port[];
  /** The layer of each child. */
  layers: number[];
  /** Whether the writing of the zone itself takes the first row. */
  hasHead: boolean;
}

function makeLevel(tree: Tree, home: string | null, ports: readonly Port[]): Level {
  const children = tree.children.get(home) ?? [];
  const conduits = tree.conduits.get(home) ?? [];
  const hasHead = home !== null;
  const index = new Map(children.map((zone, at) => [zone.id, at]));
  const ends = (conduit: ConduitInput): number[] =>
    conduit.joins.flatMap((zone) => {
      const child = childOf(tree, home, zone);
      return child === null ? [] : [index.get(child) ?? 0];
    });
  const entered = conduits.filter((conduit) => conduit.joins.includes(home ?? '')).flatMap(ends);
  const fromAbove = ports.filter((port) => port.side === 'above').map((port) => port.zone);
  const sources = new Set([
    ...children.flatMap((zone, at) => (zone.untrusted ? [at] : [])),
    ...entered,
    ...fromAbove.flatMap((zone) => index.get(childOf(tree, home, zone) ?? '') ?? []),
  ]);
  const joins = conduits.map(ends);
  const rank = ranks({ zones: children.length, sources, conduits: joins });
  const widths = children.map((zone) => estimate(tree, zone).width + SPACE.beside);
  const area = children.reduce((sum, zone) => {
    const size = estimate(tree, zone);
    return sum + (size.width + SPACE.beside) * (size.height + 3 * SPACE.rows);
  }, 0);
  const widest = Math.max(2.2 * Math.max(0, ...widths), Math.sqrt(area) * tree.spread);
  return { tree, home, children, conduits, ports, layers: wrap(rank, widths, joins, widest), hasHead };
}

/** About how large a zone will be, before its ports are known. */
function estimate(tree: Tree, zone: ZoneInput): { width: number; height: number } {
  const nested = (tree.children.get(zone.id) ?? []).map((child) => estimate(tree, child));
  if (nested.length === 0) {
    return zone.head;
  }
  const columns = Math.ceil(Math.sqrt(nested.length));
  const widest = Math.max(...nested.map((size) => size.width + SPACE.beside));
  const highest = Math.max(...nested.map((size) => size.height + 2 * SPACE.rows));
  return {
    width: Math.max(zone.head.width, columns * widest) + 2 * SPACE.inside,
    height: zone.head.height + Math.ceil(nested.length / columns) * highest + 2 * SPACE.inside,
  };
}

/** Lays out all that is within a zone, or on the map. */
function arrange(tree: Tree, home: string | null, ports: readonly Port[]): Inside {
  const level = makeLevel(tree, home, ports);
  const first = level.hasHead ? 1 : 0;
  const rowOfChild = (at: number): number => 2 * ((level.layers[at] ?? 0) + first);
  const index = new Map(level.children.map((zone, at) => [zone.id, at]));

  // Which way lines enter the children is known from the rows, so their insides can be laid out first.
  const rowOfConduit = new Map<string, number>();
  for (const conduit of level.conduits) {
    const layers = conduit.joins.map((zone) => {
      const child = childOf(tree, home, zone);
      return child === null ? 0 : (level.layers[index.get(child) ?? 0] ?? 0) + first;
    });
    rowOfConduit.set(conduit.id, layers.length > 0 ? conduitRow(layers) : 2 * first + 1);
  }
  const portsOf = new Map<string, Port[]>();
  const enter = (conduit: string, zone: string, side: Port['side']): void => {
    const child = childOf(tree, home, zone);
    if (child !== null && child !== zone) {
      portsOf.set(child, [...(portsOf.get(child) ?? []), { conduit, zone, side }]);
    }
  };
  for (const conduit of level.conduits) {
    for (const zone of conduit.joins) {
      const at = index.get(childOf(tree, home, zone) ?? '');
      if (at !== undefined) {
        enter(conduit.id, zone, (rowOfConduit.get(conduit.id) ?? 0) < rowOfChild(at) ? 'above' : 'below');
      }
    }
  }
  ports.forEach((port) => enter(port.conduit, port.zone, port.side));
  const insides = level.children.map((zone) => box(tree, zone, portsOf.get(zone.id) ?? []));
  return assemble(level, insides, rowOfChild, rowOfConduit, portsOf);
}

/** A zone with all that is in it. */
function box(tree: Tree, zone: ZoneInput, ports: readonly Port[]): Inside {
  if ((tree.children.get(zone.id) ?? []).length > 0) {
    return arrange(tree, zone.id, ports);
  }
  const { width, height } = zone.head;
  const heads = new Map([[zone.id, { x: 0, y: 0, width, height }]]);
  const layout = {
    width,
    height,
    zones: new Map<string, Box>(),
    heads,
    conduits: new Map<string, Box>(),
    lines: [],
  };
  return { width, height, layout, ports: [] };
}

function assemble(
  level: Level,
  insides: readonly Inside[],
  rowOfChild: (at: number) => number,
  rowOfConduit: ReadonlyMap<string, number>,
  portsOf: ReadonlyMap<string, readonly Port[]>,
): Inside {
  const { tree, home, children, conduits, ports } = level;
  const graph: Rows = { nodes: [], links: [], rows: [] };
  const head = home === null ? undefined : tree.zones.get(home)?.head;
  const headNode = head && addNode(graph, { width: head.width, row: 0, isLine: false, isFirst: true });
  const childNodes = children.map((_, at) =>
    addNode(graph, { width: insides[at]?.width ?? 0, row: rowOfChild(at), isLine: false, isFirst: false }),
  );
  const conduitNodes = conduits.map((conduit) =>
    addNode(graph, {
      width: conduit.size.width,
      row: rowOfConduit.get(conduit.id) ?? 1,
      isLine: false,
      isFirst: false,
    }),
  );
  const bottom = Math.max(graph.rows.length - 1, 0);
  const portNodes = ports.map((port) =>
    addNode(graph, { width: 0, row: port.side === 'above' ? 0 : bottom + 1, isLine: true, isFirst: false }),
  );
  const nodeOf = (zone: string): number | undefined => {
    const child = childOf(tree, home, zone);
    return child === null ? headNode : childNodes[children.findIndex(({ id }) => id === child)];
  };

  const ends: { conduit: string; zone: string; path: number[]; port?: number }[] = [];
  const join = (conduit: string, zone: string, from: number | undefined, port?: number): void => {
    const to = nodeOf(zone);
    if (from === undefined || to === undefined || from === to) {
      return;
    }
    const isDown = (graph.nodes[from]?.row ?? 0) < (graph.nodes[to]?.row ?? 0);
    const path = isDown ? connect(graph, from, to) : connect(graph, to, from).reverse();
    ends.push({ conduit, zone, path, ...(port === undefined ? {} : { port }) });
  };
  conduits.forEach((conduit, at) =>
    conduit.joins.forEach((zone) => join(conduit.id, zone, conduitNodes[at])),
  );
  ports.forEach((port, at) => join(port.conduit, port.zone, portNodes[at], at));

  order(graph);
  const centres = place(graph);
  const height = (node: number): number => {
    const child = childNodes.indexOf(node);
    const conduit = conduitNodes.indexOf(node);
    return child >= 0
      ? (insides[child]?.height ?? 0)
      : conduit >= 0
        ? (conduits[conduit]?.size.height ?? 0)
        : node === headNode
          ? (head?.height ?? 0)
          : 0;
  };
  const frame = framing(graph, centres, height, home !== null);

  const layout: Layout = {
    width: frame.width,
    height: frame.height,
    zones: new Map(),
    heads: new Map(),
    conduits: new Map(),
    lines: [],
  };
  if (home !== null && head) {
    layout.heads.set(home, { x: frame.left, y: frame.top(0), width: head.width, height: head.height });
  }
  const boxOf = (node: number): Box => {
    const { width, row } = graph.nodes[node] ?? { width: 0, row: 0 };
    const high = height(node);
    // Zones stand at the top of their row, so that their names are on one line.
    const slack = row % 2 === 0 ? 0 : (frame.rowHeight(row) - high) / 2;
    const x = node === headNode ? frame.left : (centres[node] ?? 0) - width / 2 + frame.shift;
    return { x: round(x), y: round(frame.top(row) + slack), width, height: high };
  };
  children.forEach((zone, at) => {
    const inside = insides[at];
    const where = boxOf(childNodes[at] ?? 0);
    layout.zones.set(zone.id, where);
    if (inside) {
      const moved = translate(inside.layout, where.x, where.y);
      merge(layout, moved);
    }
  });
  conduits.forEach((conduit, at) => layout.conduits.set(conduit.id, boxOf(conduitNodes[at] ?? 0)));

  const attach = attachments(graph, ends, centres, frame.shift, boxOf);
  const portLines: Line[] = [];
  ends.forEach((end, number) => {
    const points = route(end.path, graph, frame, boxOf, centres, attach(number), {
      start: end.port === undefined ? undefined : ports[end.port]?.side,
      height: frame.height,
    });
    const child = childOf(tree, home, end.zone);
    const at = children.findIndex(({ id }) => id === child);
    const entering = (portsOf.get(child ?? '') ?? []).findIndex(
      (port) => port.conduit === end.conduit && port.zone === end.zone,
    );
    const inner = entering >= 0 ? insides[at]?.ports[entering] : undefined;
    const where = child === null ? undefined : layout.zones.get(child);
    if (inner && where) {
      const entry = inner.points.map(({ x, y }) => ({ x: round(x + where.x), y: round(y + where.y) }));
      const [edge, border] = [points.at(-1), points.at(-2)];
      points.pop();
      if (border && edge && points.length > 1 && border.x === edge.x && entry[0]) {
        points.splice(-1, 1, { x: entry[0].x, y: border.y });
      }
      points.push(...entry);
    }
    const line: Line = { conduit: end.conduit, zone: end.zone, points };
    if (end.port === undefined) {
      layout.lines.push(line);
    } else {
      portLines[end.port] = line;
    }
  });
  return { width: frame.width, height: frame.height, layout, ports: portLines };
}

interface Frame {
  width: number;
  height: number;
  left: number;
  /** How far what `place` gave is to be moved right. */
  shift: number;
  top: (row: number) => number;
  rowHeight: (row: number) => number;
}

/** Where the rows are, and how large it all is with what stands around it. */
function framing(
  graph: Rows,
  centres: readonly number[],
  height: (node: number) => number,
  framed: boolean,
): Frame {
  const inside = framed ? SPACE.inside : 0;
  const heights = graph.rows.map((row) => Math.max(0, ...row.map(height)));
  const tops: number[] = [];
  let y = framed ? 0 : 0;
  heights.forEach((high, row) => {
    tops.push(y);
    const isLast = row === heights.length - 1;
    const isEmpty = (graph.rows[row]?.length ?? 0) === 0;
    y += high + (isLast || isEmpty ? 0 : gapBelow(graph, centres, row));
  });
  const edges = graph.rows.flat().map((node) => {
    const half = (graph.nodes[node]?.width ?? 0) / 2;
    return [(centres[node] ?? 0) - half, (centres[node] ?? 0) + half] as const;
  });
  const left = Math.min(0, ...edges.map(([one]) => one));
  const leftmost = edges.length > 0 ? Math.min(...edges.map(([one]) => one)) : left;
  const rightmost = edges.length > 0 ? Math.max(...edges.map(([, one]) => one)) : 0;
  return {
    width: Math.ceil(rightmost - leftmost + 2 * inside),
    height: Math.ceil(y + inside),
    left: 0,
    shift: inside - leftmost,
    top: (row) => tops[row] ?? 0,
    rowHeight: (row) => heights[row] ?? 0,
  };
}

/** Lines that run far to the side need more room to do so. */
function gapBelow(graph: Rows, centres: readonly number[], row: number): number {
  const far = graph.links
    .filter(([upper]) => graph.nodes[upper]?.row === row)
    .map(([upper, lower]) => Math.abs((centres[upper] ?? 0) - (centres[lower] ?? 0)));
  return SPACE.rows + Math.min(46, Math.max(0, ...far) * 0.05);
}

type Ends = readonly { path: readonly number[] }[];

/** Where each line leaves a box: lines at one edge are spread, in the order of where they go. */
function attachments(
  graph: Rows,
  ends: Ends,
  centres: readonly number[],
  shift: number,
  boxOf: (node: number) => Box,
): (end: number) => { start: number; stop: number } {
  const edges = new Map<string, { end: number; which: 'start' | 'stop'; towards: number }[]>();
  const note = (node: number, next: number, end: number, which: 'start' | 'stop'): void => {
    const side = (graph.nodes[next]?.row ?? 0) > (graph.nodes[node]?.row ?? 0) ? 'below' : 'above';
    const key = `${node} ${side}`;
    edges.set(key, [...(edges.get(key) ?? []), { end, which, towards: centres[next] ?? 0 }]);
  };
  ends.forEach(({ path }, end) => {
    const [first, second] = [path[0] ?? 0, path[1] ?? 0];
    const [beforeLast, last] = [path.at(-2) ?? 0, path.at(-1) ?? 0];
    note(first, second, end, 'start');
    note(last, beforeLast, end, 'stop');
  });
  const found = ends.map(() => ({ start: 0, stop: 0 }));
  for (const [key, users] of edges) {
    const node = Number(key.split(' ')[0]);
    const { x, width } = boxOf(node);
    const isLine = graph.nodes[node]?.isLine ?? false;
    users.sort((a, b) => a.towards - b.towards || a.end - b.end);
    const spread = Math.min(30, (width * 0.8) / users.length);
    users.forEach((user, at) => {
      const middle = isLine ? (centres[node] ?? 0) + shift : x + width / 2;
      const place = found[user.end];
      if (place) {
        place[user.which] = round(middle + (at - (users.length - 1) / 2) * (isLine ? 0 : spread));
      }
    });
  }
  return (end) => found[end] ?? { start: 0, stop: 0 };
}

/** The points of a line, from its first node to its last, straight through the rows that it passes. */
function route(
  path: readonly number[],
  graph: Rows,
  frame: Frame,
  boxOf: (node: number) => Box,
  centres: readonly number[],
  attach: { start: number; stop: number },
  port: { start: Port['side'] | undefined; height: number },
): Point[] {
  const points: Point[] = [];
  path.forEach((node, at) => {
    const row = graph.nodes[node]?.row ?? 0;
    const isDown = (graph.nodes[path.at(-1) ?? 0]?.row ?? 0) > (graph.nodes[path[0] ?? 0]?.row ?? 0);
    const top = frame.top(row);
    const bottom = top + frame.rowHeight(row);
    if (at === 0) {
      if (port.start === undefined) {
        const { y, height } = boxOf(node);
        points.push({ x: attach.start, y: round(isDown ? y + height : y) });
        leaveRow(points, round(isDown ? bottom : top));
      } else {
        points.push({ x: attach.start, y: port.start === 'above' ? 0 : port.height });
        points.push({ x: attach.start, y: round(port.start === 'above' ? bottom : top) });
      }
    } else if (at === path.length - 1) {
      const { y, height } = boxOf(node);
      const edge = round(isDown ? y : y + height);
      const border = round(isDown ? top : bottom);
      if (border !== edge) {
        points.push({ x: attach.stop, y: border });
      }
      points.push({ x: attach.stop, y: edge });
    } else {
      const x = round((centres[node] ?? 0) + frame.shift);
      points.push({ x, y: round(isDown ? top : bottom) }, { x, y: round(isDown ? bottom : top) });
    }
  });
  return points;
}

/** Beside a box there may be a higher one: a line goes straight until it is clear of the row. */
function leaveRow(points: Point[], border: number): void {
  const last = points.at(-1);
  if (last && last.y !== border) {
    points.push({ x: last.x, y: border });
  }
}

function translate(layout: Layout, dx: number, dy: number): Layout {
  const point = ({ x, y }: Point): Point => ({ x: round(x + dx), y: round(y + dy) });
  const boxes = (all: Map<string, Box>): Map<string, Box> =>
    new Map([...all].map(([id, one]) => [id, { ...one, ...point(one) }]));
  return {
    width: layout.width,
    height: layout.height,
    zones: boxes(layout.zones),
    heads: boxes(layout.heads),
    conduits: boxes(layout.conduits),
    lines: layout.lines.map((line) => ({ ...line, points: line.points.map(point) })),
  };
}

function merge(into: Layout, from: Layout): void {
  from.zones.forEach((one, id) => into.zones.set(id, one));
  from.heads.forEach((one, id) => into.heads.set(id, one));
  from.conduits.forEach((one, id) => into.conduits.set(id, one));
  into.lines.push(...from.lines);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
