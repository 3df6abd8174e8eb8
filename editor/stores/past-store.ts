import { create } from 'zustand';
import type { PastBody, PastReachBody } from '@twinloom/runtime/protocol/past';
import { sayProblem, type Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { showAlarms } from './alarm-store.ts';
import { showLive, showPast, useLive } from './live-store.ts';
import { useScopeView } from './scope-view.ts';
import { announce } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

interface PastState {
  /** Time that the page shows, s since 1970; undefined while it shows what is live. The one value that others follow. */
  time: number | undefined;
  /** The last instant up to that time, the one that follows, and the version that ran. */
  instant: Pick<PastBody, 't' | 'next' | 'version'> | undefined;
  /** Why that time cannot be shown. */
  problem: Problem | undefined;
  /** How far back it goes. */
  reach: PastReachBody | undefined;
  isPlaying: boolean;
  /** Seconds that pass in the past in one second. */
  speed: number;
}

const LIVE = { time: undefined, instant: undefined, problem: undefined, isPlaying: false } as const;

/** Which time the page shows, and how it moves through the past. */
export const usePast = create<PastState>(() => ({ ...LIVE, reach: undefined, speed: 1 }));

// The scope ends at the time that is shown, and follows what is live again with the rest.
usePast.subscribe((now, before) => {
  if (now.time !== before.time) useScopeView.setState({ heldAt: now.time, past: now.time });
});

/** The time that the page shows: of the past, else now; s since 1970. */
export function shownTime(): number {
  return usePast.getState().time ?? Date.now() / 1000;
}

/** Seconds of the past in one second. */
export const SPEEDS = [0.1, 0.5, 1, 2, 10, 60, 300, 1000] as const;

/** A frame of what is played follows the last one no sooner. */
const FRAME_MS = 50;
/** Closer to now than this is live. */
const LIVE_SECONDS = 1;
const MICRO = 1e-6;

/** What is asked for next, once the answer to the last question is there. */
let wanted: { time: number; isStep: boolean } | undefined;
let isAsking = false;
let nextFrame: ReturnType<typeof setTimeout> | undefined;
/** What is asked before this moves is not wanted any more. */
let visit = 0;

/** Shows the twin as it was at a time; where others are asked for meanwhile, the last of them. */
export function goTo(time: number): void {
  if (time > Date.now() / 1000 - LIVE_SECONDS) return goLive();
  usePast.setState({ time });
  ask({ time, isStep: false });
}

/** Shows what is live again. */
export function goLive(): void {
  if (usePast.getState().time === undefined) return;
  visit++;
  wanted = undefined;
  usePast.setState(LIVE);
  showLive();
  showAlarms(undefined);
  announce(editsWords.liveAgain);
}

/** Goes an instant on or back; from live to the last one that is known. */
export function step(direction: 1 | -1): void {
  if (isAsking) return;
  const { instant, time } = usePast.getState();
  usePast.setState({ isPlaying: false });
  if (time === undefined) {
    if (direction < 0) goTo(Date.now() / 1000 - 2 * LIVE_SECONDS);
    return;
  }
  if (!instant) return;
  const to = direction < 0 ? instant.t - MICRO : instant.next;
  if (to !== null) ask({ time: to, isStep: true });
}

/** Lets the past go by at its speed until it is paused, or is live. */
export function play(): void {
  const { time, isPlaying } = usePast.getState();
  if (isPlaying || time === undefined) return;
  usePast.setState({ isPlaying: true });
  clearTimeout(nextFrame);
  let last = performance.now();
  const turn = (): void => {
    const now = performance.now();
    const { time: at, isPlaying: goesOn, speed } = usePast.getState();
    if (!goesOn || at === undefined) return;
    goTo(at + ((now - last) / 1000) * speed);
    last = now;
    nextFrame = setTimeout(turn, FRAME_MS);
  };
  nextFrame = setTimeout(turn, FRAME_MS);
}

export function pause(): void {
  usePast.setState({ isPlaying: false });
}

/** Asks how far back it goes. */
export async function refreshReach(): Promise<void> {
  const { twin } = useLive.getState();
  if (twin === undefined) return usePast.setState({ reach: undefined });
  const answer = await server.pastReach(twin);
  if (answer.ok && useLive.getState().twin === twin) usePast.setState({ reach: answer.value });
}

function ask(next: NonNullable<typeof wanted>): void {
  wanted = next;
  if (!isAsking) void askAll();
}

async function askAll(): Promise<void> {
  isAsking = true;
  for (let next = wanted; next; next = wanted) {
    wanted = undefined;
    const { twin } = useLive.getState();
    if (twin === undefined) break;
    const asked = visit;
    const answer = await server.pastAt(twin, next.time);
    if (asked !== visit) continue;
    // Where another time is wanted meanwhile, a step does not move the page away from it.
    if (answer.ok) take(answer.value, next.isStep && !wanted);
    else refuse(answer.problem, twin, next.time);
  }
  isAsking = false;
}

function take(body: PastBody, isStep: boolean): void {
  const { t, next, version } = body;
  showPast(body);
  showAlarms(body.alarms);
  usePast.setState({ instant: { t, next, version }, problem: undefined, ...(isStep && { time: t }) });
}

/** Nothing is known of that time, so nothing is shown: not what was before. */
function refuse(problem: Problem, twin: string, time: number): void {
  showPast({
    twin,
    time,
    t: time,
    next: null,
    version: 0,
    ports: {},
    nodes: {},
    outOfService: [],
    alarms: [],
  });
  showAlarms([]);
  usePast.setState({ instant: undefined, problem });
  announce(sayProblem(problem));
}
