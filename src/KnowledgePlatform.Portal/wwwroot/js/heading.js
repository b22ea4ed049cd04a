// The heading of a page takes the focus when it comes, unless the person has gone somewhere on that page meanwhile: what they type must not
// end in the middle because a script or a page came late. Loaded with the page, so that it sees every step from the first.
let went = document.activeElement && document.activeElement !== document.body ? location.pathname : null;

document.addEventListener('focusin', step => { if (step.target.tagName !== 'H1') went = location.pathname; });

// The page before had steps of its own when it was left.
addEventListener('popstate', () => { went = null; });

export function arrive() {
  const now = document.activeElement;
  if (now && now !== document.body && went === location.pathname) return;
  const heading = document.querySelector('h1');
  if (!heading) return;
  if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
