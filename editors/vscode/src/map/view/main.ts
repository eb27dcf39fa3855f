// The page of the zone map: toolbar, map and details, and how they are worked by hand and by key.
import type { Package, Subject } from '../../protocol';
import { count, findingsOf } from '../../zones/words';
import type { FromMap, ToMap } from '../messages';
import { Camera } from './camera';
import { showDetails } from './details';
import { html, svg } from './dom';
import { type Drawing, drawPackage } from './drawing';
import { ARROWS, nextInDirection } from './keyboard';

interface Remembered {
  package?: string;
  subject?: string;
  details?: boolean;
}

interface Host {
  postMessage: (message: FromMap) => void;
  getState: () => Remembered | undefined;
  setState: (state: Remembered) => void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const send = (message: FromMap): void => host.postMessage(message);
let remembered: Remembered = host.getState() ?? {};

let packages: Package[] = [];
let shown: Package | undefined;
let drawing: Drawing | undefined;
let wanted: string | undefined;

const world = svg('g');
const stage = svg(
  'svg',
  { class: 'stage', role: 'group', 'aria-label': 'Zone map', 'aria-describedby': 'help' },
  world,
);
const zoomText = html('output', { class: 'zoom', 'aria-label': 'Zoom' });
const camera = new Camera(stage, world, (scale) => {
  zoomText.textContent = `${Math.round(scale * 100)} %`;
  stage.classList.toggle('far', scale < 0.45);
});
const chooser = html('select', { 'aria-label': 'Site' });
const summary = html('span', { class: 'summary', role: 'status' });
const details = html('aside', { class: 'details', 'aria-label': 'Details', tabindex: 0 });
const detailsButton = button(
  'Details',
  () => setDetails(details.hidden !== false),
  'Details of what is selected',
);
const empty = html('p', { class: 'empty' });

function button(text: string, action: () => void, label?: string): HTMLButtonElement {
  const made = html('button', { type: 'button', 'aria-label': label, title: label }, text);
  made.addEventListener('click', action);
  return made;
}

function remember(change: Remembered): void {
  remembered = { ...remembered, ...change };
  host.setState(remembered);
}

function setDetails(visible: boolean): void {
  details.hidden = !visible;
  detailsButton.setAttribute('aria-pressed', String(visible));
  remember({ details: visible });
}

function subjectOf(id: string | undefined): Subject | undefined {
  return shown?.subjects.find((subject) => subject.id === id);
}

/** Makes a subject the one that the tab key enters by, and shows its details. */
function select(id: string, focus: boolean): void {
  const subject = subjectOf(id);
  const node = drawing?.nodes.get(id);
  if (!subject || !node || !shown) {
    return;
  }
  drawing?.nodes.forEach((each, name) => {
    each.setAttribute('tabindex', name === id ? '0' : '-1');
    each.classList.toggle('selected', name === id);
  });
  stage.querySelectorAll<SVGGElement>('.line').forEach((line) => {
    const isNear = line.dataset.conduit === id || line.dataset.zone === id;
    line.classList.toggle('near', isNear);
  });
  showDetails(details, shown, subject, send, (other) => select(other, true));
  remember({ subject: id });
  if (focus) {
    node.focus({ preventScroll: true });
    const box = drawing?.boxes.get(id);
    if (box) {
      camera.reveal(box);
    }
  }
}

function open(id: string): void {
  const subject = subjectOf(id);
  if (subject) {
    send({ type: 'open', location: subject.location });
  }
}

function idOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<SVGGElement>('.node')?.dataset.id : undefined;
}

function show(one: Package | undefined): void {
  shown = one;
  const focused = idOf(document.activeElement);
  empty.hidden = one?.subjects.some((subject) => subject.kind === 'zone') ?? false;
  empty.textContent =
    packages.length === 0
      ? 'Waiting for the language server…'
      : 'There is no zone in this site yet: declare one, and it appears here.';
  summary.textContent = one ? summaryOf(one) : '';
  summary.title = summary.textContent;
  if (!one) {
    world.replaceChildren();
    drawing = undefined;
    details.replaceChildren();
    return;
  }
  drawing = drawPackage(one);
  world.replaceChildren(drawing.content);
  camera.setMap(drawing.layout);
  remember({ package: one.uri });
  const first = [...drawing.nodes.keys()][0];
  const selected = [wanted, focused, remembered.subject, first].find(
    (id) => id !== undefined && drawing?.nodes.has(id),
  );
  if (selected !== undefined) {
    select(selected, selected === wanted || selected === focused);
  } else {
    details.replaceChildren();
  }
  wanted = undefined;
}

