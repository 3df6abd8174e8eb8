import { afterEach, describe, expect, it } from 'vitest';
import { commands, type Command } from './commands.ts';
import { commandOfKey, keysOf, resetKeys, setKeys, whyNotKeys } from './key-map.ts';

const named = (id: string): Command => commands.find((command) => command.id === id)!;

describe('the keys of commands', () => {
  afterEach(resetKeys);

  it('are their own until a person gives them others', () => {
    expect(commandOfKey('T')).toBe(named('tidy'));
    setKeys(named('tidy'), ['Ctrl+Shift+L']);
    expect(commandOfKey('Ctrl+Shift+L')).toBe(named('tidy'));
    expect(commandOfKey('T')).toBeUndefined();
    resetKeys();
    expect(commandOfKey('T')).toBe(named('tidy'));
  });

  it('are taken from the command that had them, also when they come back', () => {
    setKeys(named('tidy'), ['Ctrl+G']);
    expect(keysOf(named('group'))).toEqual([]);
    setKeys(named('group'), named('group').keys);
    expect(commandOfKey('Ctrl+G')).toBe(named('group'));
    expect(keysOf(named('tidy'))).toEqual([]);
  });

  it('leave to the browser what it needs', () => {
    expect(whyNotKeys('Tab')).not.toBe('');
    expect(whyNotKeys('Ctrl+C')).not.toBe('');
    expect(whyNotKeys('Ctrl+J')).toBe('');
  });
});
