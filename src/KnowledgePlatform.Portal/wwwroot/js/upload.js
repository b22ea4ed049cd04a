// Sends files one by one, a few at a time, straight from disk: the browser streams them, nothing is read into the page.
const atOnce = 3;
const areas = new WeakMap();

// How many files are not stored yet.
export function open(list) { return areas.get(list)?.open() ?? 0; }

// Ends what is on its way: the person was told that leaving does.
export function abandon(list) { areas.get(list)?.abandon(); }

export function attach(zone, input, list, address, largest, largestWords, page) {
  const waiting = [];
  const running = new Set();
  const counts = { all: 0, done: 0, there: 0, failed: 0 };
  let head = null;
  let rows = null;
  let told = null;

  // Some at a time: a folder of small files would have the list read anew with each of them.
  const tellPage = () => {
    told ??= setTimeout(() => { told = null; page.invokeMethodAsync('UploadedAsync').catch(() => { }); }, 250);
  };

  const next = () => {
    while (running.size < atOnce && waiting.length > 0) send(waiting.shift());
    summarise();
  };

  const add = files => {
    if (files.length === 0) return;
    if (!head) begin();
    for (const file of files) {
      const row = rowFor(file);
      rows.append(row.element);
      counts.all++;
      const one = { file, row, request: null, password: zone.querySelector('[data-password]').value };
      row.cancel.onclick = () => cancel(one);
      if (file.size > largest) {
        finish(one, 'failed', `Larger than ${largestWords}, the limit for one file. Split it, or ask whoever runs the platform to raise the limit.`);
      } else {
        waiting.push(one);
      }
    }
    next();
  };

  const finish = (one, kind, words, link) => {
    running.delete(one);
    counts[kind === 'failed' ? 'failed' : kind === 'there' ? 'there' : 'done']++;
    one.row.end(kind, words, link);
  };

  const cancel = one => {
    const at = waiting.indexOf(one);
    if (at >= 0) { waiting.splice(at, 1); finish(one, 'failed', 'Cancelled'); summarise(); } else { one.request?.abort(); }
    input.previousElementSibling.focus();
  };

  const cancelAll = () => { for (const one of [...waiting, ...running]) cancel(one); };
  areas.set(list, { open: () => waiting.length + running.size, abandon: cancelAll });

  const send = one => {
    const request = new XMLHttpRequest();
    one.request = request;
    running.add(one);
    const end = (kind, words, link) => { finish(one, kind, words, link); tellPage(); next(); };
    request.upload.onprogress = event => {
      if (event.lengthComputable) one.row.progress(event.loaded / event.total);
      if (event.loaded === event.total) one.row.say('Being stored');
    };
    request.onload = () => answered(request, end);
    request.onerror = () => end('failed', 'The connection was lost. Drop the file again.');
    request.onabort = () => end('failed', 'Cancelled');
    request.open('POST', `${address}?name=${encodeURIComponent(one.file.name)}`);
    request.setRequestHeader('X-CSRF-TOKEN', document.querySelector('meta[name=form-token]').content);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    // Not in the address, which logs show.
    if (one.password) request.setRequestHeader('File-Password', encodeURIComponent(one.password));
    one.row.say('Uploading');
    request.send(one.file);
  };

  const begin = () => {
    head = element('div', 'uploads-head');
    const words = element('span', 'uploads-words');
    // Screen readers hear the sum, not each file.
    words.setAttribute('role', 'status');
    const all = button('Cancel all', cancelAll);
    const clear = button('Clear the list', () => {
      list.replaceChildren();
      head = rows = null;
      Object.assign(counts, { all: 0, done: 0, there: 0, failed: 0 });
      input.previousElementSibling.focus();
    });
    head.append(words, all, clear);
    rows = element('div', 'uploads-rows');
    rows.setAttribute('role', 'region');
    rows.setAttribute('aria-label', 'Uploads');
    rows.tabIndex = 0;
    list.replaceChildren(head, rows);
  };

  const summarise = () => {
    if (!head) return;
    const open = waiting.length + running.size;
    const parts = [`${counts.done} of ${counts.all} uploaded`];
    if (counts.there > 0) parts.push(`${counts.there} already there`);
    if (counts.failed > 0) parts.push(`${counts.failed} not uploaded`);
    const words = parts.join(', ');
    if (head.children[0].textContent !== words) head.children[0].textContent = words;
    head.children[1].hidden = open === 0;
    head.children[2].hidden = open > 0;
  };

  // Leaving the page would end what is on its way.
  addEventListener('beforeunload', event => { if (list.isConnected && waiting.length + running.size > 0) event.preventDefault(); });
  zone.querySelector('[data-choose]').onclick = () => input.click();
  input.onchange = () => { add([...input.files]); input.value = ''; };
  // Files chosen before this script was there wait in the field.
  if (input.files.length > 0) input.onchange();
  zone.ondragover = event => { event.preventDefault(); event.dataTransfer.dropEffect = 'copy'; zone.classList.add('over'); };
  zone.ondragleave = event => { if (!zone.contains(event.relatedTarget)) zone.classList.remove('over'); };
  zone.ondrop = async event => {
    event.preventDefault();
    zone.classList.remove('over');
    const { files, unread } = await filesOf(event.dataTransfer);
    add(input.multiple ? files : files.slice(0, 1));
    for (const name of unread) {
      if (!head) begin();
      const row = rowFor({ name });
      rows.append(row.element);
      counts.all++;
      counts.failed++;
      row.end('failed', 'Your computer does not let the browser read it.');
      summarise();
    }
  };
  zone.dataset.ready = 'yes';
}

