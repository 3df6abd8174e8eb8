import {
  useId,
  useState,
  type ChangeEvent,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  type SyntheticEvent,
} from 'react';
import { completeFormula, putIn, type Completion, type FormulaName } from './complete-formula.ts';
import { formulaWords } from '../words/formula.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

interface CompletionsOptions<E extends Field> {
  field: RefObject<E | null>;
  text: string;
  /** What the formula may read. */
  names: readonly FormulaName[];
  /** The text is a formula now. */
  isFormula?: boolean;
  onChange(text: string): void;
  /** A key that no completion takes. */
  onKeyDown?(event: KeyboardEvent<E>): void;
}

/** What a field with completions puts on its element, and the list that stands below it while there is one. */
interface Completing<E extends Field> {
  attributes: {
    role?: 'combobox';
    'aria-autocomplete'?: 'list';
    'aria-expanded'?: boolean;
    'aria-controls'?: string | undefined;
    'aria-activedescendant'?: string | undefined;
    autoComplete: 'off';
    spellCheck: false;
    onChange(event: ChangeEvent<E>): void;
    onSelect(event: SyntheticEvent<E>): void;
    onBlur(): void;
    onKeyDown(event: KeyboardEvent<E>): void;
  };
  list: ReactElement | undefined;
}

/** Completion of a formula: arrows choose, Enter or Tab takes, Escape closes, Ctrl+Space lists all that may stand there. */
export function useCompletions<E extends Field>(options: CompletionsOptions<E>): Completing<E> {
  const { field, text, names, isFormula = true, onChange } = options;
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState<'no' | 'typing' | 'asked'>('no');
  const [chosen, setChosen] = useState(0);
  const found =
    open === 'no' || !isFormula ? undefined : completeFormula(text, caret, names, open === 'asked');
  const show = (how: typeof open, element: E): void => {
    setCaret(element.selectionStart ?? element.value.length);
    setChosen(0);
    setOpen(how);
  };
  const take = (completion: Completion): void => {
    if (!found) return;
    const next = putIn(text, found, completion);
    setOpen('no');
    onChange(next.text);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent<E>): void => {
    const act = isFormula ? actOf(event, chosen, found?.all.length) : undefined;
    if (act === undefined) return options.onKeyDown?.(event);
    event.preventDefault();
    event.stopPropagation();
    if (act === 'ask') show('asked', event.currentTarget);
    else if (act === 'close') setOpen('no');
    else if (act === 'take') take(found!.all[chosen] ?? found!.all[0]!);
    else setChosen(act);
    return undefined;
  };
  return {
    attributes: {
      ...(isFormula && {
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-expanded': found !== undefined,
        'aria-controls': found && listId,
        'aria-activedescendant': found && `${listId}-${chosen}`,
      }),
      autoComplete: 'off',
      spellCheck: false,
      onChange: (event) => {
        show('typing', event.currentTarget);
        onChange(event.currentTarget.value);
      },
      onSelect: (event) => setCaret(event.currentTarget.selectionStart ?? 0),
      onBlur: () => setOpen('no'),
      onKeyDown,
    },
    list: found && <CompletionList id={listId} all={found.all} chosen={chosen} onChoose={take} />,
  };
}

/** What a key does to the list, which has so many entries; undefined: what it does elsewhere. */
function actOf(
  { key, ctrlKey }: KeyboardEvent,
  chosen: number,
  count: number | undefined,
): number | 'take' | 'close' | 'ask' | undefined {
  if (key === ' ' && ctrlKey) return 'ask';
  if (count === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (chosen + 1) % count;
    case 'ArrowUp':
      return (chosen + count - 1) % count;
    case 'Enter':
    case 'Tab':
      return 'take';
    case 'Escape':
      return 'close';
    default:
      return undefined;
  }
}

interface CompletionListProps {
  id: string;
  all: readonly Completion[];
  chosen: number;
  onChoose(completion: Completion): void;
}

function CompletionList({ id, all, chosen, onChoose }: CompletionListProps): ReactElement {
  return (
    <div id={id} className="completions" role="listbox" aria-label={formulaWords.completions}>
      {all.map((completion, i) => (
        <div
          key={completion.shows}
          id={`${id}-${i}`}
          ref={i === chosen ? scrollThere : undefined}
          className="completion"
          role="option"
          tabIndex={-1}
          aria-selected={i === chosen}
          data-kind={completion.kind}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(completion);
          }}
        >
          <code>{completion.shows}</code>
          <span className="completion-says">{completion.says}</span>
        </div>
      ))}
    </div>
  );
}

function scrollThere(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
