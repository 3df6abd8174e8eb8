import './command-sheet.css';
import { Fragment, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { commands, type Command } from '../stores/commands.ts';
import { useDocument } from '../stores/document-store.ts';
import { keyParts } from '../stores/key-text.ts';
import { showNode, useSession } from '../stores/session-store.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** One line to choose: a command, or a node to go to. */
interface Choice {
  id: string;
  title: string;
  about: string;
  keys?: string;
  run(): void;
}

const close = (): void => useSession.setState({ sheet: undefined });

/** All commands by name, a node by name, or the list of shortcuts; each opened by its keys. */
export function CommandSheet(): ReactElement | null {
  const sheet = useSession((state) => state.sheet);
  switch (sheet) {
    case undefined:
      return null;
    case 'commands':
      return <Chooser title="Commands" placeholder="What should be done" choices={commandChoices()} />;
    case 'find':
      return <FindNode />;
    case 'shortcuts':
      return <Shortcuts />;
    default:
      return sheet satisfies never;
  }
}

function FindNode(): ReactElement {
  const draft = useDocument((state) => state.draft);
  const choices = useMemo(
    () =>
      Object.entries(draft?.nodes ?? {}).map(([id, { title, type }]) => ({
        id,
        title: title ?? id,
        about: title === undefined ? type : `${id} · ${type}`,
        run: () => showNode(id),
      })),
    [draft],
  );
  return <Chooser title="Find a node" placeholder="Title, id or type" choices={choices} />;
}

interface ChooserProps {
  title: string;
  placeholder: string;
  choices: readonly Choice[];
}

const SHOWN = 100;

function Chooser({ title, placeholder, choices }: ChooserProps): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  // After the dialog, which gives the focus to its first button.
  useEffect(() => field.current?.focus(), []);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => matching(choices, search).slice(0, SHOWN), [choices, search]);
  const take = (choice: Choice | undefined): void => {
    if (!choice) return;
    close();
    choice.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt(Math.min(Math.max(at + step, 0), Math.max(found.length - 1, 0)));
    else if (event.key === 'Enter') take(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={title} onClose={close}>
      <input
        ref={field}
        className="input sheet-search"
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls="sheet-list"
        aria-activedescendant={found[at] && `sheet-${at}`}
        aria-label={placeholder}
        placeholder={placeholder}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="sheet-list" className="sheet-list" role="listbox" aria-label={title}>
        {found.map((choice, index) => (
          <li key={choice.id} role="presentation">
            <button
              type="button"
              role="option"
              id={`sheet-${index}`}
              tabIndex={-1}
              aria-selected={index === at}
              ref={index === at ? (option) => option?.scrollIntoView({ block: 'nearest' }) : undefined}
              onClick={() => take(choice)}
            >
              <span>{choice.title}</span>
              <span className="muted">{choice.about}</span>
              {choice.keys !== undefined && <Keys keys={choice.keys} />}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="empty">Nothing here is called “{search.trim()}”.</p>}
    </Dialog>
  );
}

function Shortcuts(): ReactElement {
  const withKeys = commands.filter(({ keys }) => keys.length > 0);
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <Dialog title="Keyboard shortcuts" onClose={close} size="wide">
      <div className="shortcuts">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="section-title">{group}</h3>
            <dl>
              {withKeys
                .filter((command) => command.group === group)
                .map((command) => (
                  <Shortcut key={command.id} command={command} />
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 className="section-title">Pointer</h3>
          <dl>
            <dt>Drag on the canvas with Shift</dt>
            <dd>select what lies inside</dd>
            <dt>Drop an edge on the canvas</dt>
            <dd>search for what fits</dd>
            <dt>Drop a node on an edge</dt>
            <dd>insert it there</dd>
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function Shortcut({ command }: { command: Command }): ReactElement {
  return (
    <>
      <dt>{command.title}</dt>
      <dd>
        {command.keys.map((keys, index) => (
          <Fragment key={keys}>
            {index > 0 && ' or '}
            <Keys keys={keys} />
          </Fragment>
        ))}
      </dd>
    </>
  );
}

function Keys({ keys }: { keys: string }): ReactElement {
  return (
    <span className="keys">
      {keyParts(keys).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}

function commandChoices(): Choice[] {
  return commands
    .filter((command) => command.isEnabled())
    .map(({ id, title, group, keys, run }) => ({
      id,
      title,
      about: group,
      ...(keys[0] && { keys: keys[0] }),
      run,
    }));
}

function matching(choices: readonly Choice[], search: string): readonly Choice[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ title, about }) => {
    const text = `${title} ${about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
