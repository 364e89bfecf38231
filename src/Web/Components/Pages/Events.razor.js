// Keys of the page besides those of all lists (rows.js), the row to go back to, and the grip beside the pane.
const isTyping = (target) => target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
const clamp = (value) => Math.max(20, Math.min(75, value));

export function attach(root) {
  // The page was left while this was loading.
  if (!root) return { detach() {} };
  let lastRow = null;
  const find = (selector) => root.querySelector(selector);

  // Beside the list and below it, the event has a size each.
  const isBelow = () => document.documentElement.dataset.panePlace === 'bottom';
  const setPane = (percent, name = isBelow() ? 'pane-height' : 'pane') => {
    root.style.setProperty(`--${name}`, `${percent}%`);
    find('[data-grip]')?.setAttribute('aria-valuenow', String(Math.round(percent)));
    try { localStorage.setItem(`tb-${name}`, String(percent)); } catch { /* It holds for this page. */ }
  };
  for (const name of ['pane', 'pane-height']) {
    try { const kept = Number(localStorage.getItem(`tb-${name}`)); if (kept) setPane(clamp(kept), name); } catch { /* No storage, no memory. */ }
  }

  const onKey = (event) => {
    // Until the site has let go of a page that was left, its keys would still press what stood on it.
    if (!root.isConnected || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open], [popover]:popover-open')) return;
    const press = (selector) => { const link = find(selector); if (link?.hasAttribute('href')) { event.preventDefault(); link.click(); } };
    switch (event.key) {
      case 'x': case 'X': {
        const box = document.activeElement?.closest('[data-rows] > li, [data-rows] tbody > tr')?.querySelector('.pick');
        if (box) { event.preventDefault(); box.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: event.key === 'X' })); }
        break;
      }
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
    const move = (e) => setPane(clamp(isBelow() ? (body.bottom - e.clientY) / body.height * 100 : (body.right - e.clientX) / body.width * 100));
    const up = () => { removeEventListener('pointermove', move); removeEventListener('pointerup', up); };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
  };
  const onGripKey = (event) => {
    const by = (isBelow() ? { ArrowUp: 4, ArrowDown: -4 } : { ArrowLeft: 4, ArrowRight: -4 })[event.key];
    if (!by || !event.target.matches?.('[data-grip]')) return;
    event.preventDefault();
    setPane(clamp(Number(event.target.getAttribute('aria-valuenow')) + by));
  };

  document.addEventListener('keydown', onKey);
  find('[data-list]')?.setAttribute('aria-keyshortcuts', 'j k');
  root.addEventListener('focusin', onFocus);
  root.addEventListener('click', onClick);
  root.addEventListener('pointerdown', onDown);
  // Shift selects rows here, not the text between them.
  root.addEventListener('mousedown', (event) => { if (event.shiftKey && event.target.closest?.('.pick')) event.preventDefault(); });
  root.addEventListener('keydown', onGripKey);
  return { detach: () => document.removeEventListener('keydown', onKey) };
}
