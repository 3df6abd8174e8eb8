import type { Notice } from '@twinloom/runtime/run/twin';

const MOST = 50;

/** Hands on what nodes say to a person, once each and never without end; t in s since the origin. */
export function sayNotices(say: (line: string) => void): (notice: Notice) => void {
  const said = new Set<string>();
  return ({ node, t, level, says }) => {
    const key = `${node}\n${says}`;
    if (level === 'info' || said.size > MOST || said.has(key)) return;
    said.add(key);
    say(said.size > MOST ? 'more notices are not shown' : `${node}: at ${t} s: ${says}`);
  };
}
