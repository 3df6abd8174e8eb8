import { useState, type ReactElement } from 'react';
import type { CommandRequest } from '@twinloom/runtime/protocol/bodies';
import { server } from '../client/server.ts';
import { announce } from '../stores/session-store.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** What a person may tell a twin from its timeline. */
export type CommandName = CommandRequest['command'];

const WORDS: Readonly<Record<CommandName, { title: string; says: string; act: string }>> = {
  're-anchor': {
    title: 'Re-anchor the models',
    says: 'Every model that starts at a measurement goes to where its plant stands now. What it was ahead or behind is forgotten.',
    act: 'Re-anchor',
  },
  replaced: {
    title: 'A part was replaced',
    says: 'The nodes of this part begin anew: models at their initial state, predictors with nothing learned.',
    act: 'It was replaced',
  },
  'out-of-service': {
    title: 'Out of service',
    says: 'Its alarms tell nobody and its predictors learn nothing, until it is back in service.',
    act: 'Take out of service',
  },
  'in-service': {
    title: 'Back in service',
    says: 'Its alarms count again, and its predictors learn on from where they stood.',
    act: 'Put back into service',
  },
};

interface CommandDialogProps {
  twin: string;
  command: CommandName;
  /** Assets it may be about; the first is chosen. */
  assets: readonly string[];
  onClose(): void;
  onDone(): void;
}

/** Asks for the asset and a note, then tells the twin; the note stands on its timeline. */
export function CommandDialog({ twin, command, assets, onClose, onDone }: CommandDialogProps): ReactElement {
  const { title, says, act } = WORDS[command];
  const [asset, setAsset] = useState(assets[0] ?? '');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState('');
  const [isSending, setSending] = useState(false);
  const needsAsset = command !== 're-anchor';
  const send = async (): Promise<void> => {
    setSending(true);
    const about = note.trim() === '' ? {} : { note: note.trim() };
    const request: CommandRequest =
      command === 're-anchor' ? { command, ...about } : { command, asset, ...about };
    const answer = await server.tell(twin, request);
    setSending(false);
    if (!answer.ok) return setProblem(`${answer.problem.says} ${answer.problem.remedy}`);
    announce(`${title}: done.`);
    onDone();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            form="command"
            className="button button-main"
            disabled={isSending || (needsAsset && asset === '')}
          >
            {act}
          </button>
        </>
      }
    >
      <form
        id="command"
        className="command-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{says}</p>
        {needsAsset && (
          <label className="field">
            <span>Asset</span>
            <select className="input" value={asset} onChange={(event) => setAsset(event.currentTarget.value)}>
              {assets.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          <span>Note</span>
          <textarea
            className="input"
            rows={3}
            maxLength={2000}
            placeholder="Why, for whoever reads the timeline later"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        {problem && <p className="field-says tone-bad">{problem}</p>}
      </form>
    </Dialog>
  );
}
