// What of the viewer only the browser can do: measure, scroll, keys. Which pages are drawn is decided by the server, which knows where each one lies.
export function attach(sheets, viewer) {
  let told = null;
  let last = 0;
  let shown = -1;
  // Answers of a viewer that was closed meanwhile do not matter.
  const tell = (method, ...values) => viewer.invokeMethodAsync(method, ...values).catch(() => { });

  const scrolled = () => {
    // The server knows where it sent the viewer; a short last page cannot come to the top and is the current one all the same.
    if (Math.abs(sheets.scrollTop - shown) < 2) return;
    shown = -1;
    clearTimeout(told);
    const wait = Math.max(0, 90 - (performance.now() - last));
    told = setTimeout(() => { last = performance.now(); tell('ScrolledAsync', sheets.scrollTop); }, wait);
  };

  const keys = event => {
    if (event.target !== sheets || event.ctrlKey || event.metaKey || event.altKey) return;
    const wide = sheets.scrollWidth > sheets.clientWidth + 1;
    if (event.key === 'ArrowLeft' && !wide) tell('StepAsync', -1);
    else if (event.key === 'ArrowRight' && !wide) tell('StepAsync', 1);
    else if (event.key === '+' || event.key === '=') tell('ZoomStepAsync', 1);
    else if (event.key === '-') tell('ZoomStepAsync', -1);
    else if (event.key === '0') tell('ZoomStepAsync', 0);
    else return;
    event.preventDefault();
  };

  // A time code plays the recording from there.
  const pressed = event => {
    const place = event.target.closest('[data-seconds]');
    const sound = place && sheets.closest('.viewer').querySelector('audio');
    if (!sound) return;
    sound.currentTime = Number(place.dataset.seconds);
    sound.play().catch(() => { });
  };

  const sized = new ResizeObserver(() => tell('ResizedAsync', sheets.clientWidth, sheets.clientHeight, devicePixelRatio));
  sized.observe(sheets);
  sheets.addEventListener('scroll', scrolled, { passive: true });
  sheets.addEventListener('keydown', keys);
  sheets.addEventListener('click', pressed);

  return {
    // To a page, or to the highlight on it; only the viewer moves, not the page around it.
    show(top, reveal) {
      const mark = reveal && sheets.querySelector('.hl');
      if (!mark) { sheets.scrollTop = top; shown = sheets.scrollTop; return; }
      const box = mark.getBoundingClientRect();
      const frame = sheets.getBoundingClientRect();
      sheets.scrollTop += box.top - frame.top - Math.max(24, frame.height / 4);
      sheets.scrollLeft += Math.min(0, box.left - frame.left - 24) || Math.max(0, box.right - frame.right + 24);
    },
    detach() {
      clearTimeout(told);
      sized.disconnect();
      sheets.removeEventListener('scroll', scrolled);
      sheets.removeEventListener('keydown', keys);
      sheets.removeEventListener('click', pressed);
    },
  };
}
