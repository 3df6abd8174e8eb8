import { Suspense, type KeyboardEvent, type ReactElement } from 'react';
import { useSession } from '../stores/session-store.ts';
import { FlowList } from './FlowList.tsx';
import { Palette } from './Palette.tsx';
import { lazyPart } from '../ui/on-demand.tsx';
import { paletteWords } from '../words/palette.ts';

const Outline = lazyPart(async () => (await import('./Outline.tsx')).default);
const TABS = [
  { name: 'palette', title: paletteWords.nodes },
  { name: 'outline', title: paletteWords.outline },
] as const;

/** What stands on the left: the nodes there are, or those of this flow, and below them flows and twins. */
export function SidePanes(): ReactElement {
  const side = useSession((state) => state.side);
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLDivElement>): void => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
    useSession.setState({ side: side === 'palette' ? 'outline' : 'palette' });
    currentTarget.querySelector<HTMLElement>('[aria-selected="false"]')?.focus();
  };
  return (
    <nav className="sidebar" aria-label={paletteWords.sidebar}>
      <div className="tabs side-tabs" role="tablist" aria-label={paletteWords.tabs} onKeyDown={onKeyDown}>
        {TABS.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            className="tab"
            aria-selected={side === name}
            tabIndex={side === name ? 0 : -1}
            onClick={() => useSession.setState({ side: name })}
          >
            {title}
          </button>
        ))}
      </div>
      {side === 'palette' ? (
        <Palette />
      ) : (
        <Suspense>
          <Outline />
        </Suspense>
      )}
      <FlowList />
    </nav>
  );
}
