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

// Enter twice, or a double-click on the button of a form, sends it once: the second comes before the first is answered, and would make a second collection or key.
// At the window, while the event is on its way down: Blazor listens at the document. Whatever was changed in between makes it another form.
const again = 1000;
const sent = new WeakMap();

addEventListener('submit', submit => {
  const now = performance.now();
  if (now - (sent.get(submit.target) ?? -again) < again) {
    submit.preventDefault();
    submit.stopImmediatePropagation();
  } else {
    sent.set(submit.target, now);
  }
}, true);

for (const change of ['input', 'change']) addEventListener(change, event => { sent.delete(event.target.form ?? event.target.closest?.('form')); }, true);
