// What is written in the box of a zone and of a conduit: names, what falls short, and the levels of each family.
import type { CatalogLevels, Family, Subject } from '../../protocol';
import { count, findingsLine, isLifted, standing, subjectTitle, targetWord } from '../../zones/words';
import type { Size } from '../layout/types';
import { fit, svg, textWidth } from './dom';

const FAMILY = 'system-ui, sans-serif';
const FONTS = {
  title: `600 14px ${FAMILY}`,
  small: `11.5px ${FAMILY}`,
  conduit: `600 12px ${FAMILY}`,
  far: `600 28px ${FAMILY}`,
  farConduit: `600 22px ${FAMILY}`,
} as const;

const ZONE = { padding: 12, cell: 34, bar: 4, step: 8, head: 46, gauges: 65, narrowest: 200 } as const;
const CONDUIT = { padding: 10, cell: 31, head: 24, strip: 32, narrowest: 110 } as const;

/** The highest level there is. */
const LEVELS = 4;

/** A drawing with its size. */
export interface Card extends Size {
  draw: (width: number) => SVGGElement;
}

/** What is written in a zone. */
export function zoneCard(subject: Subject): Card {
  const judged = subject.levels.filter((levels) => levels.families.length > 0);
  const most = Math.max(0, ...judged.map((levels) => levels.families.length));
  const titleWidth =
    textWidth(subjectTitle(subject), FONTS.title) + 2 * ZONE.padding + (subject.untrusted ? 24 : 0);
  const facts = factsLine(subject, judged);
  const width = Math.ceil(
    Math.max(
      ZONE.narrowest,
      most * ZONE.cell + 2 * ZONE.padding,
      Math.min(340, titleWidth),
      Math.min(340, textWidth(facts, FONTS.small) + 2 * ZONE.padding),
    ),
  );
  const label = judged.length > 1 ? 14 : 0;
  const height = ZONE.head + judged.length * (ZONE.gauges + label) + (judged.length > 0 ? 8 : 6);
  const draw = (): SVGGElement => {
    const inner = width - 2 * ZONE.padding;
    const group = svg('g', { 'aria-hidden': true });
    group.append(
      svg(
        'text',
        { class: 'title', x: ZONE.padding, y: 22 },
        fit(subjectTitle(subject), FONTS.title, inner - (subject.untrusted ? 24 : 0)),
      ),
      svg('text', { class: 'facts', x: ZONE.padding, y: 39 }, fit(facts, FONTS.small, inner)),
    );
    group.append(
      svg(
        'text',
        { class: 'far-title', x: ZONE.padding, y: 34 },
        fit(subjectTitle(subject), FONTS.far, inner - (subject.untrusted ? 24 : 0)),
      ),
    );
    if (subject.untrusted) {
      group.append(globe(width - ZONE.padding - 8, 17));
    }
    judged.forEach((levels, at) => {
      const y = ZONE.head + at * (ZONE.gauges + label);
      if (label > 0) {
        group.append(svg('text', { class: 'catalog', x: ZONE.padding, y: y + 10 }, levels.catalog));
      }
      levels.families.forEach((family, column) =>
        group.append(gauge(family, ZONE.padding + column * ZONE.cell, y + label)),
      );
    });
    return group;
  };
  return { width, height, draw };
}

function factsLine(subject: Subject, judged: readonly CatalogLevels[]): string {
  const parts = [subject.untrusted ? 'untrusted' : judged.map(targetWord).join(', ')];
  if (subject.components.length > 0) {
    parts.push(count(subject.components.length, 'component'));
  }
  const findings = findingsLine(subject);
  if (findings) {
    parts.push(findings);
  }
  return parts.filter(Boolean).join(' · ');
}

/** A zone outside: a small globe. */
function globe(x: number, y: number): SVGGElement {
  return svg(
    'g',
    { class: 'globe', transform: `translate(${x} ${y})` },
    svg('circle', { r: 7 }),
    svg('ellipse', { rx: 3, ry: 7 }),
    svg('path', { d: 'M-7 0H7' }),
  );
}

