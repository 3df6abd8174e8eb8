import { expect, it } from 'vitest';
import { sayFaults } from './say-faults.ts';

it('a fault is said once while it lasts, and once that it is over', () => {
  const said: string[] = [];
  const change = sayFaults('http://mes/in', (line) => said.push(line));
  for (const says of [undefined, 'it refuses', 'it refuses', 'it answers 500', undefined, 'it refuses']) {
    change(says);
  }
  expect(said).toEqual([
    'twinloom run: it refuses',
    'twinloom run: it answers 500',
    'twinloom run: http://mes/in is back.',
    'twinloom run: it refuses',
  ]);
});
