import { beforeEach, describe, expect, it } from 'vitest';
import { live } from './live-store.ts';
import {
  followScope,
  forgetHidden,
  holdScope,
  panScope,
  scopeStretch,
  showStretch,
  toggleCursors,
  toggleTrace,
  useScopeView,
  zoomScope,
} from './scope-view.ts';

const NOW = 10_000;
const say = (t: number): void =>
  live.traces.append(
    t,
    () => 1,
    () => 0,
  );

describe('what the scope shows', () => {
  beforeEach(() => {
    useScopeView.setState(useScopeView.getInitialState());
    live.traces.clear();
    say(NOW);
  });

  it('follows the newest value until it is held, and again', () => {
    expect(scopeStretch()).toEqual({ from: NOW - 60, to: NOW });
    holdScope();
    say(NOW + 30);
    expect(scopeStretch().to).toBe(NOW);
    followScope();
    expect(scopeStretch().to).toBe(NOW + 30);
  });

  it('is held at any time that is set, as a time strip does', () => {
    useScopeView.setState({ heldAt: 5_000 });
    expect(scopeStretch()).toEqual({ from: 4_940, to: 5_000 });
  });

  it('zooms towards the newest value while it follows, and about a time while it is held', () => {
    zoomScope(0.5, NOW - 60);
    expect(scopeStretch()).toEqual({ from: NOW - 30, to: NOW });
    showStretch(200, 100);
    zoomScope(0.5, 100);
    expect(scopeStretch()).toEqual({ from: 100, to: 150 });
  });

  it('moves to earlier and later, and never beyond what there is', () => {
    panScope(-1);
    expect(scopeStretch()).toEqual({ from: NOW - 120, to: NOW - 60 });
    panScope(5);
    expect(scopeStretch()).toEqual({ from: NOW - 60, to: NOW });
    zoomScope(100);
    expect(scopeStretch().to).toBe(NOW);
  });

  it('is held by its cursors, which stand where there is something', () => {
    toggleCursors(NOW - 30);
    expect(useScopeView.getState()).toMatchObject({ heldAt: NOW, cursors: [NOW - 20, NOW - 10] });
    toggleCursors();
    expect(useScopeView.getState().cursors).toBeUndefined();
  });

  it('shows a trace again that was hidden when it left', () => {
    toggleTrace('a.out');
    toggleTrace('b.out');
    forgetHidden(['b.out']);
    expect(useScopeView.getState().hidden).toEqual(['b.out']);
  });
});
