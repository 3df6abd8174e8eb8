import '../compare.css';
import './time.css';
import { ChevronDown, ChevronRight, RotateCw, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { qualityCode } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { useDocument } from '../../stores/document-store.ts';
import { useLive } from '../../stores/live-store.ts';
import { showNode } from '../../stores/session-store.ts';
import { askAgain, askWhy, closeWhy, useWhy } from '../../stores/why-store.ts';
import { formatAge } from '../../ui/format-age.ts';
import { formatReadingWithUnit } from '../../ui/format-reading.ts';
import { exactTime } from './exact-time.ts';
import { treeKey, treeRows, type TreeRow, type WhyRow } from './why-tree.ts';
import { whyWords } from '../../words/why.ts';

/** Why a value is what it is, in the place of the inspector: the chain of its inputs back to the tags, each with its part. */
export function WhyPane(): ReactElement | null {
  const { port, chain, problem, isAsking } = useWhy();
  const close = useRef<HTMLButtonElement>(null);
  const ports = useLive((state) => state.ports);
  useEffect(() => close.current?.focus(), []);
  if (port === undefined) return null;
  const node = port.slice(0, port.indexOf('.'));
  const outputs = [...ports.keys()].filter((name) => name.startsWith(`${node}.`));
  const hasShares = chain?.rows.some(({ share }) => share !== null);
  return (
    <aside
      className="compare-pane why-pane"
      role="dialog"
      aria-labelledby="why-title"
      aria-busy={isAsking}
      onKeyDown={({ key }) => key === 'Escape' && closeWhy()}
    >
      <header className="compare-head">
        <h2 id="why-title">{whyWords.title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={whyWords.askAgain}
          title={whyWords.askAgainMeans}
          onClick={askAgain}
        >
          <RotateCw size={14} aria-hidden="true" />
        </button>
        <button
          ref={close}
          type="button"
          className="icon-button"
          aria-label={whyWords.close}
          onClick={closeWhy}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div className="why-ask">
        <select
          className="input"
          aria-label={whyWords.port}
          value={port}
          onChange={({ currentTarget }) => askWhy(currentTarget.value)}
        >
          {[...new Set([port, ...outputs])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {chain && <span className="muted">{exactTime(chain.time)}</span>}
      </div>
      <div className="why-body">
        {problem && (
          <p className="note note-bad" role="alert">
            {problem}
          </p>
        )}
        {!chain && !problem && <p className="muted">{whyWords.working}</p>}
        {chain && <Tree rows={chain.rows} />}
        {chain && (
          <p className="why-note muted">
            {chain.rows.length === 1
              ? whyWords.beginsHere
              : hasShares
                ? whyWords.sharesMean(formatAge(chain.window))
                : whyWords.noShares}
          </p>
        )}
      </div>
    </aside>
  );
}

function Tree({ rows }: { rows: readonly WhyRow[] }): ReactElement {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const shown = useMemo(() => treeRows(rows, closed), [rows, closed]);
  const at = Math.max(
    shown.findIndex(({ index }) => index === focused),
    0,
  );
  const toggle = (index: number): void =>
    setClosed(
      (before) =>
        new Set(before.has(index) ? [...before].filter((one) => one !== index) : [...before, index]),
    );
  const onKey = (event: KeyboardEvent): void => {
    const act = treeKey(event.key, shown, at, closed);
    if (event.key === 'Enter' || event.key === ' ') chooseNode(shown[at]!.row.port);
    else if (!act) return;
    else if ('to' in act) {
      setFocused(shown[act.to]!.index);
      list.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[act.to]?.focus();
    } else toggle('open' in act ? act.open : act.close);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ul className="why-tree" role="tree" aria-label={whyWords.chain} ref={list} onKeyDown={onKey}>
      {shown.map((one, place) => (
        <Item
          key={one.index}
          {...one}
          isOpen={!closed.has(one.index)}
          isFocused={place === at}
          onToggle={() => toggle(one.index)}
          onFocus={() => setFocused(one.index)}
        />
      ))}
    </ul>
  );
}

interface ItemProps extends TreeRow {
  isOpen: boolean;
  isFocused: boolean;
  onToggle(): void;
  onFocus(): void;
}

function Item({ row, level, hasRowsBelow, isOpen, isFocused, onToggle, onFocus }: ItemProps): ReactElement {
  const { port, input, quality, age, share, source, seen } = row;
  const [id = '', name = ''] = port.split('.');
  const title = useDocument(({ draft }) => draft?.nodes[id]?.title ?? id);
  return (
    <li
      className="why-row"
      role="treeitem"
      aria-level={level}
      aria-expanded={hasRowsBelow ? isOpen : undefined}
      aria-selected={isFocused}
      tabIndex={isFocused ? 0 : -1}
      data-port={port}
      style={{ paddingLeft: 8 + (level - 1) * 14 }}
      onClick={() => chooseNode(port)}
      onFocus={onFocus}
    >
      <span
        className="why-twist"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (hasRowsBelow) onToggle();
        }}
      >
        {hasRowsBelow && (isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} />)}
      </span>
      <span className="why-main">
        <span className="why-line">
          <span className="why-name" title={port}>
            {title} <span className="muted">{name}</span>
          </span>
          <b className="why-value" data-quality={quality}>
            {readingOf(row)}
          </b>
        </span>
        <span className="why-line muted">
          <span>
            {input !== null && whyWords.into(input)}
            {seen !== null && whyWords.chainStandsAbove}
            {source !== null && ` · ${source}`}
          </span>
          <span className="why-age">
            {quality === 'uncertain' && whyWords.uncertain}
            {age === null ? '' : whyWords.age(formatAge(age))}
          </span>
        </span>
        {share !== null && <Part row={row} />}
      </span>
    </li>
  );
}

function Part({ row: { share, slope, unit } }: { row: WhyRow }): ReactElement {
  const part = share ?? 0;
  const says = `${part < 0 ? '−' : ''}${Math.round(Math.abs(part) * 100)} %`;
  const more = slope === null ? undefined : whyWords.slope(formatUnit(unit), formatValue(slope));
  return (
    <span className="why-part" title={more} data-part={says}>
      <span className="why-bar" data-lowers={part < 0 || undefined} aria-hidden="true">
        <span style={{ width: `${Math.abs(part) * 100}%` }} />
      </span>
      <span className="why-percent">{says}</span>
    </span>
  );
}

function readingOf({ type, unit, value, quality }: WhyRow): string {
  const isNumber = type === 'number' || type === 'boolean' || type === 'event';
  return formatReadingWithUnit({
    value: isNumber ? Number(value ?? 0) : 0,
    quality: qualityCode(quality),
    type,
    unit,
    object: isNumber ? undefined : value,
  });
}

/** The canvas shows where it comes from; the pane stays. */
function chooseNode(port: string): void {
  showNode(port.slice(0, port.indexOf('.')));
}
