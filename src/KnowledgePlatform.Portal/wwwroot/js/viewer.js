// Brings the first highlight into the middle of the viewer, without moving the page around it.
export function reveal(viewer) {
  const sheets = viewer.querySelector('.viewer-sheets');
  const mark = viewer.querySelector('.hl');
  if (!sheets || !mark) return;
  const box = mark.getBoundingClientRect();
  const frame = sheets.getBoundingClientRect();
  sheets.scrollTop += box.top - frame.top - Math.max(24, (frame.height - box.height) / 3);
  sheets.scrollLeft += Math.min(0, box.left - frame.left - 24) || Math.max(0, box.right - frame.right + 24);
}
