// Runs before the first paint, so that a remembered theme does not flash past the other one, and rows do not jump.
(() => {
  let theme = null;
  let density = null;
  let place = null;
  try { [theme, density, place] = ['tb-theme', 'tb-density', 'tb-pane-place'].map((key) => localStorage.getItem(key)); } catch { /* Storage may be switched off: the system decides. */ }
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (place === 'bottom' || place === 'full') document.documentElement.dataset.panePlace = place;
  if (density === 'compact') document.documentElement.dataset.density = density;
})();

// When the circuit takes over, Blazor removes the title of the prerendered page before it writes the same one again. Until then
// the last one stands in for it: a document never lacks its title.
(() => {
  let last = '';
  let stand = null;
  new MutationObserver(() => {
    const titles = document.querySelectorAll('head > title');
    if (titles.length > 1 && stand?.isConnected) stand.remove();
    else if (titles.length === 0 && last !== '' && document.head) document.head.append(stand = Object.assign(document.createElement('title'), { textContent: last }));
    last = document.title || last;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
