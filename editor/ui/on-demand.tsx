import { lazy, useState, type ComponentType, type ReactElement } from 'react';

/** A component that is loaded when it is first shown, or before; once it is there it renders at once. Stands in a `Suspense`. */
interface OnDemand<Props extends object> {
  Show: ComponentType<Props>;
  /** Loads it now, so that it is there also where the server goes away meanwhile. */
  load(): Promise<void>;
}

/** Makes a component that comes in a bundle of its own. */
export function onDemand<Props extends object>(fetch: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let Ready: ComponentType<Props> | undefined;
  const load = async (): Promise<ComponentType<Props>> => (Ready ??= await fetch());
  const Lazy = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  function Show(props: Props): ReactElement {
    // What is on the screen stays what it is, with all that was typed into it.
    const [Shown] = useState(() => Ready ?? Lazy);
    return <Shown {...props} />;
  }
  return { Show, load: async () => void (await load()) };
}