function summaryOf(one: Package): string {
  const zones = one.subjects.filter((subject) => subject.kind === 'zone').length;
  const conduits = one.subjects.filter((subject) => subject.kind === 'conduit').length;
  const parts = [
    count(zones, 'zone'),
    count(conduits, 'conduit'),
    count(findingsOf(one), 'finding'),
    `as of ${one.asOf}`,
  ];
  return `${parts.join(' · ')}${one.broken ? ' · does not compile: levels of what can be read' : ''}`;
}

function receive(message: ToMap): void {
  if (message.type === 'zones') {
    packages = message.packages.filter((one) => one.subjects.length > 0);
    chooser.replaceChildren(...packages.map((one) => html('option', { value: one.uri }, one.name)));
    chooser.hidden = packages.length < 2;
    const one = packages.find((each) => each.uri === remembered.package) ?? packages[0];
    chooser.value = one?.uri ?? '';
    show(one);
  } else {
    wanted = message.subject;
    const one = packages.find((each) => each.uri === message.package);
    remember({ package: message.package, subject: message.subject });
    if (one) {
      chooser.value = one.uri;
      show(one);
    }
  }
}

stage.addEventListener('click', (event) => {
  const id = idOf(event.target);
  if (id !== undefined) {
    select(id, true);
    open(id);
  }
});

stage.addEventListener('focusin', (event) => {
  const id = idOf(event.target);
  if (id !== undefined && remembered.subject !== id) {
    select(id, false);
  }
});

stage.addEventListener('keydown', (event) => {
  const id = idOf(event.target);
  if (id === undefined || !drawing || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const ids = [...drawing.nodes.keys()];
  const direction = ARROWS[event.key];
  const actions: Record<string, (() => void) | undefined> = {
    Enter: () => open(id),
    ' ': () => open(id),
    Home: () => select(ids[0] ?? id, true),
    End: () => select(ids.at(-1) ?? id, true),
    '+': () => camera.zoom(1.25),
    '=': () => camera.zoom(1.25),
    '-': () => camera.zoom(0.8),
    '0': () => camera.fit(),
  };
  const action = direction
    ? () => select(nextInDirection(drawing?.boxes ?? new Map(), id, direction) ?? id, true)
    : actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

chooser.addEventListener('change', () => show(packages.find((one) => one.uri === chooser.value)));

const legend = html(
  'div',
  { class: 'legend' },
  ...(
    [
      ['met', 'reached'],
      ['notEnabled', 'switch on what is there'],
      ['notCapable', 'needs something else'],
    ] as const
  ).map(([standing, text]) => html('span', { class: `key ${standing}` }, text)),
);

document.body.append(
  html(
    'header',
    { class: 'toolbar' },
    chooser,
    summary,
    html(
      'div',
      { role: 'group', 'aria-label': 'Zoom', class: 'buttons' },
      button('−', () => camera.zoom(0.8), 'Zoom out'),
      zoomText,
      button('+', () => camera.zoom(1.25), 'Zoom in'),
      button('Fit', () => camera.fit(), 'Fit the whole map into sight'),
    ),
    detailsButton,
  ),
  html('main', {}, html('div', { class: 'canvas' }, stage, legend, empty), details),
  html(
    'p',
    { id: 'help', class: 'sr-only' },
    'Arrow keys go from box to box, Enter goes to the source, plus and minus zoom, 0 shows the whole map.',
  ),
);
setDetails(remembered.details ?? window.innerWidth > 900);
show(undefined);
window.addEventListener('message', (event: MessageEvent<ToMap>) => {
  try {
    receive(event.data);
  } catch (error) {
    send({ type: 'failed', message: String(error) });
  }
});
send({ type: 'ready' });
