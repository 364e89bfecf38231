// Handles are links that carry data-f (field) and data-v (value). A plain click follows the link.
import { copy } from '../../shell.js';

export function attach(zone, page, menuId) {
  // The page was left while this was loading.
  if (!zone) return { detach() {} };
  const menu = document.getElementById(menuId);
  let current = null;

  const open = (handle, x, y) => {
    current = handle;
    menu.querySelector('[data-menu-value]').textContent = `${handle.dataset.f}: ${handle.dataset.v}`;
    // Not every value has a page of its own.
    menu.querySelector('[data-act=page]').hidden = !menu.dataset.pages.split(' ').includes(handle.dataset.f);
    menu.querySelector('[data-act=jq]').hidden = !handle.dataset.jq;
    menu.showPopover();
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(x, innerWidth - box.width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y, innerHeight - box.height - 8))}px`;
    menu.querySelector('.menu__item').focus();
  };

  zone.addEventListener('click', (event) => {
    const handle = event.target.closest('[data-f]');
    if (handle && event.altKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
      page.invokeMethodAsync('Act', handle.dataset.f, handle.dataset.v, 'exclude');
      return;
    }
    const act = event.target.closest('[data-value-act]');
    if (act) {
      const { f, v } = act.closest('.facet__row').querySelector('[data-f]').dataset;
      page.invokeMethodAsync('Act', f, v, act.dataset.valueAct);
      return;
    }
    const more = event.target.closest('[data-more]');
    if (more) {
      event.preventDefault();
      const box = more.getBoundingClientRect();
      open(more.parentElement.querySelector('[data-f]'), box.left, box.bottom + 4);
    }
  }, true);

  zone.addEventListener('contextmenu', (event) => {
    const handle = event.target.closest('[data-f]');
    if (!handle || !getSelection().isCollapsed) return;
    event.preventDefault();
    const box = handle.getBoundingClientRect();
    open(handle, event.clientX || box.left, event.clientY || box.bottom + 4);
  });

  menu.addEventListener('click', (event) => {
    const item = event.target.closest('[data-act]');
    if (!item || !current) return;
    menu.hidePopover();
    if (item.dataset.act === 'copy') copy(current.dataset.v, current);
    else if (item.dataset.act === 'jq') copy(current.dataset.jq, current);
    else page.invokeMethodAsync('Act', current.dataset.f, current.dataset.v, item.dataset.act);
  });

  menu.addEventListener('keydown', (event) => {
    const items = [...menu.querySelectorAll('.menu__item:not([hidden])')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    }
  });

  menu.addEventListener('toggle', (event) => {
    if (event.newState === 'closed') current?.focus?.();
  });

  // What listens goes with the elements.
  return { detach() {} };
}
