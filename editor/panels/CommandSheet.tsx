import './command-sheet.css';
import { Suspense, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { commands } from '../stores/commands.ts';
import { addAt, choicesHere, connectAs, portsFrom, sayChoice } from '../stores/connect.ts';
import { useDocument } from '../stores/document-store.ts';
import { keysOf } from '../stores/key-map.ts';
import { useResolvedFlow } from '../stores/resolved-flow.ts';
import { runCommand } from '../stores/run-command.ts';
import { showNode, useSession } from '../stores/session-store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Keys } from './Keys.tsx';
import { lazyPart } from '../ui/on-demand.tsx';
import { commandsWords } from '../words/commands.ts';
import { commandSheetWords } from '../words/command-sheet.ts';

/** One line to choose: a command, or a node to go to. */
interface Choice {
  id: string;
  title: string;
  about: string;
  keys?: string;
  run(): void;
}

const ShortcutSheet = lazyPart(async () => (await import('./ShortcutSheet.tsx')).default);

const close = (): void => useSession.setState({ sheet: undefined });

/** All commands by name, a node by name, or the list of shortcuts; each opened by its keys. */
export function CommandSheet(): ReactElement | null {
  const sheet = useSession((state) => state.sheet);
  switch (sheet) {
    case undefined:
      return null;
    case 'commands':
      return (
        <Chooser
          title={commandSheetWords.commands}
          placeholder={commandSheetWords.search}
          choices={commandChoices()}
        />
      );
    case 'find':
      return <FindNode />;
    case 'connect':
      return <ConnectSheet />;
    case 'shortcuts':
      return (
        <Suspense>
          <ShortcutSheet />
        </Suspense>
      );
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
  return (
    <Chooser
      title={commandSheetWords.findNode}
      placeholder={commandSheetWords.searchNodes}
      choices={choices}
    />
  );
}

const OFFERED = 100;

function ConnectSheet(): ReactElement | null {
  const start = useSession((state) => state.connecting);
  const resolved = useResolvedFlow();
  const choices = useMemo((): Choice[] => {
    if (!start || !resolved) return [];
    const there = choicesHere(start)
      .slice(0, OFFERED)
      .map((choice) => ({
        id: sayChoice(choice),
        title: sayChoice(choice),
        about: choice.says,
        run: () => connectAs(choice),
      }));
    const added = portsFrom(resolved, start).map(({ point }) => ({
      id: `new ${point.side} ${point.port}`,
      title: commandSheetWords.newNode(`${point.node}.${point.port}`),
      about: commandSheetWords.sides[point.side],
      run: () => addAt(point),
    }));
    return [...there, ...added];
  }, [start, resolved]);
  if (!start) return null;
  const name = 'port' in start ? `${start.node}.${start.port}` : start.node;
  return (
    <Chooser
      title={commandSheetWords.connectFrom(name)}
      placeholder={commandSheetWords.searchPorts}
      choices={choices}
    />
  );
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
      {found.length === 0 && <p className="empty">{commandSheetWords.nothingFound(search.trim())}</p>}
    </Dialog>
  );
}

function commandChoices(): Choice[] {
  return commands
    .filter((command) => command.isEnabled())
    .map((command) => ({
      id: command.id,
      title: command.title,
      about: commandsWords.groups[command.group],
      ...(keysOf(command)[0] && { keys: keysOf(command)[0] }),
      run: () => runCommand(command),
    }));
}

function matching(choices: readonly Choice[], search: string): readonly Choice[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ title, about }) => {
    const text = `${title} ${about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
