import { useEffect } from 'react';
import { canvasView } from '../stores/canvas-view.ts';
import { closeComparison, useComparison } from '../stores/comparison-store.ts';
import { documentStore } from '../stores/document-store.ts';
import { removeSelected } from '../stores/remove-selected.ts';
import { select, useSession } from '../stores/session-store.ts';
import { endWiring } from '../stores/wiring.ts';

/** The keyboard: with Ctrl or Cmd anywhere; single keys only while nobody types. */
export function useShortcuts({ onCheck, onDeploy }: { onCheck(): void; onDeploy(): void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (runKey(event, onCheck, onDeploy)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onCheck, onDeploy]);
}

function runKey(event: KeyboardEvent, onCheck: () => void, onDeploy: () => void): boolean {
  const { undo, redo } = documentStore.getState();
  const typing = isTyping(event.target);
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === 'enter') {
      if (event.shiftKey) onDeploy();
      else onCheck();
      return true;
    }
    if (typing || (key !== 'z' && key !== 'y')) return false;
    if (key === 'y' || event.shiftKey) redo();
    else undo();
    return true;
  }
  if (key === 'escape') {
    if (useSession.getState().wiring) endWiring();
    else if (useComparison.getState().sides) closeComparison();
    else if (!typing) select([]);
    useSession.setState({ refused: undefined });
    return false;
  }
  if (typing || event.altKey) return false;
  switch (key) {
    case 'delete':
    case 'backspace':
      removeSelected();
      return true;
    case '/':
    case 'a':
      document.querySelector<HTMLElement>('#palette-search')?.focus();
      return true;
    case '1':
      canvasView()?.fit();
      return true;
    case '0':
      canvasView()?.zoomTo(1);
      return true;
    default:
      return false;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
