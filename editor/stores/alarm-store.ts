import { create } from 'zustand';
import type { AlarmBody, AlarmListBody } from '@twinloom/runtime/protocol/bodies';
import { whileVisible } from '../client/while-visible.ts';
import { server, type AlarmKey } from '../client/server.ts';
import { sayProblem, type Answer } from '../client/http.ts';
import { editsWords } from '../words/edits.ts';

interface AlarmState {
  alarms: readonly AlarmBody[];
  flood: AlarmListBody['flood'];
  /** Why the list is not of now. */
  problem: string;
  /** Why the last thing that was asked was not done. */
  refused: string;
}

/** How the alarms of all twins stand. */
export const useAlarms = create<AlarmState>(() => ({
  alarms: [],
  flood: { count: 0, isFlood: false },
  problem: '',
  refused: '',
}));

const POLL_MS = 1_000;
/** Things that were done: a list that was asked for before the last of them is old. */
let done = 0;
/** What stands now while the past is shown. */
let behind: AlarmState | undefined;

/** Follows the alarms until the undo is called. */
export function followAlarms(): () => void {
  const ask = async (): Promise<void> => {
    const before = done;
    const answer = await server.alarms();
    if (before === done) take(answer);
  };
  return whileVisible(ask, POLL_MS);
}

/** Says that somebody has seen these; false where it was refused. */
export function acknowledge(alarms: readonly AlarmBody[], comment: string): Promise<boolean> {
  return act(() => server.acknowledge(alarms.map(keyOf), comment || undefined));
}

/** Puts one away for some minutes; false where it was refused. */
export function shelve(alarm: AlarmBody, minutes: number, comment: string): Promise<boolean> {
  return act(() => server.shelve(keyOf(alarm), minutes, comment || undefined));
}

export function unshelve(alarm: AlarmBody): Promise<boolean> {
  return act(() => server.unshelve(keyOf(alarm)));
}

/** Whether somebody has to look at it. */
export function isUnseen({ isAcknowledged, shelvedUntil }: AlarmBody): boolean {
  return !isAcknowledged && shelvedUntil === undefined;
}

function keyOf({ twin, node }: AlarmBody): AlarmKey {
  return { twin, node };
}

/** Shows how alarms stood, in place of how they stand; undefined: how they stand again. */
export function showAlarms(past: readonly AlarmBody[] | undefined): void {
  if (past) {
    behind ??= useAlarms.getState();
    useAlarms.setState({ alarms: past, flood: { count: 0, isFlood: false }, problem: '', refused: '' });
  } else if (behind) {
    useAlarms.setState(behind);
    behind = undefined;
  }
}

async function act(ask: () => Promise<Answer<AlarmListBody>>): Promise<boolean> {
  if (behind) {
    useAlarms.setState({ refused: editsWords.alarmsInThePast });
    return false;
  }
  const answer = await ask();
  done++;
  if (answer.ok) take(answer);
  useAlarms.setState({ refused: answer.ok ? '' : sayProblem(answer.problem) });
  return answer.ok;
}

/** A list that says what is known already is no change. */
function take(answer: Answer<AlarmListBody>): void {
  const { alarms, flood, problem, refused } = behind ?? useAlarms.getState();
  const known = JSON.stringify({ alarms, flood, problem });
  const now = answer.ok
    ? { alarms: answer.value.alarms, flood: answer.value.flood, problem: '' }
    : { alarms, flood, problem: sayProblem(answer.problem) };
  if (JSON.stringify(now) === known) return;
  if (behind) behind = { ...now, refused };
  else useAlarms.setState(now);
}
