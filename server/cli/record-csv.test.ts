import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { event, typeFrom, unitFrom } from '@twinloom/runtime/node/ports';
import { Twin } from '@twinloom/runtime/run/twin';
import { BAD } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Recording, type RecordingOptions } from './record-csv.ts';

/** A source of any type, and one of events, that only a test puts values on. */
const tag = defineNode({
  type: 'sources/tag',
  version: 1,
  title: 'Tag',
  icon: 'tag',
  docs: 'A value the test puts there.',
  params: z.object({
    type: z.enum(['number', 'boolean', 'string', 'vector', 'record']).default('number'),
    unit: z.string().optional(),
  }),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit')) },
  listen: {
    address: () => ({ protocol: 'mqtt', connection: 'default', topic: 'tag', qos: 0 }),
    decode: () => ({}),
  },
});
const button = defineNode({
  type: 'sources/button',
  version: 1,
  title: 'Button',
  icon: 'circle',
  docs: 'Pressed by the test.',
  params: z.object({}),
  inputs: {},
  outputs: { pressed: event() },
  listen: {
    address: () => ({ protocol: 'mqtt', connection: 'default', topic: 'button', qos: 0 }),
    decode: () => ({}),
  },
});

const withTags = catalogOf([...catalog.values(), tag, button]);
const tagOf = (type: string) => ({ type: 'sources/tag', params: { type } });

function record(nodes: Flow['nodes'], options: Partial<RecordingOptions>, drive: (twin: Twin) => number) {
  const { plan, diagnostics } = compileFlow({ twinloom: 1, nodes }, withTags);
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('; '));
  let text = '';
  const listeners: Recording[] = [];
  const twin = new Twin(plan, { id: 'test', onInstant: (at) => listeners[0]?.take(at) });
  const recording = new Recording(twin, {
    ports: plan.ports.map((_, index) => index),
    quality: false,
    write: (piece) => (text += piece),
    ...options,
  });
  listeners.push(recording);
  recording.finish(drive(twin));
  return text.trimEnd().split('\n');
}

describe('a recording of every instant', () => {
  it('has a row for each instant in which a recorded port got a sample, with what the others hold', () => {
    const rows = record(
      { a: tagOf('number'), b: tagOf('number'), c: tagOf('number') },
      { ports: [0, 1] },
      (twin) => {
        twin.deliver(1, [{ node: 'a', value: 1 / 3 }]);
        twin.deliver(2, [{ node: 'c', value: 9 }]);
        twin.deliver(3.25, [{ node: 'b', value: -0 }]);
        twin.deliver(3.25, [{ node: 'b', value: 1e-7 }]);
        return 9;
      },
    );
    expect(rows).toEqual([
      'time,a.value,b.value',
      '1,0.3333333333333333,',
      '3.25,0.3333333333333333,-0',
      '3.25,0.3333333333333333,1e-7',
    ]);
  });

  it('writes true and false, texts, vectors and records, and nothing where a sample is bad', () => {
    const rows = record(
      { flag: tagOf('boolean'), text: tagOf('string'), wave: tagOf('vector'), more: tagOf('record') },
      {},
      (twin) => {
        twin.deliver(0, [
          { node: 'flag', value: true },
          { node: 'text', value: 'a, "b"' },
          { node: 'wave', value: [1, 2.5] },
          { node: 'more', value: { x: 'y' } },
        ]);
        twin.deliver(1, [
          { node: 'flag', value: false },
          { node: 'text', quality: BAD },
          { node: 'wave', quality: BAD },
        ]);
        return 1;
      },
    );
    expect(rows.slice(1)).toEqual([
      '0,true,"a, ""b""","[1,2.5]","{""x"":""y""}"',
      '1,false,,,"{""x"":""y""}"',
    ]);
  });

  it('writes 1 for an event, in its instant only', () => {
    const rows = record({ press: { type: 'sources/button' }, a: tagOf('number') }, {}, (twin) => {
      twin.deliver(1, [{ node: 'press', value: true }]);
      twin.deliver(2, [{ node: 'a', value: 5 }]);
      return 2;
    });
    expect(rows.slice(1)).toEqual(['1,1,', '2,,5']);
  });

  it('says the quality of each port beside it, nothing where there is no sample', () => {
    const rows = record(
      { press: { type: 'sources/button' }, a: tagOf('number') },
      { quality: true },
      (twin) => {
        twin.deliver(1, [{ node: 'press', value: true }]);
        twin.deliver(2, [{ node: 'a', value: 5, quality: 1 }]);
        twin.deliver(3, [{ node: 'a', problem: 'broken' }]);
        return 3;
      },
    );
    expect(rows).toEqual([
      'time,press.pressed,press.pressed.quality,a.value,a.value.quality',
      '1,1,good,,',
      '2,,,5,uncertain',
      '3,,,,bad',
    ]);
  });
});

describe('a periodic recording', () => {
  it('has rows at origin + k·D and at the end, with what is held after all instants of that time', () => {
    const rows = record({ a: tagOf('number') }, { every: 0.1 }, (twin) => {
      twin.deliver(0.1, [{ node: 'a', value: 1 }]);
      twin.deliver(0.1, [{ node: 'a', value: 2 }]);
      twin.deliver(0.25, [{ node: 'a', value: 3 }]);
      return 0.35;
    });
    expect(rows.slice(1)).toEqual(['0,', '0.1,2', '0.2,2', '0.3,3', '0.35,3']);
  });

  it('has one row where the end is one of them', () => {
    expect(record({ a: tagOf('number') }, { every: 10 }, () => 20).slice(1)).toEqual(['0,', '10,', '20,']);
  });

  it('counts the events since the last row', () => {
    const rows = record({ press: { type: 'sources/button' } }, { every: 1 }, (twin) => {
      for (const t of [0, 0.2, 0.9, 1, 2.5]) twin.deliver(t, [{ node: 'press', value: true }]);
      return 3;
    });
    expect(rows.slice(1)).toEqual(['0,1', '1,3', '2,0', '3,1']);
  });

  it('keeps what a vector was, though its node writes into it later', () => {
    const wave = Float64Array.of(1, 2);
    const rows = record({ wave: tagOf('vector') }, { every: 1 }, (twin) => {
      twin.deliver(0, [{ node: 'wave', value: wave }]);
      wave[0] = 7;
      twin.deliver(1.5, [{ node: 'wave', value: wave }]);
      return 2;
    });
    expect(rows.slice(1)).toEqual(['0,"[1,2]"', '1,"[1,2]"', '2,"[7,2]"']);
  });

  it('of a resumed run keeps to the origin and begins after its start', () => {
    const rows = record({ a: tagOf('number') }, { every: 0.3, after: 0.6 }, (twin) => {
      twin.deliver(0.6, [{ node: 'a', value: 1 }]);
      return 1;
    });
    expect(rows.slice(1)).toEqual(['0.9,1', '1,1']);
  });
});
