import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areSoundNodes } from './are-sound-nodes.ts';
import { flowNodeSchema, flowSchema } from './flow.ts';
import { parseFlow } from './read-flow.ts';

const odd = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    0,
    true,
    [],
    {},
    'x',
    'y'.repeat(64),
    'z'.repeat(65),
    new Date(0),
    new Map(),
  ),
  fc.object({ maxDepth: 1 }),
);
const node = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      { type: fc.constantFrom('a/b', 'c'), params: fc.dictionary(fc.string(), fc.anything()) },
      { requiredKeys: ['type'] },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: odd, title: odd, asset: odd, params: odd, more: odd }, { requiredKeys: [] }),
  },
  { weight: 1, arbitrary: odd },
);
const id = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('a', 'b1', 'c-d_e', 'F') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '1', 'a.b', 'a b', 'é', 'g'.repeat(64), 'g'.repeat(65), 'toString'),
  },
);
const nodes = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(id, node, { maxKeys: 3 }) },
  { weight: 1, arbitrary: odd },
);

describe('nodes that are surely sound', () => {
  it('are so by the schema as well', () => {
    const schema = flowSchema.shape.nodes;
    let sound = 0;
    fc.assert(
      fc.property(nodes, (given) => {
        if (!areSoundNodes(given)) return;
        sound++;
        expect(schema.safeParse(given).success).toBe(true);
      }),
      { numRuns: 4_000 },
    );
    expect(sound).toBeGreaterThan(400);
  });

  it('are the usual ones', () => {
    const about = { type: 'sources/mqtt', title: 'T', asset: 'pump', params: { topic: 'a' }, notes: 3 };
    expect(areSoundNodes({ a: about, b: { type: 'x' } })).toBe(true);
    expect(areSoundNodes({})).toBe(true);
  });

  it.each([
    { type: '' },
    { type: 1 },
    { type: 'x', title: 1 },
    { type: 'x', asset: '' },
    { type: 'x', asset: 'a'.repeat(65) },
    { type: 'x', asset: 1 },
    { type: 'x', params: [] },
    { type: 'x', params: null },
    [],
    null,
    'x',
  ])('are not %j', (about) => {
    expect(areSoundNodes({ a: about })).toBe(false);
    expect(flowNodeSchema.safeParse(about).success).toBe(false);
  });

  it('have no property that is checked by the schema alone', () => {
    expect(Object.keys(flowNodeSchema.shape)).toEqual(['type', 'title', 'asset', 'params']);
  });
});

describe('a document', () => {
  it('is read exactly where its schema says so, and is what was given', () => {
    const usually = (good: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 6, arbitrary: good }, { weight: 1, arbitrary: odd });
    const rest = fc.record(
      {
        name: usually(fc.string()),
        edges: usually(fc.array(fc.string())),
        layout: usually(fc.constant({ a: [1, 2] })),
        clock: usually(fc.constant({ tick: 1 })),
      },
      { requiredKeys: [] },
    );
    let read = 0;
    fc.assert(
      fc.property(nodes, rest, (given, others) => {
        const value = { twinloom: 1, ...others, nodes: given };
        const { flow, diagnostics } = parseFlow(value);
        // Keys that are refused wherever they stand are looked for first.
        fc.pre(!diagnostics.some(({ remedy }) => remedy === 'remove it'));
        const wanted = flowSchema.safeParse(value);
        expect(flow !== undefined).toBe(wanted.success);
        expect(diagnostics.map(({ says }) => says)).toEqual(
          (wanted.error?.issues ?? []).map(({ path, message }) => `${path.join('.') || 'flow'}: ${message}`),
        );
        if (!flow) return;
        read++;
        expect(flow).toBe(value);
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
