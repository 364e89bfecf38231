// Pointing at a bar says what it is; dragging over bars, or Shift and the arrows, chooses a range.
import { say } from '../../shell.js';

export function attach(frame, page) {
  const plot = frame.querySelector('[data-plot]');
  const label = frame.querySelector('[data-label]');
  let rest = null; // what the label says when nothing is pointed at
  let from = null;
  let at = null;

  const bars = () => [...plot.querySelectorAll('g[data-i]')];
  const tell = (words) => {
    if (words === null) { if (rest !== null) { label.textContent = rest; rest = null; } return; }
    rest ??= label.textContent;
    label.textContent = words;
  };
  const choice = (first, last) => {
    const box = plot.querySelector('[data-choice]');
    box?.setAttribute('x', first === null ? 0 : Math.min(first, last) * 10);
    box?.setAttribute('width', first === null ? 0 : (Math.abs(last - first) + 1) * 10);
  };
  const index = (event) => {
    const box = plot.getBoundingClientRect();
    const count = bars().length;
    return count === 0 ? null : Math.max(0, Math.min(count - 1, Math.floor((event.clientX - box.left) / box.width * count)));
  };
  const clear = () => { from = null; choice(null); };

  plot.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = index(event);
    if (from !== null) plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', (event) => {
    const i = index(event);
    if (i === null) return;
    tell(bars()[i].dataset.words);
    if (from !== null) choice(from, i);
  });
  plot.addEventListener('pointerleave', () => tell(null));
  plot.addEventListener('pointercancel', clear);
  plot.addEventListener('pointerup', (event) => {
    const [first, last] = [from, index(event)];
    clear();
    if (first !== null && last !== null) page.invokeMethodAsync('Choose', Math.min(first, last), Math.max(first, last));
  });

  const mark = (i) => {
    for (const bar of bars()) bar.removeAttribute('data-at');
    bars()[i]?.setAttribute('data-at', '');
  };
  plot.addEventListener('keydown', (event) => {
    const count = bars().length;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && count > 0) {
      event.preventDefault();
      const before = at ?? (step > 0 ? -1 : count);
      const next = Math.max(0, Math.min(count - 1, before + step));
      if (event.shiftKey) from ??= Math.max(0, Math.min(count - 1, before)); else from = null;
      at = next;
      mark(at);
      choice(from, at);
      tell(bars()[at].dataset.words);
      say(bars()[at].dataset.words);
    } else if (event.key === 'Enter' && at !== null) {
      const first = from ?? at;
      const last = at;
      clear();
      page.invokeMethodAsync('Choose', Math.min(first, last), Math.max(first, last));
    } else if (event.key === 'Escape' && from !== null) {
      event.stopPropagation();
      clear();
    }
  });
  plot.addEventListener('blur', () => { at = null; mark(-1); clear(); tell(null); });
}
