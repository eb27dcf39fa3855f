// Which box the arrow keys go to.
import type { Box } from '../layout/types';

/** A direction on the screen. */
export type Direction = 'up' | 'down' | 'left' | 'right';

/** The direction of an arrow key. */
export const ARROWS: Readonly<Record<string, Direction | undefined>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** The nearest box in a direction: what is straight ahead counts as nearer than what is aside. */
export function nextInDirection(
  boxes: ReadonlyMap<string, Box>,
  from: string,
  direction: Direction,
): string | undefined {
  const start = boxes.get(from);
  if (!start) {
    return undefined;
  }
  const vertical = direction === 'up' || direction === 'down';
  const sign = direction === 'up' || direction === 'left' ? -1 : 1;
  const here = centre(start);
  let best: { id: string; cost: number } | undefined;
  for (const [id, box] of boxes) {
    const there = centre(box);
    const ahead = sign * (vertical ? there.y - here.y : there.x - here.x);
    const aside = Math.abs(vertical ? there.x - here.x : there.y - here.y);
    const cost = ahead + 2 * Math.max(0, aside - (vertical ? start.width : start.height) / 4);
    // What is more aside than ahead belongs to another arrow.
    if (id !== from && ahead > 1 && aside <= 3 * ahead && (!best || cost < best.cost)) {
      best = { id, cost };
    }
  }
  return best?.id;
}

function centre(box: Box): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height, 160) / 2 };
}
