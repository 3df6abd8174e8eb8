import { RotateCcw } from 'lucide-react';
import { Fragment, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { commands, type Command } from '../stores/commands.ts';
import { commandOfKey, keysOf, resetKeys, setKeys, useKeyMap, whyNotKeys } from '../stores/key-map.ts';
import { keyText } from '../stores/key-text.ts';
import { announce, useSession } from '../stores/session-store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Keys } from './Keys.tsx';
import { commandsWords } from '../words/commands.ts';
import { shortcutsWords } from '../words/shortcuts.ts';

const close = (): void => useSession.setState({ sheet: undefined });
const POINTER = [
  [shortcutsWords.dragWithShift, shortcutsWords.selectsInside],
  [shortcutsWords.dragWithAlt, shortcutsWords.cutsEdges],
  [shortcutsWords.dragEdgePoint, shortcutsWords.bendsEdge],
  [shortcutsWords.dropEdge, shortcutsWords.searchesFitting],
  [shortcutsWords.dropNodeOnEdge, shortcutsWords.insertsNode],
] as const;

/** All shortcuts; each may be given other keys, which this browser keeps. */
export default function ShortcutSheet(): ReactElement {
  const map = useKeyMap();
  const [changing, setChanging] = useState<string>();
  const groups = [...new Set(commands.map(({ group }) => group))];
  const isChanged = Object.keys(map.changed).length > 0;
  return (
    <Dialog
      title={shortcutsWords.title}
      onClose={close}
      size="wide"
      actions={
        <>
          <span className="shortcuts-says muted">{shortcutsWords.about}</span>
          <button type="button" className="button" disabled={!isChanged} onClick={resetKeys}>
            {shortcutsWords.resetAll}
          </button>
          <button type="button" className="button button-main" onClick={close}>
            {shortcutsWords.done}
          </button>
        </>
      }
    >
      <div className="shortcuts">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="section-title">{commandsWords.groups[group]}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <Shortcut
                    key={command.id}
                    command={command}
                    keys={keysOf(command, map)}
                    isChanging={changing === command.id}
                    onChange={setChanging}
                  />
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 className="section-title">{shortcutsWords.pointer}</h3>
          <dl>
            {POINTER.map(([what, does]) => (
              <Fragment key={what}>
                <dt>{what}</dt>
                <dd>{does}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

interface ShortcutProps {
  command: Command;
  keys: readonly string[];
  isChanging: boolean;
  onChange(id: string | undefined): void;
}

function Shortcut({ command, keys, isChanging, onChange }: ShortcutProps): ReactElement {
  const shown = (
    <>
      {keys.length === 0 && <span className="muted">{shortcutsWords.none}</span>}
      {keys.map((each, index) => (
        <Fragment key={each}>
          {index > 0 && shortcutsWords.or}
          <Keys keys={each} />
        </Fragment>
      ))}
    </>
  );
  if (command.byClipboard)
    return (
      <>
        <dt>{command.title}</dt>
        <dd title={shortcutsWords.keptByBrowser}>{shown}</dd>
      </>
    );
  const ids = [`title-of-${command.id}`, `keys-of-${command.id}`] as const;
  return (
    <>
      <dt id={ids[0]}>{command.title}</dt>
      <dd>
        {isChanging ? (
          <NewKeys command={command} onDone={() => onChange(undefined)} />
        ) : (
          <button
            type="button"
            className="shortcut-keys"
            id={ids[1]}
            aria-labelledby={ids.join(' ')}
            title={shortcutsWords.change}
            data-command={command.id}
            onClick={() => onChange(command.id)}
          >
            {shown}
          </button>
        )}
      </dd>
    </>
  );
}

/** Waits for keys to be pressed; where another command has them, that is said and asked first. */
function NewKeys({ command, onDone }: { command: Command; onDone(): void }): ReactElement {
  const [pressed, setPressed] = useState('');
  const row = useRef<HTMLSpanElement>(null);
  const holder = pressed === '' ? undefined : commandOfKey(pressed);
  const other = holder === command ? undefined : holder;
  const problem = whyNotKeys(pressed);
  const take = (keys: readonly string[]): void => {
    setKeys(command, keys);
    announce(shortcutsWords.keysNow(command.title, keys.join(shortcutsWords.or) || shortcutsWords.noKeys));
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) return;
    if (event.target !== row.current) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onDone();
    const keys = keyText(event.nativeEvent);
    const found = commandOfKey(keys);
    if (whyNotKeys(keys) === '' && (found === undefined || found === command)) take([keys]);
    else setPressed(keys);
  };
  return (
    <span className="shortcut-new">
      <span
        ref={(element) => {
          row.current = element;
          if (pressed === '') element?.focus();
        }}
        className="input shortcut-press"
        role="textbox"
        aria-readonly="true"
        aria-label={shortcutsWords.newKeysFor(command.title)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {pressed === '' ? shortcutsWords.pressNewKeys : <Keys keys={pressed} />}
      </span>
      {problem && (
        <span className="tone-bad" role="alert">
          {shortcutsWords.pressOthers(problem)}
        </span>
      )}
      {!problem && other && (
        <span role="alert">
          {shortcutsWords.keysOf(other.title)}{' '}
          <button type="button" className="button button-small" onClick={() => take([pressed])}>
            {shortcutsWords.take}
          </button>
        </span>
      )}
      <span className="shortcut-ways">
        <button type="button" className="button button-small" onClick={() => take(command.keys)}>
          <RotateCcw size={12} aria-hidden="true" />
          {shortcutsWords.reset}
        </button>
        <button type="button" className="button button-small" onClick={() => take([])}>
          {shortcutsWords.clear}
        </button>
        <button type="button" className="button button-small" onClick={onDone}>
          {shortcutsWords.cancel}
        </button>
      </span>
    </span>
  );
}
