/** What the page itself does for a command. */
export interface PageActions {
  check(): void;
  deploy(): void;
}

let actions: PageActions | undefined;

/** Registers the page; returns the undo. */
export function offerPageActions(offered: PageActions): () => void {
  actions = offered;
  return () => {
    if (actions === offered) actions = undefined;
  };
}

/** The page, if it is there. */
export function pageActions(): PageActions | undefined {
  return actions;
}
