import { describe, expect, it } from 'vitest';
import { goLive, usePast } from './past-store.ts';
import { useScopeView } from './scope-view.ts';

describe('the time that the page shows', () => {
  it('is where the scope ends, which follows again once the page is live', () => {
    usePast.setState({ time: 1_700_000_000 });
    expect(useScopeView.getState().heldAt).toBe(1_700_000_000);
    useScopeView.setState({ heldAt: 1_600_000_000 });
    usePast.setState({ time: 1_700_000_010 });
    expect(useScopeView.getState().heldAt).toBe(1_700_000_010);
    goLive();
    expect(usePast.getState().time).toBeUndefined();
    expect(useScopeView.getState().heldAt).toBeUndefined();
  });
});
