// What was wrong in a form goes away as the person leaves the field, and they leave it by pressing its button: the page grows shorter while
// the button is held, it slips away from under the pointer, and the browser sees no click. A press that did not move is a click of what was pressed.
const still = 6;
let press = null;

document.addEventListener('pointerdown', down => {
  const target = down.isPrimary && down.button === 0 ? down.target.closest?.('button, a[href], label, summary') : null;
  press = target ? { target, x: down.clientX, y: down.clientY } : null;
}, true);

document.addEventListener('pointerup', up => {
  const { target, x, y } = press ?? {};
  press = null;
  // Still below the pointer, or gone: the browser clicks, or nobody should.
  if (!target?.isConnected || target.contains(up.target) || Math.hypot(up.clientX - x, up.clientY - y) > still) return;
  target.click();
}, true);

document.addEventListener('pointercancel', () => { press = null; }, true);
