// Pointing at a bar says what it is; dragging over bars, or Shift and the arrows, chooses a range; a double click or the minus key asks for what is around it.
import { say } from '../../shell.js';

// A click waits this long for a second one, which means something else.
const second = 280;

export function attach(frame, page) {
  // The page was left while this was loading.
  if (!frame) return;
  const plot = frame.querySelector('[data-plot]');
  const tip = frame.querySelector('[data-tip]');
  let from = null;
  let at = null;
  let click = 0;

  const bars = () => plot.querySelector('[data-bars]');
  const count = () => Number(bars()?.dataset.bars ?? 0);
  const words = (i) => JSON.parse(bars().dataset.words)[i].split('\n');
  const hide = () => { tip.hidden = true; };
  const tell = (i) => {
    tip.replaceChildren(...words(i).map((line) => Object.assign(document.createElement('div'), { textContent: line })));
    tip.hidden = false;
    const [box, around] = [plot.getBoundingClientRect(), frame.getBoundingClientRect()];
    tip.style.top = `${plot.offsetTop + plot.offsetHeight + 6}px`;
    tip.style.left = `${Math.max(8, Math.min(box.left + box.width * i / count() - around.left, around.width - tip.offsetWidth - 8))}px`;
  };
  // The bar itself is a piece of the shape of its part.
  const mark = (i) => {
    const slot = plot.querySelector('[data-slot]');
    slot?.setAttribute('x', (i ?? 0) * 10);
    slot?.setAttribute('width', i === null ? 0 : 10);
    const bar = plot.querySelector('.bars__part.well')?.getAttribute('d').split('M').find((piece) => piece.startsWith(`${i * 10 + 1} `));
    plot.querySelector('[data-lit]')?.setAttribute('d', i !== null && bar ? `M${bar}` : '');
  };
  const choice = (first, last) => {
    const box = plot.querySelector('[data-choice]');
    box?.setAttribute('x', first === null ? 0 : Math.min(first, last) * 10);
    box?.setAttribute('width', first === null ? 0 : (Math.abs(last - first) + 1) * 10);
  };
  const index = (event) => {
    const box = plot.getBoundingClientRect();
    return count() === 0 ? null : Math.max(0, Math.min(count() - 1, Math.floor((event.clientX - box.left) / box.width * count())));
  };
  const clear = () => { from = null; choice(null); };
  const choose = (one, other) => page.invokeMethodAsync('Choose', Math.min(one, other), Math.max(one, other));

  plot.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = index(event);
    if (from !== null) plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', (event) => {
    const i = index(event);
    if (i === null) return;
    mark(i);
    tell(i);
    if (from !== null) choice(from, i);
  });
  plot.addEventListener('pointerleave', () => { mark(at); hide(); });
  plot.addEventListener('pointercancel', () => { mark(at); clear(); hide(); });
  plot.addEventListener('pointerup', (event) => {
    const [first, last] = [from, index(event)];
    clear();
    if (first === null || last === null) return;
    clearTimeout(click);
    if (first !== last) choose(first, last);
    else click = setTimeout(() => choose(first, last), second);
  });
  plot.addEventListener('dblclick', () => { clearTimeout(click); page.invokeMethodAsync('Widen'); });

  const leave = () => { at = null; mark(null); clear(); hide(); };
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = count() - 1;
    const before = at ?? (event.key === 'ArrowLeft' ? last + 1 : -1);
    const next = { ArrowLeft: before - 1, ArrowRight: before + 1, Home: 0, End: last }[event.key];
    if (next !== undefined && last >= 0) {
      event.preventDefault();
      if (event.shiftKey) from ??= Math.max(0, Math.min(last, before)); else from = null;
      at = Math.max(0, Math.min(last, next));
      mark(at);
      choice(from, at);
      tell(at);
      const told = words(at).join(', ');
      say(from === null || from === at ? told : `${Math.abs(at - from) + 1} bars, to ${told}`);
    } else if (event.key === 'Enter' && at !== null) {
      const [first, end] = [from ?? at, at];
      leave();
      choose(first, end);
    } else if (event.key === '-') {
      event.preventDefault();
      leave();
      page.invokeMethodAsync('Widen');
    } else if (event.key === 'Escape' && (at !== null || !tip.hidden)) {
      // First the choice alone, then the place too; what is open beside the list stays open.
      event.stopPropagation();
      if (from !== null) clear(); else leave();
    }
  });
  plot.addEventListener('blur', leave);
}
