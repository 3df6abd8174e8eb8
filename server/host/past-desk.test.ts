import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { afterEach, describe, expect, it } from 'vitest';
import { PastDesk } from './past-desk.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
});

function begin() {
  const dataDir = mkdtempSync(join(tmpdir(), 'past-desk-'));
  const timers = new HeldTimers(1_700_000_000);
  const desk = new PastDesk({ dataDir, timers });
  undo.push(
    () => desk.close(),
    () => rmSync(dataDir, { recursive: true, force: true }),
  );
  const ask = () => desk.ask({ ask: 'at', twin: 'pump', time: 1_700_000_000 });
  return { desk, timers, ask };
}

describe('who shows the past', () => {
  it('answers in a process of its own, and refuses when too many wait', async () => {
    const { ask } = begin();
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.filter((answer) => 'reason' in answer && answer.reason === 'unknown-twin')).toHaveLength(
      16,
    );
    expect(answers.filter((answer) => 'busy' in answer)).toHaveLength(4);
  });

  it('gives up a question that is not answered in time, and answers the next in another process', async () => {
    const { ask, timers } = begin();
    const first = ask();
    timers.advance(61);
    expect(await first).toEqual({ failed: 'there was no answer within 60 s' });
    expect(await ask()).toEqual({ reason: 'unknown-twin' });
    // Nobody asks for so long: it ends, and the next question starts another.
    timers.advance(301);
    expect(await ask()).toEqual({ reason: 'unknown-twin' });
  });

  it('answers nothing once it is closed', async () => {
    const { ask, desk } = begin();
    const waiting = ask();
    desk.close();
    expect(await waiting).toMatchObject({ failed: expect.any(String) });
    expect(await ask()).toEqual({ busy: true });
  });
});
