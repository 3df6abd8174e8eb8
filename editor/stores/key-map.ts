import { create } from 'zustand';
import { commands, type Command } from './commands.ts';
import { commandsWords } from '../words/commands.ts';

const KEPT = 'twinloom.keys';

interface KeyMap {
  /** Other keys than its own for a command, by its id; empty: none. */
  changed: Readonly<Record<string, readonly string[]>>;
}

/** The keys a person gave to commands; kept in this browser. */
export const useKeyMap = create<KeyMap>(() => ({ changed: keptKeys() }));

/** The keys of a command as they are now. */
export function keysOf({ id, keys }: Command, { changed }: KeyMap = useKeyMap.getState()): readonly string[] {
  return Object.hasOwn(changed, id) ? changed[id]! : keys;
}

/** What a key does. */
export function commandOfKey(pressed: string): Command | undefined {
  const map = useKeyMap.getState();
  return commands.find((command) => keysOf(command, map).includes(pressed));
}

/** Gives a command other keys, and takes them from whatever had them. */
export function setKeys(command: Command, keys: readonly string[]): void {
  const map = useKeyMap.getState();
  const changed = Object.fromEntries(
    commands.flatMap((each) => {
      const now = each === command ? keys : keysOf(each, map).filter((key) => !keys.includes(key));
      const isOwn = now.length === each.keys.length && now.every((key, index) => key === each.keys[index]);
      return isOwn ? [] : [[each.id, now] as const];
    }),
  );
  keep(changed);
}

/** Gives every command its own keys again. */
export function resetKeys(): void {
  keep({});
}

/** Keys that are no use to a command: the browser or the page needs them. */
const TAKEN = new Map([
  ['Tab', commandsWords.tabIsTaken],
  ['Shift+Tab', commandsWords.shiftTabIsTaken],
  ['Escape', commandsWords.escapeIsTaken],
  ['Ctrl+W', commandsWords.closesPage],
  ['Ctrl+T', commandsWords.opensPage],
  ['Ctrl+N', commandsWords.opensWindow],
  ['Ctrl+Shift+N', commandsWords.opensWindow],
  ['Ctrl+Shift+T', commandsWords.opensPage],
  ['Ctrl+Shift+W', commandsWords.closesWindow],
  ['Ctrl+X', commandsWords.cutsInFields],
  ['Ctrl+C', commandsWords.copiesInFields],
  ['Ctrl+V', commandsWords.pastesInFields],
]);

/** Why keys cannot be given to a command, '' where they can. */
export function whyNotKeys(pressed: string): string {
  return TAKEN.get(pressed) ?? '';
}

function keep(changed: KeyMap['changed']): void {
  useKeyMap.setState({ changed });
  globalThis.localStorage?.setItem(KEPT, JSON.stringify(changed));
}

function keptKeys(): KeyMap['changed'] {
  const known = new Set(commands.map(({ id }) => id));
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(KEPT) ?? '{}');
    return Object.fromEntries(
      Object.entries(kept ?? {}).filter(
        (entry): entry is [string, string[]] =>
          known.has(entry[0]) && Array.isArray(entry[1]) && entry[1].every((key) => typeof key === 'string'),
      ),
    );
  } catch {
    // What an extension or another version left there is not worth a start that fails.
    return {};
  }
}
