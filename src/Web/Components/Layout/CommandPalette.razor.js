// The palette's own part of the keys; shell.js opens it, also before this is loaded. The dialog gives the focus back by itself.
export function attach(dialog, input) {
  // Enter must not send a form, and the chosen line is kept in sight.
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  new MutationObserver(() => dialog.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }))
    .observe(dialog, { subtree: true, attributes: true, attributeFilter: ['aria-selected', 'data-at'] });
}

/** Whether it was opened before the page lived. */
export const isOpen = (dialog) => dialog.open;

export const close = (dialog) => dialog.close();

export const press = (command) => document.querySelector(`[data-command="${CSS.escape(command)}"]`)?.click();
