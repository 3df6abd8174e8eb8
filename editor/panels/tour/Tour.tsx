import './tour.css';
import { useLayoutEffect, useMemo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { canvasView } from '../../stores/canvas-view.ts';
import { useDocument } from '../../stores/document-store.ts';
import { goLive } from '../../stores/past-store.ts';
import { openBottom, select, showNode, useSession } from '../../stores/session-store.ts';
import { goToStep, leaveTour, startTour, useTour } from '../../stores/tour-store.ts';
import { askWhy, closeWhy } from '../../stores/why-store.ts';
import { placeCard } from './place-card.ts';
import { tourSteps, type TourStep } from './tour-steps.ts';
import { tourWords } from '../../words/tour.ts';

/** A tour of the page on the open twin: offered once, then a card beside one real thing after the other. */
export function Tour(): ReactElement | null {
  const isOffered = useTour((state) => state.isOffered);
  const at = useTour((state) => state.step);
  const draft = useDocument((state) => state.draft);
  const steps = useMemo(() => (draft ? tourSteps(draft) : []), [draft]);
  const step = at === undefined ? undefined : steps[at];
  if (step && at !== undefined) return <TourCard key={step.id} step={step} at={at} count={steps.length} />;
  return isOffered && steps.length > 0 ? <TourOffer /> : null;
}

function TourOffer(): ReactElement {
  return (
    <div className="banner" role="status">
      <strong>{tourWords.offer}</strong> {tourWords.offerMeans}
      <span className="banner-actions">
        <button type="button" className="button button-small" onClick={leaveTour}>
          {tourWords.notNow}
        </button>
        <button type="button" className="button button-small button-main" onClick={startTour}>
          {tourWords.showMe}
        </button>
      </span>
    </div>
  );
}

const NARROW = 700;

interface TourCardProps {
  step: TourStep;
  at: number;
  count: number;
}

function TourCard({ step, at, count }: TourCardProps): ReactElement {
  const card = useRef<HTMLElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const isLast = at === count - 1;
  useLayoutEffect(() => {
    open(step);
    next.current?.focus({ preventScroll: true });
    // Once more when it is there: a pane that opens takes the focus.
    return followTarget(step.target, card.current, ring.current, () =>
      next.current?.focus({ preventScroll: true }),
    );
  }, [step]);
  const back = (): void => goToStep(Math.max(0, at - 1));
  const on = (): void => (isLast ? leave() : goToStep(at + 1));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') leave();
    else if (event.key === 'ArrowRight') on();
    else if (event.key === 'ArrowLeft') back();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div ref={ring} className="tour-ring" aria-hidden="true" />
      <section
        ref={card}
        className="tour-card"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-says"
        data-step={step.id}
        onKeyDown={onKeyDown}
      >
        <p className="tour-count muted">{tourWords.step(at + 1, count)}</p>
        <h2 id="tour-title">{step.title}</h2>
        <p id="tour-says">{step.says}</p>
        <div className="tour-actions">
          <button type="button" className="button button-small button-quiet" onClick={leave}>
            {tourWords.leave}
          </button>
          <button type="button" className="button button-small" disabled={at === 0} onClick={back}>
            {tourWords.back}
          </button>
          <button ref={next} type="button" className="button button-small button-main" onClick={on}>
            {isLast ? tourWords.done : tourWords.next}
          </button>
        </div>
      </section>
    </>
  );
}

function leave(): void {
  closeWhy();
  leaveTour();
  canvasView()?.focus();
}

function open({ opens, id }: TourStep): void {
  if (id !== 'past') goLive();
  if (!opens || !('why' in opens)) closeWhy();
  if (!opens) return select([]);
  // In a narrow window the inspector would lie over what is pointed at.
  if ('node' in opens && window.innerWidth < NARROW) useSession.setState({ inspector: 'closed' });
  if ('node' in opens) showNode(opens.node);
  else if ('tab' in opens) openBottom(opens.tab);
  else askWhy(opens.why);
}

/** Keeps ring and card at what the step points at, wherever the page moves it, and tells once that it is there; returns the undo. */
function followTarget(
  selector: string,
  card: HTMLElement | null,
  ring: HTMLElement | null,
  onThere: () => void,
): () => void {
  let frame = 0;
  let seen = 0;
  const draw = (): void => {
    frame = requestAnimationFrame(draw);
    if (!card || !ring) return;
    const target = document.querySelector(selector)?.getBoundingClientRect();
    if (target && seen++ === 1) {
      onThere();
      ring.dataset.there = '';
    }
    const window_ = { width: window.innerWidth, height: window.innerHeight };
    const place = target ?? { x: window_.width / 2, y: window_.height / 2, width: 0, height: 0 };
    const { x, y } = placeCard(place, card.getBoundingClientRect(), window_);
    card.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
    ring.hidden = !target;
    ring.style.translate = `${place.x}px ${place.y}px`;
    ring.style.width = `${place.width}px`;
    ring.style.height = `${place.height}px`;
  };
  draw();
  return () => cancelAnimationFrame(frame);
}
