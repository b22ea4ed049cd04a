// A file that is dropped beside a place for files, or before that is ready, would take the place of the page, and of what was typed there.
document.addEventListener('dragover', over => {
  if (over.defaultPrevented || over.target.closest?.('input[type=file]') || !over.dataTransfer?.types.includes('Files')) return;
  over.preventDefault();
  over.dataTransfer.dropEffect = 'none';
});
