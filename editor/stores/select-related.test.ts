import { describe, expect, it } from 'vitest';
import { nearestCard } from './select-related.ts';

const card = (id: string, x: number, y: number, height = 80) => ({ id, box: { x, y, width: 208, height } });

describe('the arrow keys', () => {
  const cards = [card('a', 0, 0), card('b', 300, 0), card('far', 900, 0), card('low', 300, 200, 400)];
  const at = (id: string) => cards.find((each) => each.id === id)!;

  it('go to the nearest card in their direction, by the middles of cards', () => {
    expect(nearestCard(cards, at('a'), 1, 0)?.id).toBe('b');
    expect(nearestCard(cards, at('b'), 1, 0)?.id).toBe('far');
    expect(nearestCard(cards, at('b'), 0, 1)?.id).toBe('low');
    expect(nearestCard(cards, at('low'), 0, -1)?.id).toBe('b');
  });

  it('stay where nothing is', () => {
    expect(nearestCard(cards, at('a'), -1, 0)).toBeUndefined();
    expect(nearestCard(cards, at('far'), 1, 0)).toBeUndefined();
  });
});
