import { create } from 'zustand';
import type { AlarmBody, AlarmListBody } from '@twinloom/runtime/protocol/bodies';
import { server, type AlarmKey } from '../client/server.ts';
import type { Answer } from '../client/http.ts';

interface AlarmState {
  alarms: readonly AlarmBody[];
  flood: AlarmListBody['flood'];
  /** Why the list is not of now. */
  problem: string;
}

/** How the alarms of all twins stand. */
export const useAlarms = create<AlarmState>(() => ({
  alarms: [],
  flood: { count: 0, isFlood: false },
  problem: '',
}));

const POLL_MS = 1_000;

/** Follows the alarms until the undo is called. */
export function followAlarms(): () => void {
  const ask = (): void => void server.alarms().then(take);
  ask();
  const timer = setInterval(ask, POLL_MS);
  return () => clearInterval(timer);
}

/** Says that somebody has seen these. */
export async function acknowledge(alarms: readonly AlarmBody[], comment: string): Promise<void> {
  take(await server.acknowledge(alarms.map(keyOf), comment || undefined));
}

/** Puts one away for some minutes. */
export async function shelve(alarm: AlarmBody, minutes: number, comment: string): Promise<void> {
  take(await server.shelve(keyOf(alarm), minutes, comment || undefined));
}

export async function unshelve(alarm: AlarmBody): Promise<void> {
  take(await server.unshelve(keyOf(alarm)));
}

/** Whether somebody has to look at it. */
export function isUnseen({ isAcknowledged, shelvedUntil }: AlarmBody): boolean {
  return !isAcknowledged && shelvedUntil === undefined;
}

function keyOf({ twin, node }: AlarmBody): AlarmKey {
  return { twin, node };
}

function take(answer: Answer<AlarmListBody>): void {
  if (answer.ok) useAlarms.setState({ ...answer.value, problem: '' });
  else useAlarms.setState({ problem: `${answer.problem.says} ${answer.problem.remedy}` });
}
