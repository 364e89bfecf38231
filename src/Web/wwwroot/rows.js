// The keys of lists, the same on every page: j and k walk the rows, [ and ] go to what is before and after the one that is open, Escape
// closes that. Rows are elements that carry data-row: links, or buttons that open something below themselves.

const shows = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const find = (selector) => [...document.querySelectorAll(`#main ${selector}`)].find(shows);

// Where a page has one great list, what stands beside it is none of its rows.
const rows = () => [...(document.querySelector('#main [data-list]') ?? document.getElementById('main')).querySelectorAll('[data-row]')].filter(shows);

function focusRow(row) {
  row.focus({ preventScroll: true });
  (row.closest('li, tr') ?? row).scrollIntoView({ block: 'nearest' });
}

/** The row that is so many further than where the focus is, or than the first one in sight. */
function step(by) {
  const all = rows();
  const focus = document.activeElement;
  const list = document.querySelector('#main [data-list]') ?? document.getElementById('main');
  const at = all.indexOf(focus);
  const isInside = at < 0 && list.contains(focus) && focus !== list && focus.tagName !== 'H1';
  // Between two rows, as on a link inside one, the next one is the first that follows.
  const start = at >= 0 ? at
    : isInside ? all.filter((row) => row.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING).length - (by > 0 ? 1 : 0)
    : all.findIndex((row) => row.getBoundingClientRect().top >= list.getBoundingClientRect().top) - Math.max(by, 0);
  const row = all[Math.max(0, Math.min(all.length - 1, start + by))];
  if (row) focusRow(row);
  return row !== undefined;
}

let opening;

/** What is open below a row of a table is closed (0), or what is below the one before (-1) or after (1) is opened in its place. */
function leaf(by) {
  const all = [...document.querySelectorAll('#main [data-opens-below]')].filter(shows);
  const isOpen = (row) => row.getAttribute('aria-expanded') === 'true';
  const holdsFocus = (row) => row === document.activeElement || row.closest('tr')?.nextElementSibling?.contains(document.activeElement);
  // Keys come faster than the site opens what they ask for: the next one counts from there.
  const asked = all.find((row) => row === opening && row === document.activeElement && !isOpen(row));
  const open = asked ?? all.find((row) => isOpen(row) && holdsFocus(row)) ?? all.find(isOpen);
  const row = open && all[all.indexOf(open) + by];
  if (!row) return false;
  focusRow(row);
  row.click();
  opening = by === 0 ? undefined : row;
  return true;
}

const isDrawn = () => document.querySelector('[data-live]')?.dataset.live === location.href;

// Until the page of the last step is drawn, its links lead from the one before: what is pressed meanwhile is done after.
let turns = [];
let drawing;
function turn(way, say) {
  const at = (one) => find(`a[data-${one}], [data-${one}][data-end]`);
  // Drawn, and it is known where it leads, or that it leads nowhere. Some pages have nothing at all where there is no next one.
  const isKnown = (one) => isDrawn() && (at(one) !== undefined || find(`[data-${one}]`) === undefined);
  const take = (one) => press(find(`a[data-${one}]`)) || tellEnd(at(one), say);
  if (turns.length === 0 && isKnown(way)) return take(way);
  if (!find('[data-previous], [data-next]')) return false;
  turns.push(way);
  drawing?.disconnect();
  drawing = new MutationObserver(() => {
    while (turns.length > 0 && isKnown(turns[0])) take(turns.shift());
    if (turns.length === 0) drawing.disconnect();
  });
  // All of it: what shows before the page lives is thrown away by it.
  drawing.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-live', 'data-end', 'href'] });
  return true;
}

const press = (link) => { link?.click(); return link !== undefined; };

/** Says that there is nothing further where a key would lead. */
function tellEnd(button, say) {
  if (button) say(button.dataset.end);
  return button !== undefined;
}

/** Does what a key means for the rows of the page. */
export function onRowKey(event, say) {
  if (document.querySelector('[popover]:popover-open')) return false;
  if (event.key !== '[' && event.key !== ']') turns = [];
  switch (event.key) {
    case 'j': return step(1);
    case 'k': return step(-1);
    case '[': return turn('previous', say) || leaf(-1);
    case ']': return turn('next', say) || leaf(1);
    case 'Escape': return find('[data-close-pane]') === undefined && leaf(0);
    default: return false;
  }
}

// Whoever comes back to a page finds the focus on the row that he left it by. The browser keeps it with the page of its history.
const keyOf = (row) => row.getAttribute('href') ?? row.textContent.trim();

export function rememberRow(target) {
  const row = target.closest('#main [data-row]');
  if (row) history.replaceState({ ...history.state, row: keyOf(row) }, '');
}

let waiting;
export function returnToRow() {
  waiting?.();
  const wanted = history.state?.row;
  const app = document.querySelector('.app');
  if (!wanted || !app) return;
  // The page of before may still show, the new one puts the focus on its heading when it comes to it, and draws its rows once more when it
  // knows more: so the row is kept until its person goes on.
  const keep = () => {
    const row = isDrawn() && rows().find((one) => keyOf(one) === wanted);
    if (row && row !== document.activeElement) focusRow(row);
  };
  // Readers of the screen and voices move the focus without a key: who is anywhere but on the row or the heading has gone on.
  const goneOn = (event) => {
    if (event.target.tagName === 'H1' || event.target.id === 'main') keep();
    else if (!event.target.matches('[data-row]') || keyOf(event.target) !== wanted) stop();
  };
  const signs = ['keydown', 'pointerdown', 'click', 'wheel', 'popstate'];
  const seen = new MutationObserver(keep);
  const stop = () => {
    seen.disconnect();
    clearTimeout(end);
    app.removeEventListener('focusin', goneOn);
    for (const sign of signs) removeEventListener(sign, stop, true);
  };
  const end = setTimeout(stop, 15000);
  waiting = stop;
  seen.observe(app, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-live'] });
  app.addEventListener('focusin', goneOn);
  for (const sign of signs) addEventListener(sign, stop, true);
}
