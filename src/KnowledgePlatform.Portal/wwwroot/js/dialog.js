export function show(dialog) {
  if (!dialog.open) dialog.showModal();
  // Not the heading and not a button that removes something: the first field, or the first button.
  (dialog.querySelector('[data-first], input:not([type=hidden]), select, textarea') ?? dialog.querySelector('button'))?.focus();
}

export function close(dialog) { dialog.close(); }
