// Arrows among the values: up and down from one to the next, right to its “only” and “exclude”, left back.
export function attach(root) {
  // The page was left while this was loading.
  if (!root) return;
  root.addEventListener('keydown', (event) => {
    const row = event.target instanceof Element ? event.target.closest('.facet__row') : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const links = [...row.querySelectorAll('a')];
    const rows = [...root.querySelectorAll('.facet__row')];
    const next = {
      ArrowRight: () => links[links.indexOf(event.target) + 1],
      ArrowLeft: () => links[links.indexOf(event.target) - 1],
      ArrowDown: () => rows[rows.indexOf(row) + 1]?.querySelector('a'),
      ArrowUp: () => rows[rows.indexOf(row) - 1]?.querySelector('a'),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next()?.focus();
  });
}
