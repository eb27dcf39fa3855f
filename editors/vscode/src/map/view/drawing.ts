// Draws a package as SVG: zones as boxes in boxes, conduits as boxes on the lines between them.
import type { Package, Subject } from '../../protocol';
import { subjectSentence, subjectStanding } from '../../zones/words';
import { layOut } from '../layout/layout';
import type { Box, Layout, Line, Point } from '../layout/types';
import { type Card, conduitCard, zoneCard } from './cards';
import { svg } from './dom';

/** A drawn map. */
export interface Drawing {
  /** All that is drawn. */
  content: SVGGElement;
  layout: Layout;
  /** The element of each subject, in the order in which the tab key and a reader take them. */
  nodes: Map<string, SVGGElement>;
  boxes: Map<string, Box>;
}

/** Draws all zones and conduits of a package. */
export function drawPackage(one: Package): Drawing {
  const zones = one.subjects.filter((subject) => subject.kind === 'zone');
  const conduits = one.subjects.filter((subject) => subject.kind === 'conduit');
  const cards = new Map<string, Card>([
    ...zones.map((subject) => [subject.id, zoneCard(subject)] as const),
    ...conduits.map((subject) => [subject.id, conduitCard(subject)] as const),
  ]);
  const size = (subject: Subject): { width: number; height: number } => {
    const { width, height } = cards.get(subject.id) ?? { width: 0, height: 0 };
    return { width, height };
  };
  const layout = layOut(
    zones.map((subject) => ({
      id: subject.id,
      parent: subject.parent,
      head: size(subject),
      untrusted: subject.untrusted,
    })),
    conduits.map((subject) => ({ id: subject.id, size: size(subject), joins: subject.joins })),
  );
  const boxes = new Map([...layout.zones, ...layout.conduits]);
  const nodes = new Map<string, SVGGElement>();
  const depth = (subject: Subject): number => subject.id.split('.').length;

  const zoneLayer = svg('g', { class: 'zones' });
  const inDepth = [...zones].sort((a, b) => depth(a) - depth(b));
  for (const subject of inDepth) {
    const node = drawNode(
      subject,
      boxes.get(subject.id),
      layout.heads.get(subject.id),
      cards.get(subject.id),
    );
    nodes.set(subject.id, node);
    zoneLayer.append(node);
  }
  const byId = new Map(one.subjects.map((subject) => [subject.id, subject]));
  const lineLayer = svg('g', { class: 'lines', 'aria-hidden': true });
  lineLayer.append(...layout.lines.map((line) => drawLine(line, byId.get(line.conduit))));
  const conduitLayer = svg('g', { class: 'conduits' });
  for (const subject of conduits) {
    const box = boxes.get(subject.id);
    const node = drawNode(subject, box, box, cards.get(subject.id));
    nodes.set(subject.id, node);
    conduitLayer.append(node);
  }
  return {
    content: svg('g', {}, zoneLayer, lineLayer, conduitLayer),
    layout,
    nodes: new Map([...nodes].sort(([a], [b]) => readingOrder(boxes.get(a), boxes.get(b)))),
    boxes,
  };
}

/** From top to bottom, then from left to right. */
function readingOrder(a: Box | undefined, b: Box | undefined): number {
  return (a?.y ?? 0) - (b?.y ?? 0) || (a?.x ?? 0) - (b?.x ?? 0);
}

function drawNode(
  subject: Subject,
  box: Box | undefined,
  head: Box | undefined,
  card: Card | undefined,
): SVGGElement {
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  const classes = ['node', subject.kind, subjectStanding(subject), subject.untrusted ? 'untrusted' : ''];
  const group = svg('g', {
    class: classes.filter(Boolean).join(' '),
    'data-id': subject.id,
    transform: `translate(${x} ${y})`,
    tabindex: -1,
    role: 'button',
    'aria-label': subjectSentence(subject),
  });
  const corner = subject.kind === 'zone' ? 6 : Math.min(12, height / 2);
  group.append(svg('rect', { class: 'frame', width, height, rx: corner }));
  if (subject.kind === 'zone') {
    group.append(svg('path', { class: 'stripe', d: stripe(height, corner) }));
  }
  group.append(
    svg('rect', { class: 'ring', x: -4, y: -4, width: width + 8, height: height + 8, rx: corner + 4 }),
  );
  if (card) {
    const drawn = card.draw(head?.width ?? width);
    drawn.setAttribute('transform', `translate(${(head?.x ?? x) - x} ${(head?.y ?? y) - y})`);
    group.append(drawn);
  }
  return group;
}

/** The left edge of a zone, which shows at a glance how it stands. */
function stripe(height: number, corner: number): string {
  return `M4 0.5H${corner}A${corner} ${corner} 0 0 0 0.5 ${corner}V${height - corner}A${corner} ${corner} 0 0 0 ${corner} ${height - 0.5}H4Z`;
}

function drawLine(line: Line, conduit: Subject | undefined): SVGGElement {
  const isEntry = conduit?.oneWay === true && conduit.joins[0] !== line.zone;
  const isExit = conduit?.oneWay === true && conduit.joins[0] === line.zone;
  const group = svg('g', {
    class: `line${conduit?.oneWay ? ' one-way' : ''}`,
    'data-conduit': line.conduit,
    'data-zone': line.zone,
  });
  group.append(svg('path', { class: 'course', d: course(line.points) }));
  const [last, before] = [line.points.at(-1), line.points.at(-2)];
  const [first, second] = [line.points[0], line.points[1]];
  if (isEntry && last && before) {
    group.append(arrow(last, before.y < last.y));
  } else if (isExit && first && second) {
    // The box of a one-way conduit is entered from the zone that the traffic leaves.
    group.append(arrow(first, second.y < first.y));
  } else if (conduit && last) {
    group.append(svg('circle', { class: 'dot', cx: last.x, cy: last.y, r: 3 }));
  }
  return group;
}

function arrow(tip: Point, isDown: boolean): SVGPathElement {
  const back = isDown ? -9 : 9;
  return svg('path', {
    class: 'arrow',
    d: `M${tip.x} ${tip.y}L${tip.x - 5.5} ${tip.y + back}L${tip.x + 5.5} ${tip.y + back}Z`,
  });
}

/** A smooth way down or up through points: straight where they stand below one another, bent between. */
export function course(points: readonly Point[]): string {
  return points
    .map(({ x, y }, at) => {
      const before = points[at - 1];
      if (!before) {
        return `M${x} ${y}`;
      }
      if (Math.abs(before.x - x) < 0.5) {
        return `L${x} ${y}`;
      }
      const middle = (before.y + y) / 2;
      return `C${before.x} ${middle} ${x} ${middle} ${x} ${y}`;
    })
    .join('');
}
