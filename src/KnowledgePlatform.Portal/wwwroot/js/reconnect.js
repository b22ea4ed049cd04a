// Blazor tells how reconnecting goes; a circuit that the server no longer knows needs a new page.
const dialog = document.getElementById('components-reconnect-modal');
dialog?.addEventListener('components-reconnect-state-changed', event => {
  if (event.detail.state === 'rejected') location.reload();
});
