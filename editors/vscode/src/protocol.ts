// What the server and this extension say to each other beyond the protocol of all editors.
import type { Location } from 'vscode-languageserver-types';

/** How a clause falls short: what to do differs. */
export type Gap = 'not enabled' | 'not capable' | 'unproven';

/** The levels of one family of requirements. `null` is n/a: nothing of the family applies, or nothing is aimed at. */
export interface Family {
  family: string;
  title: string;
  target: number | null;
  capable: number | null;
  achieved: number | null;
  /** What is achieved if countermeasures count. */
  compensated: number | null;
  short: boolean;
}

/** The levels of a subject in one catalogue. */
export interface CatalogLevels {
  catalog: string;
  families: Family[];
}

/** A clause that a subject does not meet. */
export interface Finding {
  /** The same for the same finding after any edit that leaves it. */
  fingerprint: string;
  clause: string;
  catalog: string;
  family: string;
  title: string;
  gap: Gap;
  severity: 'error' | 'warning';
  message: string;
  location: Location;
}

/** What a zone or a boundary is made of. */
export interface Component {
  name: string;
  title: string | null;
  product: string | null;
  location: Location;
}

/** What is judged: a site, a zone or a conduit. */
export interface Subject {
  /** Its path, such as `control.skid`. */
  id: string;
  kind: 'site' | 'zone' | 'conduit';
  title: string | null;
  untrusted: boolean;
  parent: string | null;
  /** The zones that a conduit joins; from the first to the others where it is one-way. */
  joins: string[];
  oneWay: boolean;
  location: Location;
  levels: CatalogLevels[];
  findings: Finding[];
  components: Component[];
}

/** A site with what it is made of. */
export interface Package {
  name: string;
  uri: string;
  asOf: string;
  /** It does not compile, and the levels are of what could be read. */
  broken: boolean;
  subjects: Subject[];
}

/** The answer to `zcc/zones`. */
export interface ZonesResult {
  packages: Package[];
}

/** The parameters of `zcc/status`. */
export interface Status {
  state: 'loading' | 'ready' | 'broken' | 'failed';
  message: string;
  errors: number;
  warnings: number;
  unmet: number;
  unproven: number;
}

/** The answer to `zcc/explain`. */
export interface Explanation {
  title: string;
  markdown: string;
}

/** The answer to the command `zcc.runTest`. */
export interface TestResult {
  passed: boolean;
  message: string;
}

/** Names one finding. */
export interface FindingReference {
  fingerprint: string;
  uri?: string;
}

/** The names of the requests and notifications. */
export const METHODS = {
  zones: 'zcc/zones',
  zonesChanged: 'zcc/zonesChanged',
  status: 'zcc/status',
  explain: 'zcc/explain',
} as const;

/** The server's own commands, which work in every editor. */
export const SERVER_COMMANDS = { runTest: 'zcc.runTest' } as const;

/** The commands of this extension that the server may put into code lenses and actions. */
export const CLIENT_COMMANDS = {
  showReferences: 'zcc.client.showReferences',
  explain: 'zcc.client.explain',
  showFindings: 'zcc.client.showFindings',
  runTest: 'zcc.client.runTest',
} as const;
