// What every page shares and no server is needed for: theme, shortcuts, dialogs, the menu of small screens, copying.
// Loaded once by the document; components import the same module for what they have to ask the browser.
import { onRowKey, rememberRow, returnToRow } from './rows.js';

const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const write = (key, value) => { try { localStorage.setItem(key, value); } catch { /* Storage is off: it holds for this page. */ } };

export const theme = () => read('tb-theme') ?? 'system';

export function rememberTheme(value) {
  write('tb-theme', value);
  if (value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
}

export const time = () => ({
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
  offset: -new Date().getTimezoneOffset(),
  utc: read('tb-utc') === 'yes',
});

export const rememberUtc = (value) => write('tb-utc', value ? 'yes' : 'no');

export const isCompact = () => read('tb-density') === 'compact';

export function rememberCompact(value) {
  write('tb-density', value ? 'compact' : 'comfortable');
  if (value) document.documentElement.dataset.density = 'compact';
  else delete document.documentElement.dataset.density;
}

export const panePlace = () => read('tb-pane-place') ?? 'right';

export function rememberPanePlace(value) {
  write('tb-pane-place', value);
  document.documentElement.dataset.panePlace = value;
}

/** Brings an element into sight, where there is one. */
export const reveal = (selector) => document.querySelector(selector)?.scrollIntoView({ block: 'nearest' });

/** Leads whoever stands nowhere any more, because what had the focus is gone, to the first of some places that there is. */
export const leadOn = (...selectors) => {
  if (document.activeElement && document.activeElement !== document.body) return;
  selectors.map((selector) => document.querySelector(selector)).find((place) => place?.checkVisibility())?.focus();
};

export const facets = () => read('tb-facets');

export const rememberFacets = (value) => write('tb-facets', value);

/** Copies text and says so on the element that was pressed and to screen readers. */
export async function copy(text, element) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure context there is no clipboard object; the old command still works on a selection.
    const had = document.activeElement;
    const area = Object.assign(document.createElement('textarea'), { value: text, className: 'visually-hidden' });
    (element?.closest('dialog') ?? document.body).append(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    had?.focus?.({ preventScroll: true });
    if (!isCopied) { say('It could not be copied'); return; }
  }
  say('Copied');
  if (element) {
    element.dataset.copied = '';
    setTimeout(() => delete element.dataset.copied, 1200);
  }
}

/** Copies what an address of this site answers: it is not on the page. */
async function copyAnswer(path, element) {
  const answer = await fetch(path).catch(() => null);
  if (answer?.ok) await copy(await answer.text(), element);
  else say('It could not be copied');
}

export const caret = (input) => input.selectionStart;

export function putCaret(input, text, at) {
  input.value = text;
  input.focus();
  input.setSelectionRange(at, at);
}

const searches = () => { try { const kept = JSON.parse(read('tb-searches') ?? '[]'); return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : []; } catch { return []; } };

/** The latest searches of this browser, newest first. */
export const recentSearches = () => searches().slice(0, 10);

export const rememberSearch = (text) => write('tb-searches', JSON.stringify([text, ...searches().filter((other) => other !== text)].slice(0, 10)));

export const forgetSearches = () => { try { localStorage.removeItem('tb-searches'); } catch { /* Nothing is kept without storage. */ } };

/** Says at the head of what is printed when that was. */
function stampPrint() {
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long', timeZone: time().utc ? 'UTC' : undefined }).format();
  for (const place of document.querySelectorAll('[data-printed]')) place.textContent = words;
}

/** Closes a popover; the focus goes back to where it was. */
export const hide = (id) => document.getElementById(id)?.hidePopover();

/** Radzen's script, for its calendar. */
export const loadCalendar = async () => { await import('./_content/Radzen.Blazor/Radzen.Blazor.min.js'); };

let teller;
export function say(words) {
  teller ??= document.body.appendChild(Object.assign(document.createElement('div'), { className: 'visually-hidden', role: 'status' }));
  teller.textContent = '';
  setTimeout(() => { teller.textContent = words; }, 50);
}

const isTyping = (target) => target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
const toggleNav = (open) => {
  const button = document.querySelector('[data-nav-toggle]');
  open ??= document.documentElement.dataset.nav !== 'open';
  if (open) document.documentElement.dataset.nav = 'open';
  else delete document.documentElement.dataset.nav;
  button?.setAttribute('aria-expanded', String(open));
};

/** Arrows move between the cells of a grid, of which only one is in the order of the Tab key. */
function moveInGrid(event) {
  const cell = event.target instanceof Element ? event.target.closest('[data-grid] [data-cell]') : null;
  if (!cell) return false;
  const rows = [...cell.closest('[data-grid]').querySelectorAll('tr')].map((row) => [...row.querySelectorAll('[data-cell]')]).filter((row) => row.length > 0);
  const row = rows.findIndex((cells) => cells.includes(cell));
  const column = rows[row].indexOf(cell);
  const last = rows[row].length - 1;
  const to = {
    ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
    Home: [row, 0], End: [row, last], PageUp: [0, column], PageDown: [rows.length - 1, column],
  }[event.key];
  if (!to) return false;
  const next = rows[to[0]]?.[to[1]];
  if (next) {
    for (const other of rows.flat()) other.tabIndex = other === next ? 0 : -1;
    next.focus();
  }
  return true;
}

