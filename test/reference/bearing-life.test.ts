import { describe, expect, it } from 'vitest';
import { readReferenceFigures } from './reference-data.ts';
import { twinOf, valueOf } from './run-flow.ts';

interface Figures {
  bearing: { 'ISO281_C14_P1.4_1800rpm': { L10h: number } };
}

const figures = readReferenceFigures() as Figures | undefined;

describe('basic rating life of ISO 281', () => {
  it.skipIf(!figures)('C = 14 kN and P = 1.4 kN at 1800 1/min give the published life in hours', () => {
    const twin = twinOf({
      clock: { tick: '1 h' },
      nodes: {
        speed: { type: 'sources/constant', params: { value: 1800, unit: '1/min' } },
        load: { type: 'sources/constant', params: { value: 1.4, unit: 'kN' } },
        bearing: { type: 'physics/bearing-wear', params: { dynamicRating: '14 kN' } },
      },
      edges: ['speed.value -> bearing.speed', 'load.value -> bearing.load'],
    });
    const hours = figures!.bearing['ISO281_C14_P1.4_1800rpm'].L10h;
    twin.advance(Math.floor(hours) * 3600);
    expect(valueOf(twin, 'bearing.failed')).toBe(0);
    expect(valueOf(twin, 'bearing.damage')).toBeCloseTo(1, 3);
    twin.advance((Math.ceil(hours) + 2) * 3600);
    expect(valueOf(twin, 'bearing.failed')).toBe(1);
  });
});
