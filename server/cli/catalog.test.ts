import { tank } from '@twinloom/nodes/physics/tank';
import { describe, expect, it } from 'vitest';
import { describeNode } from './catalog.ts';

describe('a node in the catalog', () => {
  const lines = describeNode(tank.descriptor).split('\n');

  it('begins with its type, title and docs', () => {
    expect(lines[0]).toMatch(/^physics\/tank {2}Draining tank/);
    expect(lines[1]).toContain('Level of an open, upright tank');
  });

  it.each([
    /^ +in +inflow +number m3\/s/,
    /^ +in +outflow +number m3\/s \[0\]/,
    /^ +out +level +number m /,
    /^ +param +area +number m2 \[1\] Cross-section/,
  ])('shows its ports and params with unit and default: %s', (row) => {
    expect(lines.filter((line) => row.test(line))).toHaveLength(1);
  });
});
