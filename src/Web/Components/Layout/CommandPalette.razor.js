// Ctrl-K or Cmd-K opens the palette from anywhere, and closes it. The dialog gives the focus back by itself.
export function attach(dialog, input) {
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector('dialog[open]')) dialog.showModal();
  });

  // Enter must not send a form, and the chosen line is kept in sight.
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  new MutationObserver(() => dialog.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }))
    .observe(dialog, { subtree: true, attributes: true, attributeFilter: ['aria-selected', 'data-at'] });
}

export const close = (dialog) => dialog.close();

export const press = (command) => document.querySelector(`[data-command="${CSS.escape(command)}"]`)?.click();
