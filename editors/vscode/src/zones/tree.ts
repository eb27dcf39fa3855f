// The view "Zones": what is judged, how it stands family by family, and what falls short.
import {
  type Command,
  commands,
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeDataProvider,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import type { CatalogLevels, Component, Family, Finding, Package, Subject } from '../protocol';
import type { ZonesStore } from './store';
import {
  count,
  familySentence,
  findingsLine,
  findingsOf,
  isLifted,
  kindWord,
  level,
  levelsLine,
  standing,
  type Standing,
  subjectStanding,
  subjectTitle,
  targetWord,
  worst,
} from './words';

/** A row of the tree. `key` is the same for the same thing after any change, so that what is open stays open. */
export type Row = { key: string; package: Package } & (
  | { kind: 'package' }
  | { kind: 'subject'; subject: Subject }
  | { kind: 'catalog'; subject: Subject; levels: CatalogLevels }
  | { kind: 'family'; subject: Subject; catalog: string; family: Family }
  | { kind: 'finding'; subject: Subject; finding: Finding }
  | { kind: 'components'; subject: Subject }
  | { kind: 'component'; subject: Subject; component: Component }
);

const STANDING_ICONS: Record<Standing, ThemeIcon> = {
  met: new ThemeIcon('pass', new ThemeColor('zcc.met')),
  notEnabled: new ThemeIcon('warning', new ThemeColor('zcc.notEnabled')),
  notCapable: new ThemeIcon('error', new ThemeColor('zcc.notCapable')),
  none: new ThemeIcon('circle-outline', new ThemeColor('disabledForeground')),
};

const SUBJECT_SYMBOLS = { site: 'home', zone: 'chrome-maximize', conduit: 'arrow-swap' } as const;

const GAP_ICONS: Record<Finding['gap'], ThemeIcon> = {
  'not enabled': new ThemeIcon('circle-slash', new ThemeColor('zcc.notEnabled')),
  'not capable': new ThemeIcon('error', new ThemeColor('zcc.notCapable')),
  unproven: new ThemeIcon('question', new ThemeColor('zcc.unproven')),
};

const STANDING_COLORS: Record<Standing, ThemeColor | undefined> = {
  met: new ThemeColor('zcc.met'),
  notEnabled: new ThemeColor('zcc.notEnabled'),
  notCapable: new ThemeColor('zcc.notCapable'),
  none: undefined,
};

/** The command that opens the source of a row. */
export function openCommand(location: { uri: string; range: unknown }): Command {
  return { command: 'zcc.zones.open', title: 'Go to Source', arguments: [location] };
}

/** The tree and its view. */
export class ZonesTree implements TreeDataProvider<Row>, Disposable {
  private readonly view: TreeView<Row>;
  private readonly changed = new EventEmitter<Row | undefined>();
  private readonly subscriptions: Disposable[];
  private onlyShort = false;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly store: ZonesStore) {
    this.view = window.createTreeView('zcc.zones', { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      this.changed,
      store.watch(() => this.view.visible),
      this.view.onDidChangeVisibility(() => store.refreshIfWatched()),
      store.onChange(() => this.update()),
    ];
  }

  /** Shows only the families that fall short, or all. */
  async show(onlyShort: boolean): Promise<void> {
    this.onlyShort = onlyShort;
    await commands.executeCommand('setContext', 'zcc:onlyShort', onlyShort);
    this.update();
  }

  /** Brings a subject into sight and opens it. */
  async reveal(id: string, uri?: string): Promise<void> {
    const packages = await this.store.current();
    const one =
      packages.find(
        (each) => uri?.startsWith(each.uri) && each.subjects.some((subject) => subject.id === id),
      ) ?? packages.find((each) => each.subjects.some((subject) => subject.id === id));
    const subject = one?.subjects.find((each) => each.id === id);
    if (one && subject) {
      await this.view.reveal(subjectRow(one, subject), { select: true, focus: true, expand: 2 });
    }
  }

  getTreeItem(row: Row): TreeItem {
    const item = this.item(row);
    item.id = row.key;
    return item;
  }

  getChildren(row?: Row): Row[] {
    if (!row) {
      const filled = this.store.packages.filter((one) => one.subjects.length > 0);
      return filled.length === 1 && filled[0]
        ? topRows(filled[0])
        : filled.map((one) => ({ kind: 'package', key: `package ${one.uri}`, package: one }));
    }
    switch (row.kind) {
      case 'package':
        return topRows(row.package);
      case 'subject':
        return this.subjectChildren(row.package, row.subject);
      case 'catalog':
        return this.familyRows(row.package, row.subject, row.levels);
      case 'family':
        return row.subject.findings
          .filter((finding) => finding.catalog === row.catalog && finding.family === row.family.family)
          .map((finding) => findingRow(row.package, row.subject, finding));
      case 'components':
        return row.subject.components.map((component) => ({
          kind: 'component',
          key: `${row.key} ${component.name}`,
          package: row.package,
          subject: row.subject,
          component,
        }));
      default:
        return [];
    }
  }

  getParent(row: Row): Row | undefined {
    switch (row.kind) {
      case 'package':
        return undefined;
      case 'subject': {
        const parent = row.package.subjects.find((each) => each.id === row.subject.parent);
        if (parent) {
          return subjectRow(row.package, parent);
        }
        const several = this.store.packages.filter((one) => one.subjects.length > 0).length > 1;
        return several
          ? { kind: 'package', key: `package ${row.package.uri}`, package: row.package }
          : undefined;
      }
      default:
        return subjectRow(row.package, row.subject);
    }
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private update(): void {
    const findings = this.store.packages.reduce((sum, one) => sum + findingsOf(one), 0);
    this.view.badge = findings > 0 ? { value: findings, tooltip: count(findings, 'finding') } : undefined;
    const [first] = this.store.packages;
    this.view.description = first && this.store.packages.length === 1 ? `${first.name}, ${first.asOf}` : '';
    this.view.message = this.store.packages.some((one) => one.broken)
      ? 'The model does not compile: these levels are of what can be read.'
      : '';
    this.changed.fire(undefined);
  }

  private subjectChildren(one: Package, subject: Subject): Row[] {
    const judged = subject.levels.filter((levels) => levels.families.length > 0);
    const [only] = judged;
    const families: Row[] =
      judged.length === 1 && only
        ? this.familyRows(one, subject, only)
        : judged.map((levels) => ({
            kind: 'catalog',
            key: `${subjectKey(one, subject)} ${levels.catalog}`,
            package: one,
            subject,
            levels,
          }));
    const inFamilies = (finding: Finding): boolean =>
      judged.some(
        (levels) =>
          levels.catalog === finding.catalog &&
          levels.families.some(({ family }) => family === finding.family),
      );
    const others = subject.findings.filter((finding) => !inFamilies(finding));
    const nested = one.subjects.filter((each) => each.kind === 'zone' && each.parent === subject.id);
    const components: Row[] =
      subject.components.length > 0 && !this.onlyShort
        ? [{ kind: 'components', key: `${subjectKey(one, subject)} components`, package: one, subject }]
        : [];
    return [
      ...families,
      ...others.map((finding) => findingRow(one, subject, finding)),
      ...nested.map((each) => subjectRow(one, each)),
      ...components,
    ];
  }

  private familyRows(one: Package, subject: Subject, levels: CatalogLevels): Row[] {
    return levels.families
      .filter(
        (family) =>
          !this.onlyShort ||
          family.short ||
          subject.findings.some((finding) => finding.family === family.family),
      )
      .map((family) => ({
        kind: 'family',
        key: `${subjectKey(one, subject)} ${levels.catalog} ${family.family}`,
        package: one,
        subject,
        catalog: levels.catalog,
        family,
      }));
  }

  private item(row: Row): TreeItem {
    switch (row.kind) {
      case 'package': {
        const item = new TreeItem(row.package.name, TreeItemCollapsibleState.Expanded);
        item.description = `${row.package.asOf}${row.package.broken ? ', does not compile' : ''}`;
        item.iconPath = new ThemeIcon('package');
        item.resourceUri = Uri.parse(row.package.uri);
        return item;
      }
      case 'subject':
        return subjectItem(row.package, row.subject);
      case 'catalog': {
        const item = new TreeItem(row.levels.catalog, TreeItemCollapsibleState.Expanded);
        item.description = targetWord(row.levels);
        item.iconPath = STANDING_ICONS[worst(row.levels.families.map(standing))];
        return item;
      }
      case 'family':
        return familyItem(row.subject, row.catalog, row.family);
      case 'finding':
        return findingItem(row.finding);
      case 'components': {
        const item = new TreeItem(
          count(row.subject.components.length, 'component'),
          TreeItemCollapsibleState.Collapsed,
        );
        item.iconPath = new ThemeIcon('server');
        return item;
      }
      case 'component': {
        const item = new TreeItem(row.component.title ?? row.component.name);
        item.description = [row.component.title ? row.component.name : '', row.component.product ?? '']
          .filter(Boolean)
          .join(' · ');
        item.iconPath = new ThemeIcon('symbol-class');
        item.contextValue = 'component';
        item.command = openCommand(row.component.location);
        return item;
      }
    }
  }
}

function topRows(one: Package): Row[] {
  const isTop = (subject: Subject): boolean =>
    subject.kind !== 'zone' ||
    !one.subjects.some((each) => each.kind === 'zone' && each.id === subject.parent);
  const shown = (subject: Subject): boolean =>
    subject.kind !== 'site' ||
    subject.levels.some((levels) => levels.families.length > 0) ||
    subject.findings.length > 0;
  return (['site', 'zone', 'conduit'] as const).flatMap((kind) =>
    one.subjects
      .filter((subject) => subject.kind === kind && isTop(subject) && shown(subject))
      .map((subject) => subjectRow(one, subject)),
  );
}

function subjectKey(one: Package, subject: Subject): string {
  return `${one.uri} ${subject.kind} ${subject.id}`;
}

function subjectRow(one: Package, subject: Subject): Row {
  return { kind: 'subject', key: subjectKey(one, subject), package: one, subject };
}

function findingRow(one: Package, subject: Subject, finding: Finding): Row {
  return {
    kind: 'finding',
    key: `${subjectKey(one, subject)} ${finding.fingerprint}`,
    package: one,
    subject,
    finding,
  };
}

function subjectItem(one: Package, subject: Subject): TreeItem {
  const empty =
    subject.levels.every((levels) => levels.families.length === 0) &&
    subject.findings.length === 0 &&
    subject.components.length === 0 &&
    !one.subjects.some((each) => each.parent === subject.id);
  const stands = subjectStanding(subject);
  const item = new TreeItem(
    subjectTitle(subject),
    empty ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed,
  );
  const target = subject.levels.map(targetWord).join(', ');
  item.description = [subject.untrusted ? 'untrusted' : target, findingsLine(subject)]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = subject.untrusted
    ? new ThemeIcon('globe', new ThemeColor('zcc.untrusted'))
    : new ThemeIcon(subject.oneWay ? 'arrow-right' : SUBJECT_SYMBOLS[subject.kind], STANDING_COLORS[stands]);
  item.tooltip = subjectTooltip(subject);
  item.contextValue = 'subject';
  item.command = openCommand(subject.location);
  return item;
}

function subjectTooltip(subject: Subject): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown(`**${kindWord(subject)}** \`${subject.id}\``);
  for (const levels of subject.levels.filter(({ families }) => families.length > 0)) {
    text.appendMarkdown(
      `\n\n${levels.catalog}\n\n| family | target | capable | achieved |\n| --- | --- | --- | --- |\n`,
    );
    for (const family of levels.families) {
      const mark = family.short ? ' ▼' : '';
      text.appendMarkdown(
        `| ${family.family} ${family.title} | ${level(family.target)} | ${level(family.capable)} | ${level(family.achieved)}${mark} |\n`,
      );
    }
  }
  return text;
}

function familyItem(subject: Subject, catalog: string, family: Family): TreeItem {
  const findings = subject.findings.filter(
    (finding) => finding.catalog === catalog && finding.family === family.family,
  );
  const item = new TreeItem(
    family.family,
    findings.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.description = `${levelsLine(family)}${findings.length > 0 ? ` · ${count(findings.length, 'finding')}` : ''}`;
  item.iconPath = STANDING_ICONS[standing(family)];
  item.tooltip = new MarkdownString(
    `**${family.title}**\n\n${familySentence(family)}${isLifted(family) ? ' Countermeasures lift it.' : ''}\n\n*T: target, C: capable, A: achieved.*`,
  );
  item.accessibilityInformation = { label: `${family.title}, ${familySentence(family)}` };
  return item;
}

function findingItem(finding: Finding): TreeItem {
  const item = new TreeItem(finding.clause);
  item.description = finding.title;
  item.accessibilityInformation = { label: `${finding.clause} ${finding.title}, ${finding.gap}` };
  item.iconPath = GAP_ICONS[finding.gap];
  item.tooltip = new MarkdownString(
    `**${finding.clause}** ${finding.title} (*${finding.gap}*)\n\n${finding.message}`,
  );
  item.contextValue = 'finding';
  item.command = openCommand(finding.location);
  return item;
}
