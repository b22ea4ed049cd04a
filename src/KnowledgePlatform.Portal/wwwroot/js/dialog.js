export function show(dialog) {
  // The page went on to another subject, and the dialog with it, before this call came.
  if (!dialog?.isConnected) return;
  if (!dialog.open) dialog.showModal();
  // Not the heading and not a button that removes something: the first field, or the first button.
  (dialog.querySelector('[data-first], input:not([type=hidden]), select, textarea') ?? dialog.querySelector('button'))?.focus();
}

export function close(dialog) { dialog?.close(); }
