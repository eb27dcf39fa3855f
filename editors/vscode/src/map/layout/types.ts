// What the layout of the zone map takes and gives: plain boxes, without a word of what is drawn in them.

/** Width and height. */
export interface Size {
  width: number;
  height: number;
}

/** A place on the map. */
export interface Point {
  x: number;
  y: number;
}

/** A box on the map, by its upper left corner. */
export type Box = Point & Size;

/** A zone to be laid out. */
export interface ZoneInput {
  id: string;
  /** The zone that it is nested in. */
  parent: string | null;
  /** The size of what is written in it; what is nested in it comes below. */
  head: Size;
  /** The way from outside starts here, so it stands at the top. */
  untrusted: boolean;
}

/** A conduit to be laid out. */
export interface ConduitInput {
  id: string;
  size: Size;
  /** The zones that it joins. Those that are not on the map are left out. */
  joins: readonly string[];
}

/** One end of a conduit: a line from the conduit's box to a zone, by way of `points`. */
export interface Line {
  conduit: string;
  zone: string;
  points: Point[];
}

/** Where everything is. */
export interface Layout extends Size {
  zones: Map<string, Box>;
  /** Where the writing of a zone is, which is all of a zone with nothing nested in it. */
  heads: Map<string, Box>;
  conduits: Map<string, Box>;
  lines: Line[];
}

/** The distances between things. */
export const SPACE = {
  /** Between two boxes of a row. */
  beside: 28,
  /** Between lines, and between a line and a box. */
  line: 14,
  /** Between two rows at least. */
  rows: 34,
  /** Within a zone around what is nested in it. */
  inside: 20,
  /** Around the map. */
  margin: 24,
} as const;
