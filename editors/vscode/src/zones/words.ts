// What is said of levels and findings, in the tree, in the map and to a screen reader alike.
import type { CatalogLevels, Family, Package, Subject } from '../protocol';

/** How a family stands against its target. */
export type Standing = 'met' | 'notEnabled' | 'notCapable' | 'none';

/** How a family stands: `notEnabled` where a switch would do, `notCapable` where something else is needed. */
export function standing(family: Family): Standing {
  if (family.target === null || family.target === 0) {
    return 'none';
  }
  if (!family.short) {
    return 'met';
  }
  return family.capable !== null && family.capable >= family.target ? 'notEnabled' : 'notCapable';
}

/** The worst standing of several, so that a parent can show it. */
export function worst(standings: readonly Standing[]): Standing {
  const order: readonly Standing[] = ['notCapable', 'notEnabled', 'met', 'none'];
  return order.find((one) => standings.includes(one)) ?? 'none';
}

/** How a subject stands in all its catalogues. */
export function subjectStanding(subject: Subject): Standing {
  return worst(subject.levels.flatMap((levels) => levels.families.map(standing)));
}

/** A level as it is printed: `n/a` where there is none. */
export function level(value: number | null): string {
  return value === null ? 'n/a' : String(value);
}

/** Whether countermeasures lift a family above what it achieves by itself. */
export function isLifted(family: Family): boolean {
  return family.compensated !== null && family.compensated > (family.achieved ?? -1);
}

/** Target, capable and achieved: `T 3 · C 3 · A 1`; with a `+` where countermeasures lift it. */
export function levelsLine(family: Family): string {
  const lifted = isLifted(family) ? `, ${level(family.compensated)} with countermeasures` : '';
  return `T ${level(family.target)} · C ${level(family.capable)} · A ${level(family.achieved)}${lifted}`;
}

/** A sentence of how a family stands. */
export function familySentence(family: Family): string {
  const achieved = family.achieved === null ? 'nothing of it applies' : `achieves ${family.achieved}`;
  switch (standing(family)) {
    case 'met':
      return `${family.family}: ${achieved}, target ${level(family.target)}.`;
    case 'notEnabled':
      return `${family.family}: ${achieved} of ${level(family.target)}; what is there is capable of it.`;
    case 'notCapable':
      return `${family.family}: ${achieved} of ${level(family.target)}; what is there is capable of ${level(family.capable)}.`;
    case 'none':
      return `${family.family}: no target.`;
  }
}

/** `1 finding`, `3 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** What falls short, counted by what is to be done: `3 unmet · 2 unproven`; empty where nothing does. */
export function findingsLine(subject: Pick<Subject, 'findings'>): string {
  const unproven = subject.findings.filter((finding) => finding.gap === 'unproven').length;
  const unmet = subject.findings.length - unproven;
  return [unmet > 0 ? `${unmet} unmet` : '', unproven > 0 ? `${unproven} unproven` : '']
    .filter(Boolean)
    .join(' · ');
}

/** The title of a subject, or its name where it has none. */
export function subjectTitle(subject: Subject): string {
  return subject.title ?? subject.id.split('.').at(-1) ?? subject.id;
}

/** The target of a catalogue in one word: `SL 2` where all families have it, `SL 2 to 3` otherwise. */
export function targetWord(levels: CatalogLevels): string {
  const targets = levels.families.flatMap((family) => (family.target === null ? [] : [family.target]));
  if (targets.length === 0) {
    return 'no target';
  }
  const [low, high] = [Math.min(...targets), Math.max(...targets)];
  return low === high ? `SL ${low}` : `SL ${low} to ${high}`;
}

/** All that a screen reader should say of a subject in the map. */
export function subjectSentence(subject: Subject): string {
  const parts = [`${kindWord(subject)} ${subjectTitle(subject)}`];
  if (subject.joins.length > 0) {
    parts.push(
      subject.oneWay
        ? `one way from ${subject.joins[0] ?? ''} to ${subject.joins.slice(1).join(', ')}`
        : `between ${subject.joins.join(' and ')}`,
    );
  }
  for (const levels of subject.levels) {
    const short = levels.families.filter((family) => family.short);
    parts.push(
      `target ${targetWord(levels)} in ${levels.catalog}`,
      short.length === 0
        ? 'reached in all families'
        : `short in ${short.map((family) => `${family.family} (${level(family.achieved)} of ${level(family.target)})`).join(', ')}`,
    );
  }
  parts.push(subject.findings.length === 0 ? 'no findings' : findingsLine(subject).replace(' · ', ' and '));
  return `${parts.join(', ')}.`;
}

/** `Zone`, `Untrusted zone`, `Conduit` or `Site`. */
export function kindWord(subject: Subject): string {
  const word = { site: 'Site', zone: 'Zone', conduit: 'Conduit' }[subject.kind];
  return subject.untrusted ? `Untrusted ${word.toLowerCase()}` : word;
}

/** The number of findings of a package. */
export function findingsOf(one: Package): number {
  return one.subjects.reduce((sum, subject) => sum + subject.findings.length, 0);
}