/** Arrows unfold a line of a list and fold it again; from a line inside, the left one goes back to the line that it belongs to. */
function foldLine(event) {
  const line = event.target instanceof Element && (event.key === 'ArrowRight' || event.key === 'ArrowLeft') ? event.target.closest('[data-rows] [data-row]') : null;
  if (!line) return false;
  if (line.matches('[aria-expanded]')) {
    if ((line.getAttribute('aria-expanded') === 'true') === (event.key === 'ArrowLeft')) line.click();
    return true;
  }
  let item = event.key === 'ArrowLeft' ? line.closest('li[data-inside]') : null;
  while (item?.matches('[data-inside]')) item = item.previousElementSibling;
  item?.querySelector('[data-row]')?.focus();
  return item !== null;
}

let goUntil = 0;

// What is typed for the palette before the page lives: until then nothing could be found, and the page would take the letters for its keys.
let early = null;

function openPalette() {
  if (!document.querySelector('[data-live]')?.dataset.live) {
    early ??= '';
    say('The page is still being made ready. What is typed waits.');
    return;
  }

  const typed = early;
  early = null;
  document.getElementById('palette').showModal();
  if (typed) {
    const box = document.querySelector('#palette input');
    box.value = typed;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function togglePalette() {
  const palette = document.getElementById('palette');
  if (early !== null) early = null;
  else if (palette.open) palette.close();
  else if (!document.querySelector('dialog[open]')) openPalette();
}

/** Opens a dialog, with those of its parts that are for this page; a path with a slash at its end is for all below it. */
function openDialog(id) {
  const dialog = document.getElementById(id);
  for (const part of dialog?.querySelectorAll('[data-paths]') ?? []) part.hidden = !part.dataset.paths.split(' ').some((path) => path.endsWith('/') ? location.pathname.startsWith(path) : location.pathname === path);
  dialog?.showModal();
}

function onKey(event) {
  if (event.key?.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) { event.preventDefault(); togglePalette(); return; }
  if (early !== null && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key.length === 1 || event.key === 'Backspace' || event.key === 'Escape')) {
    event.preventDefault();
    early = event.key === 'Escape' ? null : event.key === 'Backspace' ? early.slice(0, -1) : early + event.key;
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && document.documentElement.dataset.nav === 'open') { toggleNav(false); return; }
  // Escape leaves the filter once no completion is offered, so that the keys of the list work again.
  if (event.key === 'Escape' && event.target.matches?.('[data-search]') && event.target.getAttribute('aria-expanded') !== 'true') { event.target.blur(); return; }
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
  if (moveInGrid(event) || foldLine(event)) { event.preventDefault(); return; }
  if (event.timeStamp < goUntil) {
    goUntil = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); return; }
  }
  if (event.key === 'g') { goUntil = event.timeStamp + 1500; }
  else if (event.key === '?') { event.preventDefault(); openDialog('help'); }
  else if (event.key === '/') {
    const search = document.querySelector('[data-search]');
    event.preventDefault();
    if (search) { search.focus(); search.select?.(); }
    // Where nothing on the page can be searched, everything can.
    else openPalette();
  } else if (event.key === 't') {
    const range = document.querySelector('[data-range]');
    if (range && !range.closest(':popover-open')) { event.preventDefault(); range.closest('[popover]').showPopover(); range.focus(); range.select(); }
  }
  else if (onRowKey(event, say)) { event.preventDefault(); }
}

/** Puts the caret on a part of the filter in the box. Where the box writes it another way, the whole filter takes the form that it has as parts. */
function edit(part, whole) {
  const box = document.querySelector('[data-search]');
  if (!box) return;
  if (!box.value.includes(part)) {
    box.value = whole;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
  const start = box.value.indexOf(part);
  box.focus();
  box.setSelectionRange(start, start + part.length);
}

/** A click on an export asks for it under the name of this page, which shows how far it is. The link stays the export itself, for whoever copies or keeps it. */
function watch(link) {
  const [plain, watched] = [link.getAttribute('href'), link.dataset.watched];
  link.setAttribute('href', watched);
  // After the click has led away, unless the page gave the link another address meanwhile.
  setTimeout(() => { if (link.getAttribute('href') === watched) link.setAttribute('href', plain); });
}

function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const at = (selector) => target.closest(selector);
  let found;
  if (at('[data-opens=palette]')) openPalette();
  else if ((found = at('[data-opens]'))) openDialog(found.dataset.opens);
  else if ((found = at('[data-closes]'))) found.closest('dialog')?.close();
  else if (at('[data-nav-toggle]')) toggleNav();
  else if (at('[data-reload]')) location.reload();
  else if (at('[data-skip]')) { event.preventDefault(); document.getElementById('main')?.focus(); }
  else if ((found = at('[data-copy]'))) copy(found.dataset.copy === 'url' ? location.href : found.dataset.copy, found);
  else if ((found = at('[data-copy-path]'))) copy(location.origin + found.dataset.copyPath, found);
  else if ((found = at('[data-edit]'))) edit(found.dataset.edit, found.dataset.whole);
  else if ((found = at('[data-copy-paths]'))) copy(found.dataset.copyPaths.split('\n').map((path) => location.origin + path).join('\n'), found);
  else if ((found = at('[data-copy-answer]'))) copyAnswer(found.dataset.copyAnswer, found);
  else if ((found = at('[data-copy-from]'))) copy(document.getElementById(found.dataset.copyFrom)?.textContent ?? '', found);
  else if (target instanceof HTMLDialogElement && target.open) target.close();
  if ((found = at('[data-watched]'))) watch(found);
  if (at('.rail a')) toggleNav(false);
  at('[data-dismiss]')?.closest('[popover]')?.hidePopover();
}

