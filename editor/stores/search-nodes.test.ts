import { describe, expect, it } from 'vitest';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { groupByPack, searchNodes } from './search-nodes.ts';

const node = (type: string, title: string, keywords: string[] = [], docs = ''): NodeDescriptor => ({
  type,
  title,
  keywords,
  docs,
  version: 1,
  kind: 'stateless',
  icon: 'box',
  inputs: {},
  outputs: {},
  params: {},
  required: [],
  equations: [],
  card: { look: 'value' },
});

const nodes = [
  node('sources/mqtt', 'MQTT', ['topic', 'broker'], 'Listens to a topic.'),
  node('physics/tank', 'Tank', ['level', 'vessel'], 'Volume over an outlet.'),
  node('physics/pump', 'Pump', ['centrifugal'], 'Head over flow; fills a tank.'),
];

const found = (search: string): string[] => searchNodes(nodes, search).map(({ type }) => type);

describe('searchNodes', () => {
  it('finds by title, type, keyword and text, titles first', () => {
    expect(found('tank')).toEqual(['physics/tank', 'physics/pump']);
    expect(found('BROKER')).toEqual(['sources/mqtt']);
    expect(found('phys')).toEqual(['physics/tank', 'physics/pump']);
  });

  it('wants every word', () => {
    expect(found('pump tank')).toEqual(['physics/pump']);
    expect(found('pump mqtt')).toEqual([]);
  });

  it('lists all in palette order while nothing is searched', () => {
    expect(found('  ')).toEqual(nodes.map(({ type }) => type));
  });
});

describe('groupByPack', () => {
  it('keeps packs and nodes in palette order', () => {
    expect(groupByPack(nodes).map(({ pack, nodes: members }) => [pack, members.length])).toEqual([
      ['sources', 1],
      ['physics', 2],
    ]);
  });
});
