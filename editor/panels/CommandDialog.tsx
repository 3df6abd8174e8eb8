import { useState, type ReactElement } from 'react';
import type { CommandRequest } from '@twinloom/runtime/protocol/bodies';
import { server } from '../client/server.ts';
import { announce } from '../stores/session-store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { timelineWords } from '../words/timeline.ts';

/** What a person may tell a twin from its timeline. */
export type CommandName = CommandRequest['command'];

const WORDS: Readonly<Record<CommandName, { title: string; says: string; act: string }>> = {
  're-anchor': {
    title: timelineWords.reAnchorTitle,
    says: timelineWords.reAnchorMeans,
    act: 'Re-anchor',
  },
  replaced: {
    title: timelineWords.replacedTitle,
    says: timelineWords.replacedMeans,
    act: timelineWords.replacedDo,
  },
  'out-of-service': {
    title: timelineWords.outTitle,
    says: timelineWords.outMeans,
    act: timelineWords.outDo,
  },
  'in-service': {
    title: timelineWords.backTitle,
    says: timelineWords.backMeans,
    act: timelineWords.backDo,
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
    announce(timelineWords.done(title));
    onDone();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {timelineWords.cancel}
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
            <span>{timelineWords.asset}</span>
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
          <span>{timelineWords.note}</span>
          <textarea
            className="input"
            rows={3}
            maxLength={2000}
            placeholder={timelineWords.noteExample}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        {problem && <p className="field-says tone-bad">{problem}</p>}
      </form>
    </Dialog>
  );
}
