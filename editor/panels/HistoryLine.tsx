import { useEffect, useState, type ReactElement } from 'react';
import type { HistoryReachBody } from '@twinloom/runtime/protocol/bodies';
import { whileVisible } from '../client/while-visible.ts';
import { server } from '../client/server.ts';
import { historyText, keepingText } from './history-text.ts';
import { systemWords } from '../words/system.ts';

const AGAIN_MS = 10_000;

/** How much history there is, how far it reaches back, and why none is recorded where that is so. */
export function HistoryLine(): ReactElement | null {
  const [seen, setSeen] = useState<{ reach: HistoryReachBody; now: number }>();
  useEffect(() => {
    let wanted = true;
    const undo = whileVisible(async () => {
      const answer = await server.historyReach();
      if (wanted && answer.ok) setSeen({ reach: answer.value, now: Date.now() / 1000 });
    }, AGAIN_MS);
    return () => {
      wanted = false;
      undo();
    };
  }, []);
  if (!seen) return null;
  const { reach, now } = seen;
  return (
    <p className="scope-history muted" title={keepingText(reach)}>
      {historyText(reach, now)}
      {!reach.isRecording && <span className="tone-bad">{reach.says ?? systemWords.historyOff}</span>}
    </p>
  );
}
