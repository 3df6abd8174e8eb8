import { expect, it } from 'vitest';
import { createMovement } from './movement.ts';

const start = () => {
  const settled: number[] = [];
  const waiting = new Set<() => void>();
  const movement = createMovement(
    ({ x }) => settled.push(x),
    (run) => {
      waiting.add(run);
      return () => void waiting.delete(run);
    },
  );
  const move = (x: number) => movement.move({ x, y: 0, zoom: 1 });
  return { movement, settled, move, pause: () => [...waiting].forEach((run) => run()) };
};

it('what a hand moves settles when it is let go, once', () => {
  const { movement, settled, move } = start();
  const seen: number[] = [];
  movement.watch(({ x }) => void seen.push(x));
  movement.begin();
  move(1);
  move(2);
  expect([settled, seen, movement.isMoving()]).toEqual([[], [0, 1, 2], true]);
  movement.end();
  expect([settled, movement.isMoving(), movement.now().x]).toEqual([[2], false, 2]);
});

it('and when it is held still', () => {
  const { movement, settled, move, pause } = start();
  movement.begin();
  move(1);
  pause();
  expect(settled).toEqual([1]);
  move(2);
  movement.end();
  expect(settled).toEqual([1, 2]);
});

it('a view that no hand makes settles at once, and a touch without movement settles nothing', () => {
  const { movement, settled, move } = start();
  move(5);
  movement.begin();
  movement.end();
  expect(settled).toEqual([5]);
});

it('whoever stops watching is told no more', () => {
  const { movement, move } = start();
  const seen: number[] = [];
  const leave = movement.watch(({ x }) => void seen.push(x));
  leave();
  move(1);
  expect(seen).toEqual([0]);
});
