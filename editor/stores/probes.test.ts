import { describe, expect, it } from 'vitest';
import { followRename, readPlaces, useProbes } from './probes.ts';

describe('the probes that were kept', () => {
  it('come back where they stood', () => {
    expect(readPlaces('{"pump.flow":[16,-40]}')).toEqual({ 'pump.flow': [16, -40] });
  });

  it('stay with a node that is called something else, and are there again where that is undone', () => {
    useProbes.setState({ flow: undefined, places: { 'pump.flow': [1, 2], 'pump2.flow': [3, 4] } });
    followRename('pump', 'feed');
    expect(useProbes.getState().places).toEqual({
      'pump.flow': [1, 2],
      'pump2.flow': [3, 4],
      'feed.flow': [1, 2],
    });
  });

  it('are without those that are damaged, and none where nothing can be read', () => {
    expect(readPlaces('{"a.b":[1],"c.d":["1",2],"e.f":[1,2]}')).toEqual({ 'e.f': [1, 2] });
    expect([readPlaces(null), readPlaces('{'), readPlaces('3')]).toEqual([{}, {}, {}]);
  });
});
