import { create } from 'zustand';
import type { WhyBody } from '@twinloom/runtime/protocol/past';
import { sayProblem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { useLive } from './live-store.ts';
import { usePast } from './past-store.ts';

interface WhyState {
  /** The port that is asked about; undefined while nothing is. */
  port: string | undefined;
  /** The chain; the former one while another is on its way. */
  chain: WhyBody | undefined;
  problem: string;
  isAsking: boolean;
}

const CLOSED: WhyState = { port: undefined, chain: undefined, problem: '', isAsking: false };

/** Why a port says what it says, beside the canvas. */
export const useWhy = create<WhyState>(() => CLOSED);

/** A time that is dragged is asked for once it stands so long. */
const REST_MS = 300;

let asked = 0;
let unfollow: (() => void) | undefined;

/** Asks why a port says what it says: at the time that the page shows, and again whenever that is another. */
export function askWhy(port: string): void {
  useWhy.setState({ port, chain: undefined, problem: '' });
  unfollow ??= followTime();
  void ask();
}

/** Asks again, for now where the page is live. */
export function askAgain(): void {
  void ask();
}

export function closeWhy(): void {
  asked++;
  unfollow?.();
  unfollow = undefined;
  useWhy.setState(CLOSED);
}

function followTime(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const off = [
    usePast.subscribe((now, before) => {
      if (now.time === before.time) return;
      clearTimeout(timer);
      timer = setTimeout(askAgain, REST_MS);
    }),
    useLive.subscribe((now, before) => {
      if (now.twin !== before.twin) closeWhy();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const undo of off) undo();
  };
}

async function ask(): Promise<void> {
  const { port } = useWhy.getState();
  const { twin } = useLive.getState();
  if (port === undefined || twin === undefined) return;
  const number = ++asked;
  useWhy.setState({ isAsking: true });
  const answer = await server.why(twin, port, usePast.getState().time);
  if (number !== asked) return;
  useWhy.setState({
    isAsking: false,
    chain: answer.ok ? answer.value : undefined,
    problem: answer.ok ? '' : sayProblem(answer.problem),
  });
}
