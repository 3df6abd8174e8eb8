import { create } from 'zustand';

interface TourState {
  /** The step that is shown; undefined while no tour is on. */
  step: number | undefined;
  /** The page asks whether a tour is wanted. */
  isOffered: boolean;
}

const SEEN_KEY = 'twinloom.tour';

/** The guided tour: offered once, to whoever opens the page for the first time. */
export const useTour = create<TourState>(() => ({
  step: undefined,
  isOffered: globalThis.localStorage?.getItem(SEEN_KEY) === null,
}));

/** Begins at the first step. */
export function startTour(): void {
  neverOfferAgain();
  useTour.setState({ step: 0 });
}

export function goToStep(step: number): void {
  useTour.setState({ step });
}

/** Leaves the tour, or the offer of one; it is in the list of commands from then on. */
export function leaveTour(): void {
  neverOfferAgain();
  useTour.setState({ step: undefined });
}

function neverOfferAgain(): void {
  localStorage.setItem(SEEN_KEY, 'seen');
  useTour.setState({ isOffered: false });
}
