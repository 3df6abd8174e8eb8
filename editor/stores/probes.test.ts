import { describe, expect, it } from 'vitest';
import { readPlaces } from './probes.ts';

describe('the probes that were kept', () => {
  it('come back where they stood', () => {
    expect(readPlaces('{"pump.flow":[16,-40]}')).toEqual({ 'pump.flow': [16, -40] });
  });

  it('are without those that are damaged, and none where nothing can be read', () => {
    expect(readPlaces('{"a.b":[1],"c.d":["1",2],"e.f":[1,2]}')).toEqual({ 'e.f': [1, 2] });
    expect([readPlaces(null), readPlaces('{'), readPlaces('3')]).toEqual([{}, {}, {}]);
  });
});
