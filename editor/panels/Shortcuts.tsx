import { useEffect } from 'react';
import { canvasView } from '../stores/canvas-view.ts';
import { closeComparison, useComparison } from '../stores/comparison-store.ts';
import { commandOfKey } from '../stores/key-map.ts';
import { keyText } from '../stores/key-text.ts';
import { offerPageActions } from '../stores/page-actions.ts';
import { runCommand } from '../stores/run-command.ts';
import { select, useSession } from '../stores/session-store.ts';
import { endWiring } from '../stores/wiring.ts';

/** The keyboard: every command by its keys; those that are no letter of a text also while somebody types. */
export function Shortcuts({ onCheck, onDeploy }: { onCheck(): void; onDeploy(): void }): null {
  useEffect(() => offerPageActions({ check: onCheck, deploy: onDeploy }), [onCheck, onDeploy]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape') leave(isTyping(event.target));
      else if (runKey(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

function runKey(event: KeyboardEvent): boolean {
  const command = commandOfKey(keyText(event));
  if (!command || command.byClipboard || !command.isEnabled()) return false;
  if (isTyping(event.target) && !command.whileTyping) return false;
  const isPlain = !event.ctrlKey && !event.metaKey;
  // Enter presses the button that has the focus; arrows scroll a list, move a slider, go through tabs.
  if (isPlain && event.key === 'Enter' && isControl(event.target)) return false;
  if (event.key.startsWith('Arrow') && !isOnFlow(event.target)) return false;
  runCommand(command);
  return true;
}

function leave(typing: boolean): void {
  const { menu, quickAdd, wiring, sideOpen } = useSession.getState();
  if (menu || quickAdd) useSession.setState({ menu: undefined, quickAdd: undefined });
  else if (wiring) endWiring();
  else if (sideOpen) useSession.setState({ sideOpen: false });
  else if (useComparison.getState().sides) closeComparison();
  else if (typing) canvasView()?.focus();
  else select([]);
  useSession.setState({ refused: undefined });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Nothing has the focus, or something on the canvas or in the outline. */
function isOnFlow(target: EventTarget | null): boolean {
  return (
    target === document.body ||
    (target instanceof Element && target.closest('.canvas, [role="tree"]') !== null)
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role="tab"]') !== null;
}
