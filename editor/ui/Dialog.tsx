import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { dialogWords } from '../words/dialog.ts';

interface DialogProps {
  title: string;
  onClose(): void;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  /** Takes more of the window, or all of it. */
  size?: 'wide' | 'page';
}

/** A modal dialog with the browser's own focus handling: Escape closes it. */
export function Dialog({ title, onClose, children, actions, size }: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed before it leaves the page: only then the browser hands the focus back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={size ? `dialog dialog-${size}` : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="icon-button" aria-label={dialogWords.close} onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div className="dialog-body">{children}</div>
      {actions && <footer className="dialog-foot">{actions}</footer>}
    </dialog>
  );
}
