import { describe, expect, it } from 'vitest';
import { describeCatalog } from '@twinloom/runtime/node/catalog';
import { catalog } from './catalog.ts';

const nodes = [...catalog.values()];
const PACKS = ['sources', 'transforms', 'physics', 'predictors', 'sinks'];
const named = nodes.map((node) => [node.type, node] as const);

describe('the catalog', () => {
  it('is in palette order: sources, transforms, physics, predictors, sinks', () => {
    const packs = nodes.map(({ type }) => PACKS.indexOf(type.split('/')[0] ?? ''));
    expect(packs).not.toContain(-1);
    expect(packs).toEqual(packs.toSorted((a, b) => a - b));
  });

  it('holds the nodes that flows in the wild depend on', () => {
    expect([...catalog.keys()]).toEqual(
      expect.arrayContaining([
        'sources/mqtt',
        'sources/constant',
        'sources/waveform',
        'sources/csv-replay',
        'transforms/expression',
        'transforms/low-pass',
        'transforms/compare',
        'physics/tank',
        'predictors/remaining-life',
        'sinks/alarm',
        'sinks/mqtt-publish',
      ]),
    );
  });

  it('is plain JSON when it is described', () => {
    const described = describeCatalog(catalog);
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
    expect(described.nodes.map(({ type }) => type)).toEqual([...catalog.keys()]);
  });

  it.each(named)(
    '%s says what it is, what it does not model, where it is from, and what every param means',
    (_, { descriptor }) => {
      expect(descriptor.docs.length).toBeGreaterThan(20);
      expect(descriptor.doesNotModel ?? '').not.toBe('');
      expect(descriptor.source ?? '').not.toBe('');
      expect(descriptor.keywords.length).toBeGreaterThan(2);
      const silent = Object.entries(descriptor.params).filter(([, { description }]) => !description);
      expect(silent.map(([name]) => name)).toEqual([]);
    },
  );

  it.each(named)('%s has a unit for each of its numbers', (_, { descriptor }) => {
    const without = Object.entries({ ...descriptor.inputs, ...descriptor.outputs }).filter(
      ([, { type, unit }]) =>
        type === 'number' && (unit.kind === 'none' || (unit.kind === 'code' && unit.code === '')),
    );
    expect(without.map(([name]) => name)).toEqual([]);
  });

  it.each(named)('%s shows a port it has on its card', (_, { descriptor }) => {
    const ports = Object.keys({ ...descriptor.inputs, ...descriptor.outputs });
    expect([...ports, undefined]).toContain(descriptor.card.port);
  });
});
