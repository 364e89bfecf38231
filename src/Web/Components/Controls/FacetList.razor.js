// Arrows among the values: up and down from one to the next, right to its “only” and “exclude”, left back. These two are written once and put
// beside a value where somebody points at it or comes to it by keys; where fingers point, beside all.
export function attach(root) {
  // The page was left while this was loading.
  if (!root) return;
  const acts = root.querySelector('[data-acts]').firstElementChild;

  const offer = (row) => {
    if (!row || row.querySelector('.facet__acts')) return;
    // As it shows; what turns the direction of text must not turn the words beside it.
    const shown = row.querySelector('.facet__value').firstChild.textContent;
    const value = /^[\x20-\x7e]*$/.test(shown) ? shown : `\u2068${shown}\u2069`;
    const own = acts.cloneNode(true);
    own.querySelector('[data-value-act=instead]').title = `Only ${value}`;
    own.querySelector('[data-value-act=exclude]').title = `Exclude ${value}  (Alt click)`;
    row.append(own);
  };
  const offerAt = (event) => offer(event.target instanceof Element ? event.target.closest('.facet__row') : null);
  root.addEventListener('pointerover', offerAt);
  root.addEventListener('focusin', offerAt);
  if (matchMedia('(pointer: coarse)').matches) {
    const offerAll = () => root.querySelectorAll('.facet__row').forEach(offer);
    offerAll();
    new MutationObserver(offerAll).observe(root, { subtree: true, childList: true });
  }

  root.addEventListener('keydown', (event) => {
    const row = event.target instanceof Element ? event.target.closest('.facet__row') : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const stops = [...row.querySelectorAll('a, button')];
    const rows = [...root.querySelectorAll('.facet__row')];
    const next = {
      ArrowRight: () => stops[stops.indexOf(event.target) + 1],
      ArrowLeft: () => stops[stops.indexOf(event.target) - 1],
      ArrowDown: () => rows[rows.indexOf(row) + 1]?.querySelector('a'),
      ArrowUp: () => rows[rows.indexOf(row) - 1]?.querySelector('a'),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next()?.focus();
  });
}
