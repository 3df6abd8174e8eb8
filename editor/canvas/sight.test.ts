import { describe, expect, it } from 'vitest';
import { boxAround, boxInSight, fittingView, holds, openingView, overlaps } from './sight.ts';

const frame = { width: 800, height: 600 };

describe('what is in sight', () => {
  it('is the frame seen from the canvas: shifted and divided by the zoom', () => {
    expect(boxInSight({ x: 100, y: -50, zoom: 0.5, ...frame })).toEqual({
      x: -200,
      y: 100,
      width: 1600,
      height: 1200,
    });
    expect(boxInSight({ x: 100, y: -50, zoom: 0.5, ...frame }, 10).x).toBe(-220);
  });

  it('a box that is partly inside is in sight, one beside it is not', () => {
    const seen = boxInSight({ x: 0, y: 0, zoom: 1, ...frame });
    const card = { x: 790, y: 590, width: 208, height: 100 };
    expect([overlaps(seen, card), holds(seen, card)]).toEqual([true, false]);
    expect(overlaps(seen, { ...card, x: 801 })).toBe(false);
    expect(holds(seen, { ...card, x: 100, y: 100 })).toBe(true);
  });

  it('the box around none is none', () => {
    expect(boxAround([])).toBeUndefined();
    const boxes = [
      { x: 10, y: 0, width: 10, height: 5 },
      { x: -5, y: 20, width: 5, height: 5 },
    ];
    expect(boxAround(boxes)).toEqual({ x: -5, y: 0, width: 25, height: 25 });
  });
});

describe('a view', () => {
  it('fits a box with its middle in the middle, never nearer than 100 %', () => {
    expect(fittingView({ x: 0, y: 0, width: 100, height: 100 }, frame)).toEqual({ x: 350, y: 250, zoom: 1 });
    const wide = fittingView({ x: 0, y: 0, width: 7040, height: 100 }, frame);
    expect(wide.zoom).toBeCloseTo(0.1, 12);
    expect([wide.x, wide.y + 50 * wide.zoom]).toEqual([48, 300]);
  });

  it('opens on the beginning of a flow that is too large to be read whole', () => {
    const view = openingView({ x: 1000, y: 2000, width: 90_000, height: 90_000 }, frame);
    expect([view.x + 1000 * view.zoom, view.y + 2000 * view.zoom]).toEqual([24, 24]);
    expect(view.zoom).toBe(0.55);
  });
});
