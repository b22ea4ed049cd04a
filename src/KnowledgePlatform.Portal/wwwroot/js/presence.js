// Whoever types or points is there, and stays signed in. A page that is only open tells nothing, so the session ends when nobody used it.
const every = 60_000;
let said = -every;
const say = () => {
  if (performance.now() - said < every || !document.querySelector('.frame')) return;
  said = performance.now();
  fetch('/account/present', { cache: 'no-store', redirect: 'manual' }).catch(() => { said = -every; });
};
document.addEventListener('pointerdown', say, { capture: true, passive: true });
document.addEventListener('keydown', say, { capture: true, passive: true });
