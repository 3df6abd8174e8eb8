import { useEffect, useRef, type ReactElement } from 'react';
import { ABSENT, qualityName } from '@twinloom/runtime/signal/quality';
import { live } from '../stores/live-store.ts';
import { shownTime, usePast } from '../stores/past-store.ts';
import { formatRate, watchRate } from '../stores/sample-rate.ts';
import { formatAge } from '../ui/format-age.ts';
import { inspectorWords } from '../words/inspector.ts';
import { valuesWords } from '../words/values.ts';

/** Quality and age of a port's last sample and how often one comes, counted on every second. */
export function LiveAge({ port }: { port: string }): ReactElement {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const rate = watchRate();
    const show = (): void => {
      const { quality, t, lacks } = live.read(port);
      const word =
        lacks !== ''
          ? inspectorWords.noAnswer
          : quality === ABSENT
            ? inspectorWords.noValue
            : valuesWords.qualities[qualityName(quality)];
      const age = t > 0 ? inspectorWords.ageOf(formatAge(shownTime() - t)) : '';
      const often = rate(performance.now() / 1000, live.countOf(port));
      const isPast = usePast.getState().time !== undefined;
      const said = [word, age, t > 0 && often !== undefined && !isPast ? formatRate(often) : ''];
      if (ref.current) ref.current.textContent = said.filter((part) => part !== '').join(' · ');
    };
    show();
    const timer = setInterval(show, 1000);
    const undo = usePast.subscribe(show);
    return () => {
      clearInterval(timer);
      undo();
    };
  }, [port]);
  return (
    <span ref={ref} className="port-line-age muted" data-live-age={port} title={inspectorWords.ageMeans} />
  );
}
