import { Suspense, type ReactElement } from 'react';
import { useSession } from '../stores/session-store.ts';
import { KeptKeys } from '../ui/KeptKeys.tsx';
import { onDemand } from '../ui/on-demand.tsx';

const clipboard = onDemand(async () => (await import('./Clipboard.tsx')).Clipboard);
const contextMenu = onDemand(async () => (await import('./ContextMenu.tsx')).ContextMenu, 'ahead');
const quickAddList = onDemand(async () => (await import('./QuickAddList.tsx')).QuickAddList, 'ahead');

/** What is not needed to show a flow: the clipboard, and what opens over the canvas, a search for a node to add and the menu. */
export function CanvasOverlays(): ReactElement {
  const adds = useSession((state) => state.quickAdd !== undefined);
  const hasMenu = useSession((state) => state.menu !== undefined);
  return (
    <>
      <Suspense>
        <clipboard.Show />
      </Suspense>
      <Suspense fallback={<KeptKeys />}>{adds && <quickAddList.Show />}</Suspense>
      <Suspense>{hasMenu && <contextMenu.Show />}</Suspense>
    </>
  );
}
