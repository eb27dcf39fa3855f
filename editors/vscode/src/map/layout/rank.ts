// In which layer each zone stands: as far down as it is away from what is untrusted.

/** A graph of zones (numbered) and of conduits (sets of zones). */
export interface Rankable {
  zones: number;
  /** Zones that belong at the top. */
  sources: ReadonlySet<number>;
  conduits: readonly (readonly number[])[];
}

/** The layer of each zone, from 0. Zones that no conduit joins with a source start from their best connected one. */
export function ranks(graph: Rankable): number[] {
  const neighbours = neighboursOf(graph);
  const rank = new Array<number>(graph.zones).fill(-1);
  const spread = (starts: number[], first: number): void => {
    let layer = starts;
    for (let depth = first; layer.length > 0; depth += 1) {
      layer.forEach((zone) => (rank[zone] = depth));
      const next = new Set<number>();
      for (const zone of layer) {
        for (const other of neighbours[zone] ?? []) {
          if (rank[other] === -1) {
            next.add(other);
          }
        }
      }
      layer = [...next].sort((a, b) => a - b);
    }
  };
  const sources = [...graph.sources].sort((a, b) => a - b);
  spread(sources, 0);
  const byDegree = Array.from({ length: graph.zones }, (_, zone) => zone).sort(
    (a, b) => (neighbours[b]?.size ?? 0) - (neighbours[a]?.size ?? 0) || a - b,
  );
  for (const zone of byDegree) {
    if (rank[zone] === -1) {
      spread([zone], sources.length > 0 ? 1 : 0);
    }
  }
  return rank;
}

function neighboursOf(graph: Rankable): Set<number>[] {
  const neighbours = Array.from({ length: graph.zones }, () => new Set<number>());
  for (const joins of graph.conduits) {
    for (const one of joins) {
      for (const other of joins) {
        if (one !== other) {
          neighbours[one]?.add(other);
        }
      }
    }
  }
  return neighbours;
}

/**
 * Breaks layers that are too wide into several, and gives the new layers.
 *
 * Zones that lead farther down stand in the lowest of them, so that fewer lines pass between boxes.
 */
export function wrap(
  rank: readonly number[],
  widths: readonly number[],
  conduits: readonly (readonly number[])[],
  widest: number,
): number[] {
  const leadsDown = new Set<number>();
  for (const joins of conduits) {
    const lowest = Math.max(...joins.map((zone) => rank[zone] ?? 0));
    joins.filter((zone) => (rank[zone] ?? 0) < lowest).forEach((zone) => leadsDown.add(zone));
  }
  const wrapped = [...rank];
  let shift = 0;
  for (let layer = 0; layer <= Math.max(-1, ...rank); layer += 1) {
    const members = rank
      .flatMap((one, zone) => (one === layer ? [zone] : []))
      .sort((a, b) => Number(leadsDown.has(a)) - Number(leadsDown.has(b)) || a - b);
    const total = members.reduce((sum, zone) => sum + (widths[zone] ?? 0), 0);
    const pieces = Math.max(1, Math.min(members.length, Math.round(total / widest)));
    let [piece, filled] = [0, 0];
    for (const zone of members) {
      const width = widths[zone] ?? 0;
      // Half of a zone may stand out over its share.
      if (filled > 0 && filled + width / 2 > total / pieces) {
        piece += 1;
        filled = 0;
      }
      wrapped[zone] = layer + shift + piece;
      filled += width;
    }
    shift += piece;
  }
  return wrapped;
}

/** The row of a conduit, where zones of layer `n` are in row `2n`: between those that it joins, or below them. */
export function conduitRow(layers: readonly number[]): number {
  const sorted = [...layers].sort((a, b) => a - b);
  const lowest = sorted[0] ?? 0;
  if (sorted.at(-1) === lowest) {
    return 2 * lowest + 1;
  }
  const middle = sorted[Math.floor(sorted.length / 2)] ?? lowest;
  return 2 * Math.max(middle, lowest + 1) - 1;
}