function answered(request, end) {
  let answer = null;
  try { answer = JSON.parse(request.responseText); } catch { /* a proxy's page, for instance */ }
  if ((request.status === 200 || request.status === 201) && answer?.[0]) {
    const there = answer[0].alreadyThere;
    end(there ? 'there' : 'done', there ? `Already in this collection, as “${answer[0].title}”` : 'Uploaded', `/documents/${answer[0].documentId}`);
  } else if (request.status === 401) {
    end('failed', 'You are signed out. Sign in and drop the file again.');
  } else {
    end('failed', answer?.detail ?? `The server answered ${request.status}. Drop the file again.`);
  }
}

function rowFor(file) {
  const row = element('div', 'upload-row');
  const name = element('span', 'upload-name', file.name);
  name.title = file.name;
  const bar = element('div', 'progress');
  bar.setAttribute('role', 'progressbar');
  bar.setAttribute('aria-label', `Upload of ${file.name}`);
  bar.setAttribute('aria-valuemin', '0');
  bar.setAttribute('aria-valuemax', '100');
  bar.setAttribute('aria-valuenow', '0');
  const filled = element('div', 'progress-bar');
  bar.append(filled);
  const said = element('span', 'upload-said', 'Waiting');
  const cancel = button('Cancel');
  cancel.setAttribute('aria-label', `Cancel the upload of ${file.name}`);
  row.append(name, bar, said, cancel);
  const progress = share => {
    const percent = Math.round(share * 100);
    bar.setAttribute('aria-valuenow', String(percent));
    filled.style.width = percent + '%';
  };
  return {
    element: row, cancel, progress,
    say(words) { said.textContent = words; },
    end(kind, words, link) {
      row.classList.add(kind);
      if (kind !== 'failed') progress(1);
      said.textContent = words;
      cancel.remove();
      if (link) {
        const to = element('a', 'upload-name', file.name);
        to.href = link;
        to.title = file.name;
        name.replaceWith(to);
      }
    },
  };
}

function element(tag, className, words = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = words;
  return made;
}

function button(words, click) {
  const made = element('button', 'btn btn-sm btn-quiet', words);
  made.type = 'button';
  made.onclick = click;
  return made;
}

// A dropped folder is walked; entries must be taken before the first wait, the list is emptied after the event.
async function filesOf(transfer) {
  const entries = [...transfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found = { files: [], unread: [] };
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry, found) {
  if (entry instanceof File) { found.files.push(entry); return; }
  if (!entry) return;
  try {
    if (entry.isFile) {
      // What systems leave in folders is no document.
      if (!/^(\.|Thumbs\.db$|desktop\.ini$)/i.test(entry.name)) found.files.push(await new Promise((yes, no) => entry.file(yes, no)));
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (some.length === 0) return;
      for (const one of some) await walk(one, found);
    }
  } catch {
    found.unread.push(entry.name);
  }
}
