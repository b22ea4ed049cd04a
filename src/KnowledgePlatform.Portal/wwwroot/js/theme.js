// Runs before the first paint and on every page: the theme, and the small things that also work on pages without a circuit.
(() => {
  const key = 'kp-theme';
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const current = () => chosen() ?? (dark.matches ? 'dark' : 'light');

  function apply() {
    const theme = current();
    document.documentElement.setAttribute('data-bs-theme', theme);
    for (const button of document.querySelectorAll('[data-theme-toggle]')) button.setAttribute('aria-pressed', String(theme === 'dark'));
  }

  apply();
  dark.addEventListener('change', apply);
  // Buttons that a circuit draws later get their state when they appear.
  new MutationObserver(changes => {
    if (changes.some(change => [...change.addedNodes].some(node => node.querySelector?.('[data-theme-toggle]')))) apply();
  }).observe(document.documentElement, { childList: true, subtree: true });

  addEventListener('click', event => {
    if (event.target.closest('[data-theme-toggle]')) {
      try { localStorage.setItem(key, current() === 'dark' ? 'light' : 'dark'); } catch { /* the choice lasts for this page */ }
      apply();
    }
    if (event.target.closest('[data-reload]')) location.reload();
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      const source = document.getElementById(copy.dataset.copy);
      getSelection().selectAllChildren(source);
      // Without https there is no clipboard to scripts: the selection stays for Ctrl+C.
      navigator.clipboard?.writeText(source.textContent).then(() => { copy.querySelector('span').textContent = 'Copied'; });
    }
    if (event.target.closest('.skip-link')) {
      // With <base href="/"> the plain link would lead to the first page.
      event.preventDefault();
      event.stopPropagation();
      document.getElementById('content').focus();
    }
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (!menu.contains(event.target) || event.target.closest('a.menu-item, button.menu-item:not([type=submit])')) menu.open = false;
    }
  }, { capture: true });

  document.addEventListener('keydown', event => {
    // Enter sends; Shift+Enter, and Enter that ends the composition of a letter (Chinese, Japanese), do not.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches?.('textarea[data-send-on-enter]')) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    const menu = event.key === 'Escape' && event.target.closest?.('details[data-menu][open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
})();
