import { lazy, useState, type ComponentType, type LazyExoticComponent, type ReactElement } from 'react';
import { loadPart, notePart } from './load-part.ts';

/** A component that is loaded when it is first shown, or ahead; once it is there it renders at once. Stands in a `Suspense`. */
interface OnDemand<Props extends object> {
  Show: ComponentType<Props>;
  /** Resolves once it is there. */
  load(): Promise<unknown>;
}

const ahead: (() => Promise<unknown>)[] = [];

/** `lazy` for a page whose server may be away: what cannot be fetched now is late, never an error. */
export function lazyPart<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  notePart(fetch);
  return lazy(async () => ({ default: await loadPart(fetch) }));
}

/** Makes a component that comes in a bundle of its own: when it is first shown, or `ahead`. */
export function onDemand<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  when?: 'ahead',
): OnDemand<Props> {
  notePart(fetch);
  let Ready: ComponentType<Props> | undefined;
  const load = async (): Promise<ComponentType<Props>> => (Ready ??= await loadPart(fetch));
  const Lazy = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  if (when === 'ahead') ahead.push(load);
  function Show(props: Props): ReactElement {
    // What is on the screen stays what it is, with all that was typed into it.
    const [Shown] = useState(() => Ready ?? Lazy);
    return <Shown {...props} />;
  }
  return { Show, load };
}

/** Loads what is wanted ahead, one after the other, so that it is there also where the server goes away meanwhile. */
export async function loadAhead(): Promise<void> {
  for (const load of ahead) await load();
}
