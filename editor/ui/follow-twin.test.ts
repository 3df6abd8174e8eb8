import { describe, expect, it } from 'vitest';
import { followTwin } from './follow-twin.ts';

function start() {
  let value = 1;
  let tell: ((value: number) => void) | undefined;
  const due: (() => void)[] = [];
  const drawn: number[] = [];
  const control = followTwin<number>(
    (draw) => {
      tell = draw;
      draw(value);
      return () => (tell = undefined);
    },
    (shown) => drawn.push(shown),
    (_delay, run) => {
      due.push(run);
      return () => void due.splice(due.indexOf(run), 1);
    },
  );
  const say = (next: number): void => {
    value = next;
    tell?.(next);
  };
  return { control, say, drawn, due, pass: () => due.splice(0).forEach((run) => run()) };
}

describe('a control on a running twin', () => {
  it('follows what the twin has, whoever set it', () => {
    const { say, drawn } = start();
    say(2);
    expect(drawn).toEqual([1, 2]);
  });

  it('keeps what the hand set for a moment, then shows what somebody else set in that moment', () => {
    const { control, say, drawn, pass } = start();
    control.touch();
    say(5);
    expect(drawn).toEqual([1]);
    pass();
    expect(drawn).toEqual([1, 5]);
    say(6);
    expect(drawn).toEqual([1, 5, 6]);
  });

  it('stays under the hand that holds it, however long', () => {
    const { control, say, drawn, pass } = start();
    control.grab();
    control.touch();
    pass();
    say(5);
    expect(drawn).toEqual([1]);
    control.release();
    pass();
    expect(drawn).toEqual([1, 5]);
  });

  it('says no more once it is closed', () => {
    const { control, say, drawn, due } = start();
    control.touch();
    control.close();
    say(9);
    expect([drawn, due]).toEqual([[1], []]);
  });
});
