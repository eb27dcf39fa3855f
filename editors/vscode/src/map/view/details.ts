// The panel beside the map: all of one subject, in tables and words.
import type { Finding, Package, Subject } from '../../protocol';
import { count, familySentence, isLifted, kindWord, level, standing, subjectTitle } from '../../zones/words';
import type { FromMap } from '../messages';
import { html } from './dom';

/** Shows a subject in `panel`; `send` carries what its buttons ask for. */
export function showDetails(
  panel: HTMLElement,
  one: Package,
  subject: Subject,
  send: (message: FromMap) => void,
  select: (id: string) => void,
): void {
  const open = html('button', { type: 'button', class: 'link' }, 'Go to source');
  open.addEventListener('click', () => send({ type: 'open', location: subject.location }));
  panel.replaceChildren(
    html('p', { class: 'kind' }, kindWord(subject)),
    html('h2', {}, subjectTitle(subject)),
    html('p', { class: 'path' }, html('code', {}, subject.id), ' ', open),
    ...joins(one, subject, select),
    ...levelTables(subject),
    ...findings(subject, send),
    ...components(subject, send),
  );
}

function joins(one: Package, subject: Subject, select: (id: string) => void): Node[] {
  const neighbours =
    subject.kind === 'conduit'
      ? subject.joins
      : one.subjects.flatMap((each) => (each.joins.includes(subject.id) ? [each.id] : []));
  if (neighbours.length === 0) {
    return [];
  }
  const title = subject.kind === 'conduit' ? (subject.oneWay ? 'One way between' : 'Joins') : 'Conduits';
  const list = html('ul', { class: 'plain' });
  for (const id of neighbours) {
    const other = one.subjects.find((each) => each.id === id);
    const button = html('button', { type: 'button', class: 'link' }, other ? subjectTitle(other) : id);
    button.addEventListener('click', () => select(id));
    const role = subject.oneWay ? (id === subject.joins[0] ? 'from ' : 'to ') : '';
    list.append(html('li', {}, role, button));
  }
  return [html('h3', {}, title), list];
}

function levelTables(subject: Subject): Node[] {
  return subject.levels
    .filter((levels) => levels.families.length > 0)
    .flatMap((levels) => {
      const head = ['Family', 'Target', 'Capable', 'Achieved'].map((name) =>
        html('th', { scope: 'col' }, name),
      );
      const rows = levels.families.map((family) => {
        const achieved = `${level(family.achieved)}${isLifted(family) ? ` (${level(family.compensated)} with countermeasures)` : ''}`;
        return html(
          'tr',
          { class: standing(family), title: familySentence(family) },
          html('th', { scope: 'row' }, html('abbr', { title: family.title }, family.family)),
          html('td', {}, level(family.target)),
          html('td', {}, level(family.capable)),
          html('td', {}, achieved),
        );
      });
      return [
        html('h3', {}, `Levels in ${levels.catalog}`),
        html('table', {}, html('thead', {}, html('tr', {}, ...head)), html('tbody', {}, ...rows)),
      ];
    });
}

function findings(subject: Subject, send: (message: FromMap) => void): Node[] {
  if (subject.findings.length === 0) {
    return subject.untrusted ? [] : [html('p', { class: 'fine' }, 'No findings.')];
  }
  const list = html('ul', { class: 'findings' });
  for (const finding of subject.findings) {
    list.append(findingItem(subject, finding, send));
  }
  return [html('h3', {}, count(subject.findings.length, 'finding')), list];
}

function findingItem(subject: Subject, finding: Finding, send: (message: FromMap) => void): HTMLLIElement {
  const open = html('button', { type: 'button', class: 'link' }, finding.clause);
  open.addEventListener('click', () => send({ type: 'open', location: finding.location }));
  const explain = html(
    'button',
    { type: 'button', class: 'link small', 'aria-label': `Explain ${finding.clause}` },
    'why?',
  );
  explain.addEventListener('click', () =>
    send({
      type: 'explain',
      fingerprint: finding.fingerprint,
      uri: finding.location.uri,
      title: `${finding.clause} for ${subject.id}`,
    }),
  );
  const gap = finding.gap.replace(' ', '-');
  return html(
    'li',
    { class: gap },
    html('div', {}, open, ' ', html('span', { class: 'gap' }, finding.gap), ' ', explain),
    html('div', { class: 'clause' }, finding.title),
  );
}

function components(subject: Subject, send: (message: FromMap) => void): Node[] {
  if (subject.components.length === 0) {
    return [];
  }
  const list = html('ul', { class: 'plain' });
  for (const component of subject.components) {
    const open = html('button', { type: 'button', class: 'link' }, component.title ?? component.name);
    open.addEventListener('click', () => send({ type: 'open', location: component.location }));
    list.append(
      html('li', {}, open, component.product ? html('span', { class: 'dim' }, ` ${component.product}`) : ''),
    );
  }
  return [html('h3', {}, count(subject.components.length, 'component')), list];
}
