import { describe, expect, it } from 'vitest';
import { alignNodes, distributeNodes, type Box } from './arrange.ts';
import type { Flow } from './flow.ts';

const flow: Flow = { twinloom: 1, nodes: {}, layout: { a: [0, 0], b: [100, 50], c: [400, 10] } };
const boxes: Record<string, Box> = {
  a: { x: 0, y: 0, width: 100, height: 40 },
  b: { x: 100, y: 50, width: 100, height: 80 },
  c: { x: 400, y: 10, width: 200, height: 40 },
};

describe('nodes', () => {
  it.each([
    ['left', { a: [0, 0], b: [0, 50], c: [0, 10] }],
    ['right', { a: [500, 0], b: [500, 50], c: [400, 10] }],
    ['top', { a: [0, 0], b: [100, 0], c: [400, 0] }],
    ['bottom', { a: [0, 90], b: [100, 50], c: [400, 90] }],
    ['centre', { a: [250, 0], b: [250, 50], c: [200, 10] }],
    ['middle', { a: [0, 45], b: [100, 25], c: [400, 45] }],
  ] as const)('are aligned at %s', (side, layout) => {
    expect(alignNodes(flow, boxes, side).layout).toEqual(layout);
  });

  it('are distributed with equal gaps, the outermost staying', () => {
    expect(distributeNodes(flow, boxes, 'across').layout).toEqual({ ...flow.layout, b: [200, 50] });
  });

  it('stay where they are when there are too few', () => {
    expect(alignNodes(flow, { a: boxes.a! }, 'left')).toBe(flow);
    expect(distributeNodes(flow, { a: boxes.a!, b: boxes.b! }, 'across')).toBe(flow);
  });
});
