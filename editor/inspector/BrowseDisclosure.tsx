import { useState, type ReactElement, type ReactNode } from 'react';

interface BrowseDisclosureProps {
  /** What the button says while it is closed, and while it is open. */
  browse: string;
  close: string;
  children: ReactNode;
}

/** A button that opens what there is to choose from, and closes it again. */
export function BrowseDisclosure({ browse, close, children }: BrowseDisclosureProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="browse">
      <button
        type="button"
        className="button button-small"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? close : browse}
      </button>
      {isOpen && children}
    </div>
  );
}
