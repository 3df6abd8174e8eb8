import { describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import { commandOfKey } from './key-map.ts';

describe('the commands', () => {
  it('have one name each, and no key does two things', () => {
    const ids = commands.map(({ id }) => id);
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
    for (const command of commands) for (const key of command.keys) expect(commandOfKey(key)).toBe(command);
  });

  it('do nothing that needs a flow or a selection while there is none', () => {
    const enabled = commands.filter(({ isEnabled }) => isEnabled()).map(({ id }) => id);
    expect(enabled).toEqual(['next-pane', 'previous-pane', 'commands', 'shortcuts', 'open-file']);
  });
});
