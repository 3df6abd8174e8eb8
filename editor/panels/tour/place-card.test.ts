import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeCard } from './place-card.ts';

const window_ = { width: 1440, height: 900 };
const card = { width: 320, height: 160 };

describe('a card of the tour', () => {
  it.each([
    ['right of a thing on the left', { x: 0, y: 100, width: 240, height: 500 }, { x: 256, y: 100 }],
    ['left of a thing on the right', { x: 1100, y: 60, width: 340, height: 800 }, { x: 764, y: 60 }],
    ['below a thing as wide as the window', { x: 0, y: 48, width: 1440, height: 40 }, { x: 8, y: 104 }],
    ['above one at the foot', { x: 0, y: 640, width: 1440, height: 260 }, { x: 8, y: 464 }],
    ['in the corner of one that is all', { x: 0, y: 0, width: 1440, height: 900 }, { x: 1104, y: 724 }],
  ])('stands %s', (_, target, spot) => {
    expect(placeCard(target, card, window_)).toEqual(spot);
  });

  it('is inside the window wherever the thing is, and beside it where there is room', () => {
    const place = fc.integer({ min: -2000, max: 3000 });
    const size = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(fc.record({ x: place, y: place, width: size, height: size }), (target) => {
        const { x, y } = placeCard(target, card, window_);
        return x >= 8 && y >= 8 && x + card.width <= 1432 && y + card.height <= 892;
      }),
    );
  });
});