// Another page begins at its top, which the browser would see to only if it were another document. Who goes back is led to the row that he left by.
function beginAtTop() {
  let path = location.pathname;
  let isBack = false;
  addEventListener('popstate', () => { isBack = true; });
  new MutationObserver(() => {
    if (location.pathname !== path && !isBack) document.getElementById('main').scrollTop = 0;
    [path, isBack] = [location.pathname, false];
  }).observe(document.documentElement, { subtree: true, attributeFilter: ['data-live'] });
}

// A popover opens below the button that names it, within the window.
function onToggle(event) {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !('anchored' in menu.dataset) || event.newState !== 'open') return;
  place(menu);
  // What opens inside may make it taller than what is left of the window below it.
  const grown = new ResizeObserver(() => place(menu));
  grown.observe(menu);
  menu.addEventListener('beforetoggle', () => grown.disconnect(), { once: true });
}

function place(menu) {
  const anchor = document.querySelector(`[data-anchor="${CSS.escape(menu.id)}"]`).getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(anchor.left, anchor.right - box.width > 8 && anchor.left + box.width > innerWidth - 8 ? anchor.right - box.width : anchor.left, innerWidth - box.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(anchor.bottom + 4, innerHeight - box.height - 8))}px`;
}

/** What is written once in a page is told whoever points at it or comes to it: a value of which a part shows, the time of a line in UTC, a key. */
function onPoint(event) {
  const told = event.target instanceof Element && event.target.closest('[data-v], .row__open, .pick');
  const words = told && (told.dataset.v ?? (told.matches('.pick') ? 'Select  x' : told.matches('a') ? told.parentElement.querySelector('time').dateTime : null));
  if (words && told.title !== words) told.title = words;
}

let page = '';
let clicked = null;

/**
 * Where another page shows, its heading has the focus, so that readers of the screen begin there. Told by the page itself, as it is drawn: what is
 * told later takes the focus away from whoever has gone on already.
 */
function focusHeading() {
  const live = document.querySelector('[data-live]')?.dataset.live;
  const path = live && new URL(live).pathname;
  const main = document.getElementById('main');
  if (!path || path === page) return;
  page = path;
  const heading = main.querySelector('h1');
  if (!heading || document.querySelector('dialog[open]') || (main.contains(document.activeElement) && document.activeElement !== main && document.activeElement !== clicked)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

// The module is loaded once by the document, but it may be imported under a second address too.
if (!window.trailBoardShell) {
  window.trailBoardShell = true;
  document.addEventListener('keydown', onKey);
  // Who points at something does not type for the palette any more.
  document.addEventListener('pointerdown', (event) => { if (!event.target.closest?.('[data-opens=palette]')) early = null; }, true);
  document.addEventListener('click', onClick);
  document.addEventListener('pointerover', onPoint);
  document.addEventListener('focusin', onPoint);
  // Before the click leads away.
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    clicked = event.target.closest('a, button');
    rememberRow(event.target);
  }, true);
  new MutationObserver(() => {
    focusHeading();
    if (early !== null) openPalette();
  }).observe(document.body, { subtree: true, attributeFilter: ['data-live'] });
  addEventListener('popstate', returnToRow);
  beginAtTop();
  addEventListener('beforeprint', stampPrint);
  // A site that was started again knows this page no more, but its address says all that it showed.
  const lost = document.getElementById('components-reconnect-modal');
  if (lost) new MutationObserver(() => { if (lost.classList.contains('components-reconnect-rejected')) location.reload(); }).observe(lost, { attributeFilter: ['class'] });
  document.addEventListener('toggle', onToggle, true);
  document.addEventListener('keydown', (event) => {
    // The caret stays where it is while a list of completions is walked.
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && event.target.getAttribute?.('role') === 'combobox') event.preventDefault();
  }, true);
  document.addEventListener('scroll', (event) => {
    // The underline of a mistake moves with the text above it.
    const echo = event.target instanceof HTMLInputElement ? event.target.parentElement.querySelector('[data-echo]') : null;
    if (echo) echo.scrollLeft = event.target.scrollLeft;
  }, true);
}
