import { describe, expect, it } from 'vitest';
import { bentPath, edgePath, goesBack } from './edge-path.ts';

describe('edgePath', () => {
  it('runs straight to a target on the right', () => {
    const { path, labelX, labelY } = edgePath({ sourceX: 0, sourceY: 10, targetX: 200, targetY: 10 }, 0);
    expect(path.startsWith('M0,10 C')).toBe(true);
    expect([labelX, labelY]).toEqual([100, 10]);
  });

  it('goes round below both cards when the target lies behind', () => {
    const ends = { sourceX: 400, sourceY: 50, targetX: 100, targetY: 80 };
    expect(goesBack(ends)).toBe(true);
    const { path, labelX, labelY } = edgePath(ends, 160);
    expect([labelX, labelY]).toEqual([250, 180]);
    expect(path.startsWith('M400,50 ')).toBe(true);
    expect(path.endsWith(' L100,80')).toBe(true);
    const heights = [...path.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.max(...heights)).toBe(180);
  });

  it('draws no corner wider than the stretch beside it', () => {
    const { path } = edgePath({ sourceX: 10, sourceY: 0, targetX: 10, targetY: 0 }, -18);
    expect(path).not.toContain('NaN');
  });

  it('runs through the bends that a person drew, with its label on the longest stretch', () => {
    const ends = { sourceX: 0, sourceY: 0, targetX: 400, targetY: 0 };
    const { path, labelX, labelY } = bentPath(ends, [
      [40, 100],
      [300, 100],
    ]);
    expect(path.match(/Q(\S+)/g)).toEqual(['Q20,0', 'Q40,100', 'Q300,100', 'Q380,0']);
    expect([labelX, labelY]).toEqual([170, 100]);
  });
});
