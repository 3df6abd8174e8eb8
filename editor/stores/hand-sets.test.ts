import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepInFlow, releaseKept, reportHandSets, setByHand } from './hand-sets.ts';
import { startFollowing } from './live-store.ts';
import { usePast } from './past-store.ts';
import { useSession } from './session-store.ts';

vi.stubGlobal('requestAnimationFrame', () => 0);

/** What was sent, twin by twin; each answer waits until it is given. */
const sent: { path: string; values: unknown; answer(): void }[] = [];
vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const { values } = JSON.parse(body) as { values: unknown };
  sent.push({ path, values, answer: () => resolve(Response.json({})) });
  return promise;
});

const answered = async (place: number): Promise<void> => {
  await vi.waitUntil(() => sent.length > place, { timeout: 15_000 });
  sent[place]!.answer();
};

afterEach(() => {
  sent.length = 0;
  usePast.setState({ time: undefined });
});

describe('a value set by hand', () => {
  it('goes to the twin that was followed when it was set, also where another one is meanwhile', async () => {
    startFollowing('pump-01');
    setByHand('speed.value', 1);
    setByHand('speed.value', 2);
    setByHand('speed.value', 3);
    startFollowing('pump-02');
    setByHand('speed.value', 4);
    for (const place of [0, 1, 2]) await answered(place);
    expect(sent.map(({ path, values }) => [path, values])).toEqual([
      ['/api/twins/pump-01/inputs', { 'speed.value': 1 }],
      ['/api/twins/pump-01/inputs', { 'speed.value': 3 }],
      ['/api/twins/pump-02/inputs', { 'speed.value': 4 }],
    ]);
  });

  it('that is kept in the flow is given back on the twin on which it was kept', async () => {
    startFollowing('pump-01');
    keepInFlow('speed.value', 'speed', 'value', 3);
    expect(useSession.getState().kept).toEqual({ 'pump-01': ['speed.value'] });
    startFollowing('pump-02');
    releaseKept();
    await answered(0);
    expect(sent.map(({ path, values }) => [path, values])).toEqual([
      ['/api/twins/pump-01/inputs', { 'speed.value': null }],
    ]);
    expect(useSession.getState().kept).toEqual({});
  });

  it('is refused while the page shows the past', () => {
    const says: (string | undefined)[] = [];
    const undo = reportHandSets((problem) => says.push(problem?.says));
    startFollowing('pump-01');
    usePast.setState({ time: 1_700_000_000 });
    setByHand('speed.value', 1);
    expect([says, sent]).toEqual([['This is the past.'], []]);
    undo();
  });
});
