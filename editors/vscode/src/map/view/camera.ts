// Which part of the map is in sight, and how large.
import type { Box, Size } from '../layout/types';

const NEAREST = 3;
const FARTHEST = 0.08;

/** Zooms and pans by moving one group. */
export class Camera {
  private x = 0;
  private y = 0;
  private scale = 1;
  private map: Size = { width: 1, height: 1 };
  /** Until somebody zooms or pans, the whole map stays in sight. */
  private isFitted = true;

  constructor(
    private readonly stage: SVGSVGElement,
    private readonly world: SVGGElement,
    private readonly moved: (scale: number) => void,
  ) {
    stage.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    stage.addEventListener('pointerdown', (event) => this.drag(event));
    new ResizeObserver(() => this.keepFitted()).observe(stage);
  }

  /** Tells how large the map is now. */
  setMap(map: Size): void {
    this.map = map;
    this.keepFitted();
  }

  /** Brings the whole map into sight, but never larger than life. */
  fit(): void {
    const { width, height } = this.view();
    this.isFitted = true;
    this.scale = Math.max(FARTHEST, Math.min(1, width / this.map.width, height / this.map.height));
    this.x = (width - this.map.width * this.scale) / 2;
    this.y = Math.max(0, (height - this.map.height * this.scale) / 2);
    this.apply();
  }

  /** Zooms about the middle of what is in sight. */
  zoom(factor: number): void {
    const { width, height } = this.view();
    this.zoomAt(factor, width / 2, height / 2);
  }

  /** Moves what is in sight. */
  pan(dx: number, dy: number): void {
    this.isFitted = false;
    this.x += dx;
    this.y += dy;
    this.apply();
  }

  /** Moves just so far that a box is in sight. */
  reveal(box: Box): void {
    const { width, height } = this.view();
    const space = 24;
    const shift = (low: number, high: number, room: number): number =>
      high - low > room - 2 * space || low < space
        ? space - low
        : high > room - space
          ? room - space - high
          : 0;
    const dx = shift(this.x + box.x * this.scale, this.x + (box.x + box.width) * this.scale, width);
    const dy = shift(this.y + box.y * this.scale, this.y + (box.y + box.height) * this.scale, height);
    const isOut = (at: number, size: number, room: number): boolean => at < 0 || at + size > room;
    const isHidden =
      isOut(this.x + box.x * this.scale, box.width * this.scale, width) ||
      isOut(this.y + box.y * this.scale, box.height * this.scale, height);
    if (isHidden && (dx !== 0 || dy !== 0)) {
      this.pan(dx, dy);
    }
  }

  private view(): Size {
    const { clientWidth, clientHeight } = this.stage;
    return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
  }

  private keepFitted(): void {
    if (this.isFitted) {
      this.fit();
    }
  }

  private zoomAt(factor: number, x: number, y: number): void {
    const scale = Math.max(FARTHEST, Math.min(NEAREST, this.scale * factor));
    const real = scale / this.scale;
    this.isFitted = false;
    this.x = x - (x - this.x) * real;
    this.y = y - (y - this.y) * real;
    this.scale = scale;
    this.apply();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
    if (event.ctrlKey || event.metaKey) {
      const { left, top } = this.stage.getBoundingClientRect();
      this.zoomAt(Math.exp(-event.deltaY * unit * 0.004), event.clientX - left, event.clientY - top);
    } else if (event.shiftKey && event.deltaX === 0) {
      this.pan(-event.deltaY * unit, 0);
    } else {
      this.pan(-event.deltaX * unit, -event.deltaY * unit);
    }
  }

  private drag(event: PointerEvent): void {
    if (event.button !== 0 && event.button !== 1) {
      return;
    }
    let { clientX, clientY } = event;
    let isDrag = false;
    const move = (next: PointerEvent): void => {
      const [dx, dy] = [next.clientX - clientX, next.clientY - clientY];
      // A hand is never quite still: a few pixels are a click.
      if (!isDrag && Math.hypot(dx, dy) < 4) {
        return;
      }
      if (!isDrag) {
        isDrag = true;
        this.stage.setPointerCapture(event.pointerId);
        this.stage.classList.add('dragging');
      }
      ({ clientX, clientY } = next);
      this.pan(dx, dy);
    };
    const end = (): void => {
      this.stage.removeEventListener('pointermove', move);
      this.stage.removeEventListener('pointerup', end);
      this.stage.removeEventListener('pointercancel', end);
      this.stage.classList.remove('dragging');
      if (isDrag) {
        this.stage.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => this.stage.removeEventListener('click', swallow, { capture: true }), 0);
      }
    };
    this.stage.addEventListener('pointermove', move);
    this.stage.addEventListener('pointerup', end);
    this.stage.addEventListener('pointercancel', end);
  }

  private apply(): void {
    this.world.setAttribute('transform', `translate(${this.x} ${this.y}) scale(${this.scale})`);
    this.moved(this.scale);
  }
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
