// What the zone map and the extension say to each other.
import type { Location } from 'vscode-languageserver-types';
import type { Package } from '../protocol';

/** From the extension to the map. */
export type ToMap =
  { type: 'zones'; packages: Package[] } | { type: 'select'; package: string; subject: string };

/** From the map to the extension. */
export type FromMap =
  | { type: 'ready' }
  | { type: 'open'; location: Location }
  | { type: 'explain'; fingerprint: string; uri: string; title: string }
  | { type: 'failed'; message: string };
