import { lazy, useEffect, useState, type ComponentType, type ReactElement } from 'react';

/** A component that is loaded when it is first shown, or ahead; once it is there it renders at once. Stands in a `Suspense`. */
interface OnDemand<Props extends object> {
  Show: ComponentType<Props>;
}

const ahead: (() => Promise<unknown>)[] = [];

/** Makes a component that comes in a bundle of its own: when it is first shown, or `ahead`. */
export function onDemand<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  when?: 'ahead',
): OnDemand<Props> {
  let Ready: ComponentType<Props> | undefined;
  const load = async (): Promise<ComponentType<Props>> => (Ready ??= await fetch());
  const makeLazy = (): ComponentType<Props> =>
    lazy(async () => ({
      default: await load().catch(() => Missing),
    })) as unknown as ComponentType<Props>;
  let Lazy = makeLazy();
  function Missing(): ReactElement {
    // Asked for again when it is opened again; not before, or a page without a server would ask without end.
    useEffect(() => () => void (Lazy = makeLazy()), []);
    return <NotFetched />;
  }
  if (when === 'ahead') ahead.push(load);
  function Show(props: Props): ReactElement {
    // What is on the screen stays what it is, with all that was typed into it.
    const [Shown] = useState(() => Ready ?? Lazy);
    return <Shown {...props} />;
  }
  return { Show };
}

/** Loads what is wanted ahead, one after the other, so that it is there also where the server goes away meanwhile. */
export async function loadAhead(): Promise<void> {
  // What does not come is asked for again when it is shown.
  for (const load of ahead) await load().catch(() => undefined);
}

function NotFetched(): ReactElement {
  return (
    <p className="not-fetched note note-bad" role="alert">
      This part of the page could not be fetched. Reload the page once the server answers; your draft is kept.
    </p>
  );
}
