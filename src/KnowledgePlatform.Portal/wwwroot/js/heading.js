// A page that is still read has no heading yet. It takes the focus when it comes, unless the person has gone somewhere else meanwhile.
let before = null;

export function wait() { before = document.activeElement; }

export function arrive() {
  const now = document.activeElement;
  if (now && now !== document.body && now !== before) return;
  const heading = document.querySelector('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
