import { Gavel } from 'lucide-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { sayProblem } from '../../client/http.ts';
import { server } from '../../client/server.ts';
import { dayAndTime } from '../../ui/format-time.ts';
import { fill } from '../../ui/fill.tsx';
import { studyResultsWords } from '../../words/study-results.ts';

const VERDICTS = ['accepted', 'rejected', 'deferred'] as const;

/** What was decided by a study, and a line to decide: with a reason, kept for good. */
export function Decisions({ study, onDecided }: { study: StudyBody; onDecided(): void }): ReactElement {
  const { twin, id, decisions = [] } = study;
  const [verdict, setVerdict] = useState<(typeof VERDICTS)[number]>('accepted');
  const [reason, setReason] = useState('');
  const [author, setAuthor] = useState('');
  const [problem, setProblem] = useState('');
  const decide = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const by = author.trim() === '' ? {} : { author };
    const answer = await server.decideStudy(twin, id, { verdict, reason, ...by });
    setProblem(answer.ok ? '' : sayProblem(answer.problem));
    if (!answer.ok) return;
    setReason('');
    onDecided();
  };
  return (
    <div className="decisions">
      {decisions.map((one) => (
        <p key={`${one.t} ${one.reason}`} data-decision={one.verdict}>
          {fill(
            studyResultsWords.decidedBy,
            <b>{studyResultsWords.verdicts[one.verdict]}</b>,
            one.author,
            dayAndTime(one.t),
            one.reason,
          )}{' '}
          <span className="muted">{studyResultsWords.runsHadResults(one.known.finished, one.known.of)}</span>
        </p>
      ))}
      <form className="decide" aria-label={studyResultsWords.decide} onSubmit={(event) => void decide(event)}>
        <select
          className="input"
          aria-label={studyResultsWords.decision}
          value={verdict}
          onChange={(event) => setVerdict(event.currentTarget.value as typeof verdict)}
        >
          {VERDICTS.map((name) => (
            <option key={name} value={name}>
              {studyResultsWords.verdicts[name]}
            </option>
          ))}
        </select>
        <input
          className="input"
          aria-label={studyResultsWords.reason}
          placeholder={studyResultsWords.because}
          required
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <input
          className="input"
          aria-label={studyResultsWords.decidedByField}
          placeholder={studyResultsWords.byWhom}
          maxLength={100}
          value={author}
          onChange={(event) => setAuthor(event.currentTarget.value)}
        />
        <button type="submit" className="button button-small">
          <Gavel size={14} aria-hidden="true" />
          {studyResultsWords.decide}
        </button>
      </form>
      {problem && (
        <p className="field-says tone-bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
