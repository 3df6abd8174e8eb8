import type { Command } from './commands.ts';
import { documentStore } from './document-store.ts';
import { announce, useSession } from './session-store.ts';
import { commandsWords } from '../words/commands.ts';

/** Has a command done, and says to screen readers what was done where it does not say so itself. */
export function runCommand({ title, run }: Command): void {
  const { announcement } = useSession.getState();
  const { draft } = documentStore.getState();
  run();
  const saysNothing = useSession.getState().announcement === announcement;
  if (saysNothing && documentStore.getState().draft !== draft) announce(commandsWords.done(title));
}
