/** Lets some time pass. */
export type Wait = (ms: number) => Promise<void>;

const FIRST_MS = 1_000;
const LONGEST_MS = 8_000;
/** A server that answers and still does not have a part has become another one. */
const TRIES = 3;

type Fetch<Part> = () => Promise<Part>;

const waiting = new Set<Fetch<unknown>>();
const listeners = new Set<() => void>();
let isOutdated = false;

/** Keeps a part of the page in mind, to be fetched ahead by `loadAllParts`; hands it back. */
export function notePart<Part>(fetch: Fetch<Part>): Fetch<Part> {
  waiting.add(fetch);
  return fetch;
}

/** Fetches, one after the other, every part that was not needed yet: the server may be away when it is. */
export async function loadAllParts(): Promise<void> {
  for (const fetch of waiting) {
    waiting.delete(fetch);
    try {
      // One after the other: nothing that a person waits for comes later for it.
      // oxlint-disable-next-line no-await-in-loop
      await fetch();
    } catch {
      // It is asked for again when it is shown.
    }
  }
}

/**
 * Fetches a part of the page and never gives up: while the server is away the part is only late. Where the server is there and has it no
 * more, whoever watches `watchOutdated` is told.
 */
export async function loadPart<Part>(
  fetch: Fetch<Part>,
  wait: Wait = sleep,
  isServerThere: () => Promise<boolean> = askServer,
): Promise<Part> {
  waiting.delete(fetch);
  let refusals = 0;
  for (let pause = FIRST_MS; ; pause = Math.min(2 * pause, LONGEST_MS)) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await fetch();
    } catch {
      // oxlint-disable-next-line no-await-in-loop
      if ((await isServerThere()) && ++refusals === TRIES) sayOutdated();
      // oxlint-disable-next-line no-await-in-loop
      await wait(pause);
      askForStylesAgain();
    }
  }
}

/** Calls back once the page is older than its server; returns the undo. */
export function watchOutdated(tell: () => void): () => void {
  listeners.add(tell);
  if (isOutdated) tell();
  return () => void listeners.delete(tell);
}

function sayOutdated(): void {
  isOutdated = true;
  for (const tell of listeners) tell();
}

/** A sheet that could not be fetched stays in the page without rules, and is not asked for with its part again. */
function askForStylesAgain(): void {
  const links = globalThis.document?.querySelectorAll<HTMLLinkElement>('head link[rel="stylesheet"]') ?? [];
  for (const link of links) if (!hasRules(link)) link.replaceWith(link.cloneNode());
}

function hasRules({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0;
  } catch {
    // Chromium hands out a sheet that nobody may read.
    return false;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function askServer(): Promise<boolean> {
  try {
    return (await globalThis.fetch('/api/health')).ok;
  } catch {
    return false;
  }
}