/** Four steps: filled as far as is achieved, framed as far as is capable, a line where the target is. */
function gauge(family: Family, x: number, y: number): SVGGElement {
  const stands = standing(family);
  const group = svg('g', { class: `gauge ${stands}`, transform: `translate(${x} ${y})` });
  const middle = ZONE.cell / 2;
  const foot = 14 + LEVELS * ZONE.step;
  group.append(svg('text', { class: 'family', x: middle, y: 9, 'text-anchor': 'middle' }, family.family));
  for (let step = 1; step <= LEVELS; step += 1) {
    const kind =
      step <= (family.achieved ?? 0)
        ? 'achieved'
        : step <= (family.compensated ?? 0)
          ? 'compensated'
          : step <= (family.capable ?? 0)
            ? 'capable'
            : 'empty';
    group.append(
      svg('rect', {
        class: `step ${kind}`,
        x: middle - 8.5,
        y: foot - step * ZONE.step + 0.5,
        width: 17,
        height: ZONE.step - 2.5,
        rx: 1.5,
      }),
    );
  }
  if (family.target !== null && family.target > 0) {
    const at = foot - family.target * ZONE.step - 0.75;
    group.append(svg('path', { class: 'aim', d: `M${middle - 13} ${at}H${middle + 13}` }));
  }
  group.append(
    svg('text', { class: 'number', x: middle, y: foot + 14, 'text-anchor': 'middle' }, numbers(family)),
  );
  return group;
}

/** Achieved against target: `1/3`, `2+/3` where countermeasures lift it, `–` where nothing applies. */
function numbers(family: Family): string {
  if (family.achieved === null && family.target === null) {
    return '–';
  }
  const achieved = family.achieved === null ? '–' : String(family.achieved);
  const lifted = isLifted(family) ? '+' : '';
  return family.target === null ? `${achieved}${lifted}` : `${achieved}${lifted}/${family.target}`;
}

/** What is written in a conduit. */
export function conduitCard(subject: Subject): Card {
  const judged = subject.levels.filter((levels) => levels.families.length > 0);
  const most = Math.max(0, ...judged.map((levels) => levels.families.length));
  const findings = findingsLine(subject);
  const title = subjectTitle(subject);
  const width = Math.ceil(
    Math.max(
      CONDUIT.narrowest,
      most * CONDUIT.cell + 2 * CONDUIT.padding,
      Math.min(260, textWidth(title, FONTS.conduit) + 2 * CONDUIT.padding + 20),
    ),
  );
  const height = CONDUIT.head + judged.length * CONDUIT.strip + 5;
  const draw = (): SVGGElement => {
    const group = svg('g', { 'aria-hidden': true });
    group.append(direction(subject.oneWay, CONDUIT.padding + 5, 13));
    const room = width - 2 * CONDUIT.padding - 20;
    const findingsWidth = findings ? textWidth(findings, FONTS.small) + 10 : 0;
    const both = textWidth(title, FONTS.conduit) + findingsWidth <= room;
    group.append(
      svg(
        'text',
        { class: 'conduit-title', x: CONDUIT.padding + 18, y: 17 },
        fit(title, FONTS.conduit, both ? room - findingsWidth : room),
      ),
    );
    group.append(
      svg(
        'text',
        { class: 'far-conduit', x: CONDUIT.padding + 18, y: 34 },
        fit(title, FONTS.farConduit, width - 2 * CONDUIT.padding - 18),
      ),
    );
    if (findings && both) {
      group.append(
        svg('text', { class: 'facts', x: width - CONDUIT.padding, y: 17, 'text-anchor': 'end' }, findings),
      );
    }
    judged.forEach((levels, row) =>
      levels.families.forEach((family, column) =>
        group.append(
          chip(family, CONDUIT.padding + column * CONDUIT.cell, CONDUIT.head + row * CONDUIT.strip),
        ),
      ),
    );
    return group;
  };
  return { width, height, draw };
}

/** Both ways, or one. */
function direction(oneWay: boolean, x: number, y: number): SVGPathElement {
  const right = 'M-6 0H5M1.5 -3.5L5.5 0L1.5 3.5';
  const both = 'M-6 0H6M2.5 -3.5L6 0L2.5 3.5M-2.5 -3.5L-6 0L-2.5 3.5';
  return svg('path', { class: 'direction', transform: `translate(${x} ${y})`, d: oneWay ? right : both });
}

/** A family of a conduit: its name over its numbers, with a bar as wide as what is achieved of the target. */
function chip(family: Family, x: number, y: number): SVGGElement {
  const group = svg('g', { class: `gauge ${standing(family)}`, transform: `translate(${x} ${y})` });
  const middle = CONDUIT.cell / 2;
  group.append(
    svg('text', { class: 'family', x: middle, y: 9, 'text-anchor': 'middle' }, family.family),
    svg('text', { class: 'number', x: middle, y: 22, 'text-anchor': 'middle' }, numbers(family)),
  );
  const step = 6;
  for (let level = 1; level <= LEVELS; level += 1) {
    const kind =
      level <= (family.achieved ?? 0) ? 'achieved' : level <= (family.capable ?? 0) ? 'capable' : 'empty';
    group.append(
      svg('rect', {
        class: `step ${kind}`,
        x: middle - 2 * step + (level - 1) * step + 0.5,
        y: 25.5,
        width: step - 1.5,
        height: 3.5,
        rx: 0.75,
      }),
    );
  }
  return group;
}
