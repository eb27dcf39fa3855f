// What the server says of zones and conduits, asked for anew when it has changed and somebody looks.
import { commands, type Disposable, EventEmitter } from 'vscode';
import { METHODS, type Finding, type Package, type Subject, type ZonesResult } from '../protocol';
import type { Server } from '../server';

/** A finding with the subject and the package it is in. */
export interface PlacedFinding {
  finding: Finding;
  subject: Subject;
  package: Package;
}

/** The zones of the workspace. */
export class ZonesStore implements Disposable {
  private known: Package[] = [];
  private stale = true;
  private asking: Promise<void> | undefined;
  private readonly watchers = new Set<() => boolean>();
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];

  /** The packages are others than before. */
  readonly onChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.subscriptions = [
      server.onZonesChanged(() => {
        this.stale = true;
        this.refreshIfWatched();
      }),
      server.onStatus(({ state }) => {
        if (state === 'failed') {
          this.set([]);
          this.stale = true;
        }
      }),
    ];
  }

  /** What is known now. */
  get packages(): readonly Package[] {
    return this.known;
  }

  /** Whoever shows zones says here whether it is in sight. */
  watch(isVisible: () => boolean): Disposable {
    this.watchers.add(isVisible);
    return { dispose: () => this.watchers.delete(isVisible) };
  }

  /** To be called when something that shows zones has come into sight. */
  refreshIfWatched(): void {
    if (this.stale && [...this.watchers].some((isVisible) => isVisible())) {
      void this.refresh();
    }
  }

  /** Asks the server until the answer is newer than the last change. */
  refresh(): Promise<void> {
    this.stale = true;
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** The packages, as of the last change. */
  async current(): Promise<readonly Package[]> {
    if (this.stale) {
      await this.refresh();
    }
    return this.known;
  }

  /** Every finding of the workspace. */
  async findings(): Promise<PlacedFinding[]> {
    return (await this.current()).flatMap((one) =>
      one.subjects.flatMap((subject) =>
        subject.findings.map((finding) => ({ finding, subject, package: one })),
      ),
    );
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
    this.changed.dispose();
  }

  private async ask(): Promise<void> {
    while (this.stale && this.server.isRunning) {
      this.stale = false;
      const answer = await this.server.request<ZonesResult>(METHODS.zones, {});
      if (answer) {
        this.set(answer.packages);
      }
    }
  }

  private set(packages: Package[]): void {
    this.known = packages.map((one) => ({ ...one, subjects: asWritten(one.subjects) }));
    const none = packages.every((one) => one.subjects.length === 0);
    void commands.executeCommand('setContext', 'zcc:noSubjects', none);
    this.changed.fire();
  }
}

/** In the order in which they stand in their files: so does their author think of them. */
function asWritten(subjects: readonly Subject[]): Subject[] {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...subjects].sort(
    ({ location: a }, { location: b }) =>
      compare(a.uri, b.uri) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  );
}
