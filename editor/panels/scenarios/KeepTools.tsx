import { useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { keepQuestion, removeQuestion } from '@twinloom/runtime/graph/study-edits';
import { documentStore } from '../../stores/document-store.ts';
import { questionToKeep } from '../../stores/kept-question.ts';
import { announce } from '../../stores/session-store.ts';
import { requestOf, type FormGround, type StudyForm } from '../../stores/study-form.ts';
import { studyWords } from '../../words/study.ts';
import { KpiDialog } from './KpiDialog.tsx';

interface KeepToolsProps {
  form: StudyForm;
  ground: Omit<FormGround, 'now'> | undefined;
  /** Id of the kept question that the form shows; '' one's own. */
  question: string;
  /** What forbids that it is kept; `marked` where it stands at its rows. */
  wrong(marked: string): string | undefined;
  /** It is kept under this id; '' no more. */
  onKept(id: string): void;
  onProblem(says: string): void;
}

/** Keeps the question in the flow or takes it out, and opens what counts. */
export function KeepTools({
  form,
  ground,
  question,
  wrong,
  onKept,
  onProblem,
}: KeepToolsProps): ReactElement {
  const [hasFigures, setFigures] = useState(false);
  const { edit } = documentStore.getState();
  const former = ground?.draft.scenarios?.[question];
  const keep = (): void => {
    if (!ground) return;
    const { draft } = ground;
    const says = wrong(studyWords.keepMendFirst);
    if (says !== undefined) return onProblem(says);
    const made = questionToKeep(requestOf(form, { ...ground, now: Date.now() / 1000 }), former);
    onProblem('problem' in made ? made.problem : '');
    if ('problem' in made) return;
    const { id } = keepQuestion(draft, former && question, made.question);
    edit((flow) => keepQuestion(flow, id, made.question).flow);
    onKept(id);
    announce(studyWords.kept(made.question.title));
  };
  const forget = (): void => {
    edit((flow) => removeQuestion(flow, question));
    onKept('');
    announce(studyWords.keptNoMore(former?.title ?? ''));
  };
  return (
    <div className="question-kept">
      <button type="button" className="link-button" title={studyWords.keepMeans} onClick={keep}>
        {studyWords.keep}
      </button>
      {former && (
        <button type="button" className="link-button" onClick={forget}>
          {studyWords.keepRemove}
        </button>
      )}
      <button type="button" className="link-button" onClick={() => setFigures(true)}>
        {studyWords.keyFigures.open}
      </button>
      {/* Outside of the form: Enter in one of its fields would run the study. */}
      {hasFigures && createPortal(<KpiDialog onClose={() => setFigures(false)} />, document.body)}
    </div>
  );
}
