// The parts of the ask page that a round trip to the server would make sluggish: keys, scrolling, and the card over a citation.
const narrow = matchMedia('(max-width: 56rem)');

export function attach(root) {
  const scroll = root.querySelector('.ask-scroll');
  // An answer that grows stays in view, unless its reader scrolled up.
  let following = true;
  scroll.addEventListener('scroll', () => {
    following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
    hideCard();
  });
  new MutationObserver(() => {
    if (following && scroll.querySelector('[aria-busy=true]')) scroll.scrollTop = scroll.scrollHeight;
  }).observe(scroll, { childList: true, subtree: true, characterData: true });

  showLast(root);
  // A keyboard on the screen would cover half of it unasked.
  if (!narrow.matches) document.getElementById('question')?.focus({ preventScroll: true });
}

// The last answer from its question on.
export function showLast(root) {
  const scroll = root.querySelector('.ask-scroll');
  const last = scroll?.querySelector('.turn:last-of-type');
  if (!last) return;
  const top = last.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
  scroll.scrollTop = last.offsetHeight > scroll.clientHeight ? top - 12 : scroll.scrollHeight;
}

export function toEnd(root) {
  const scroll = root.querySelector('.ask-scroll');
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

export function focus(root, id) { document.getElementById(id)?.focus(); }

// Where the document covers the answer, the focus goes along.
export function documentOpened(root) {
  hideCard();
  if (narrow.matches) root.querySelector('.ask-document [data-close]')?.focus();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard interface; the old way needs a field that is selected.
    const back = document.activeElement;
    const field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('aria-hidden', 'true');
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    back?.focus();
    return copied;
  }
}

// One card for all citations. Its words come as text, so nothing in a document can become markup.
let card = null;
let owner = null;
let waiting = null;

function showCard(cite) {
  clearTimeout(waiting);
  if (!card) {
    card = document.createElement('div');
    card.className = 'cite-card';
    card.id = 'cite-card';
    card.setAttribute('role', 'tooltip');
    document.body.append(card);
    card.addEventListener('pointerenter', () => clearTimeout(waiting));
    card.addEventListener('pointerleave', hideSoon);
  }
  owner = cite;
  card.replaceChildren(line('cite-card-title', cite.dataset.title), line('cite-card-where', cite.dataset.where), line('cite-card-quote', cite.dataset.quote));
  card.hidden = false;
  cite.setAttribute('aria-describedby', 'cite-card');
  const at = cite.getBoundingClientRect();
  const below = at.bottom + card.offsetHeight + 14 < innerHeight;
  card.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - card.offsetHeight - 6)}px`;
  card.style.left = `${Math.max(8, Math.min(at.left - 24, innerWidth - card.offsetWidth - 8))}px`;
}

function hideCard() {
  clearTimeout(waiting);
  if (!card || card.hidden) return false;
  card.hidden = true;
  owner?.removeAttribute('aria-describedby');
  return true;
}

function hideSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(hideCard, 150);
}

function line(className, words) {
  const element = document.createElement('div');
  element.className = className;
  element.dir = 'auto';
  element.textContent = words;
  return element;
}

document.addEventListener('pointerover', event => {
  const cite = event.pointerType === 'mouse' && event.target.closest?.('.cite');
  if (!cite) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => { if (cite.isConnected) showCard(cite); }, 250);
});
document.addEventListener('pointerout', event => { if (event.target.closest?.('.cite')) hideSoon(); });
document.addEventListener('focusin', event => {
  const cite = event.target.closest?.('.cite');
  if (cite?.matches(':focus-visible')) showCard(cite); else hideCard();
});
document.addEventListener('click', hideCard);
document.addEventListener('keydown', event => {
  // A dialog and an open menu close themselves first.
  if (event.key !== 'Escape' || event.target.closest?.('dialog[open], details[data-menu][open]')) return;
  if (!hideCard()) document.querySelector('.ask-document [data-close]')?.click();
});
