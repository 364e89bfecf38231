// The grips between columns: dragged, or moved by the arrow keys. The width stands in the address once it is let go.
export function attach(root, page) {
  // The page was left while this was loading.
  if (!root) return { detach() {} };
  const clamp = (grip, width) => Math.max(Number(grip.getAttribute('aria-valuemin')), Math.min(Number(grip.getAttribute('aria-valuemax')), Math.round(width)));
  const columnOf = (grip) => root.querySelector(`col[data-col="${CSS.escape(grip.dataset.colGrip)}"]`);
  const show = (grip, width) => {
    columnOf(grip).style.width = `${width}px`;
    grip.setAttribute('aria-valuenow', String(width));
  };
  const tell = (grip) => page.invokeMethodAsync('Size', grip.dataset.colGrip, Number(grip.getAttribute('aria-valuenow')));

  root.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest?.('[data-col-grip]');
    if (!grip) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const [from, width] = [event.clientX, Number(grip.getAttribute('aria-valuenow'))];
    const move = (e) => show(grip, clamp(grip, width + e.clientX - from));
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => { grip.removeEventListener('pointermove', move); tell(grip); }, { once: true });
  });

  root.addEventListener('keydown', (event) => {
    const grip = event.target.closest?.('[data-col-grip]');
    const by = { ArrowLeft: -16, ArrowRight: 16, PageDown: -64, PageUp: 64 }[event.key];
    if (!grip || !by) return;
    event.preventDefault();
    show(grip, clamp(grip, Number(grip.getAttribute('aria-valuenow')) + by));
    tell(grip);
  });

  // What listens goes with the element.
  return { detach() {} };
}
