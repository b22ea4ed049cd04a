// Sends files one by one, a few at a time, straight from disk: the browser streams them, nothing is read into the page.
const atOnce = 3;

export function attach(zone, input, list, address, page) {
  const waiting = [];
  let running = 0;
  let told = null;

  const tellPage = () => {
    clearTimeout(told);
    told = setTimeout(() => page.invokeMethodAsync('UploadedAsync').catch(() => { }), 150);
  };

  const next = () => {
    while (running < atOnce && waiting.length > 0) {
      running++;
      send(waiting.shift(), () => { running--; tellPage(); next(); });
    }
  };

  const add = files => {
    for (const file of files) {
      const row = rowFor(file);
      list.append(row.element);
      waiting.push({ file, row });
      row.cancel.onclick = () => {
        const at = waiting.findIndex(one => one.row === row);
        if (at >= 0) { waiting.splice(at, 1); row.end('failed', 'Cancelled'); } else { row.request?.abort(); }
      };
    }
    next();
  };

  const send = ({ file, row }, done) => {
    const request = new XMLHttpRequest();
    row.request = request;
    request.upload.onprogress = event => { if (event.lengthComputable) row.progress(event.loaded / event.total); };
    request.onload = () => { finish(request, row); done(); };
    request.onerror = () => { row.end('failed', 'The connection was lost. Drop the file again.'); done(); };
    request.onabort = () => { row.end('failed', 'Cancelled'); done(); };
    request.open('POST', `${address}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('X-CSRF-TOKEN', document.querySelector('meta[name=form-token]').content);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    row.say('Uploading');
    request.send(file);
  };

  input.onchange = () => { add([...input.files]); input.value = ''; };
  zone.ondragover = event => { event.preventDefault(); zone.classList.add('over'); };
  zone.ondragleave = () => zone.classList.remove('over');
  zone.ondrop = async event => {
    event.preventDefault();
    zone.classList.remove('over');
    add(await filesOf(event.dataTransfer));
  };
}

function finish(request, row) {
  let answer = null;
  try { answer = JSON.parse(request.responseText); } catch { /* a proxy's page, for instance */ }
  if (request.status === 201) {
    row.progress(1);
    row.end('done', answer[0].alreadyThere ? 'Already in this collection' : 'Uploaded');
  } else if (request.status === 401) {
    row.end('failed', 'You are signed out. Sign in and drop the file again.');
  } else {
    row.end('failed', answer?.detail ?? `The server answered ${request.status}.`);
  }
}

function rowFor(file) {
  const element = document.createElement('div');
  element.className = 'upload-row';
  const name = text('span', 'upload-name', file.name);
  const bar = document.createElement('div');
  bar.className = 'progress';
  bar.setAttribute('role', 'progressbar');
  bar.setAttribute('aria-label', `Upload of ${file.name}`);
  bar.setAttribute('aria-valuemin', '0');
  bar.setAttribute('aria-valuemax', '100');
  bar.setAttribute('aria-valuenow', '0');
  const filled = document.createElement('div');
  filled.className = 'progress-bar';
  bar.append(filled);
  const said = text('span', 'upload-said', 'Waiting');
  const cancel = text('button', 'btn btn-sm btn-quiet', 'Cancel');
  cancel.type = 'button';
  cancel.setAttribute('aria-label', `Cancel the upload of ${file.name}`);
  element.append(name, bar, said, cancel);
  return {
    element, cancel, request: null,
    progress(share) {
      const percent = Math.round(share * 100);
      bar.setAttribute('aria-valuenow', String(percent));
      filled.style.width = percent + '%';
    },
    say(words) { said.textContent = words; },
    end(kind, words) { element.classList.add(kind); said.textContent = words; cancel.remove(); },
  };
}

function text(tag, className, words) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

// A dropped folder is walked; entries must be taken before the first wait, the list is emptied after the event.
async function filesOf(transfer) {
  const entries = [...transfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const files = [];
  for (const entry of entries) await walk(entry, files);
  return files;
}

async function walk(entry, files) {
  if (entry instanceof File) { files.push(entry); return; }
  if (!entry) return;
  if (entry.isFile) { files.push(await new Promise((found, failed) => entry.file(found, failed))); return; }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (some.length === 0) return;
    for (const one of some) await walk(one, files);
  }
}
