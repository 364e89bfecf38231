// Keys of the list and the pane, and the grip between them.
const isTyping = (target) => target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
const clamp = (value) => Math.max(20, Math.min(75, value));

export function attach(root) {
  let lastRow = null;
  const find = (selector) => root.querySelector(selector);
  const rows = () => [...root.querySelectorAll('[data-row]')];

  const setPane = (percent) => {
    root.style.setProperty('--pane', `${percent}%`);
    find('[data-grip]')?.setAttribute('aria-valuenow', String(Math.round(percent)));
    try { localStorage.setItem('tb-pane', String(percent)); } catch { /* It holds for this page. */ }
  };
  try { const kept = Number(localStorage.getItem('tb-pane')); if (kept) setPane(clamp(kept)); } catch { /* No storage, no memory. */ }

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const start = at >= 0 ? at : all.findIndex((row) => row.getBoundingClientRect().top >= find('[data-list]').getBoundingClientRect().top) - Math.max(by, 0);
    const row = all[Math.max(0, Math.min(all.length - 1, start + by))];
    row?.focus({ preventScroll: true });
    row?.closest('li').scrollIntoView({ block: 'nearest' });
  };

  const onKey = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open], [popover]:popover-open')) return;
    const press = (selector) => { const link = find(selector); if (link?.hasAttribute('href')) { event.preventDefault(); link.click(); } };
    switch (event.key) {
      case 'j': event.preventDefault(); step(1); break;
      case 'k': event.preventDefault(); step(-1); break;
      case '[': press('[data-previous]'); break;
      case ']': press('[data-next]'); break;
      case 'o': case 'e': press(`[data-rows-as="${event.key}"]:not([aria-current])`); break;
      case 'Escape': press('[data-close-pane]'); break;
    }
  };

  const onFocus = (event) => { if (event.target.matches?.('[data-row]')) lastRow = event.target.id; };
  const onClick = (event) => {
    const row = event.target.closest?.('[data-row]');
    if (row) lastRow = row.id;
    if (event.target.closest?.('[data-close-pane]')) {
      // Where the pane was walked with [ and ], the row to go back to is that of the event it ended on.
      lastRow = find('[data-open] [data-row]')?.id ?? lastRow;
      setTimeout(() => document.getElementById(lastRow)?.focus({ preventScroll: true }), 150);
    }
  };

  const onDown = (event) => {
    if (!event.target.matches?.('[data-grip]')) return;
    event.preventDefault();
    const body = event.target.parentElement.getBoundingClientRect();
    const move = (e) => setPane(clamp((body.right - e.clientX) / body.width * 100));
    const up = () => { removeEventListener('pointermove', move); removeEventListener('pointerup', up); };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
  };
  const onGripKey = (event) => {
    const by = { ArrowLeft: 4, ArrowRight: -4 }[event.key];
    if (!by || !event.target.matches?.('[data-grip]')) return;
    event.preventDefault();
    setPane(clamp(Number(event.target.getAttribute('aria-valuenow')) + by));
  };

  document.addEventListener('keydown', onKey);
  find('[data-list]')?.setAttribute('aria-keyshortcuts', 'j k');
  root.addEventListener('focusin', onFocus);
  root.addEventListener('click', onClick);
  root.addEventListener('pointerdown', onDown);
  root.addEventListener('keydown', onGripKey);
  return { detach: () => document.removeEventListener('keydown', onKey) };
}
