// The scoring sheet: live sums, drafts saved while one scores, answers kept on this device
// until the server has them.
//
//   change -> kept in localStorage -> (600 ms) -> POST -> 200: dropped from localStorage
//                                                   409: held; the person chooses a copy
//                                                   401: held; sign in again
//                                                   no network, 429, 5xx: again every 5 s
//
// A kept copy remembers the version it was made over (`seen`). It is sent by itself on the next
// visit only if the server still has that version; otherwise the person is asked.
import { OURS, button, every, json, make, one, seen as pageSeen } from './dom.js';

const WAIT_MS = 600, RETRY_MS = 5000, LIMIT_MS = 15000;

export function sheet(form) {
  const url = form.dataset.draft;
  const key = `sao:${url}:${form.dataset.owner || ''}`;
  const seen = form.elements.namedItem('seen');
  const state = one('.savestate', form) || one('.savestate') || make('p');
  const line = one('[data-saved]', state) || state;
  let timer = 0, busy = false, dirty = false, held = false, resubmit = null;

  // What a person may change: not the hidden fields, which belong to this copy of the page.
  const ticks = f => /radio|checkbox/.test(f.type);
  const fields = () => [...form.elements].filter(f => f.name && !f.disabled &&
    !/hidden|submit|button|file|password|fieldset/.test(f.type));
  const answers = () => fields().filter(f => !ticks(f) || f.checked)
    .map(f => [f.name, f.value]);

  function say(kind, ...what) {
    state.classList.remove('is-wait', 'is-bad', 'is-good');
    if (kind) state.classList.add(kind);
    line.replaceChildren(...what);
  }

  // localStorage may be full or forbidden; then nothing is kept and the sentence says so.
  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ seen: seen ? seen.value : '', answers: answers() }));
      return true;
    } catch { return false; }
  }
  function kept() {
    try { return json(localStorage.getItem(key)); } catch { return {}; }
  }
  function forget() {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }

  function sums() {
    const part = {};
    let answered = 0, total = 0;
    every('.criterion', form).forEach(c => {
      const chosen = every('input[data-points]:checked', c);
      if (!chosen.length) return;
      answered++;
      chosen.forEach(i => {
        const points = +i.dataset.points || 0;
        part[c.dataset.part] = (part[c.dataset.part] || 0) + points;
        total += points;
      });
    });
    part.total = total;
    every('[data-sum]').forEach(el => {
      const sum = part[el.dataset.sum];
      const base = +el.dataset.base || 0;      // criteria of the sheet not on this page
      el.textContent = sum === undefined && !base ? '–' : (sum || 0) + base;
    });
    every('[data-answered]').forEach(el => {
      el.textContent = answered + (+el.dataset.base || 0);
    });
  }

  function changed() {
    sums();
    dirty = true;
    keep();
    if (!held) later(WAIT_MS);
  }
  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }
  function hold(...what) {
    held = true;
    say('is-bad', ...what);
  }

  async function save(leaving) {
    if (busy || held || !dirty) return;
    clearTimeout(timer);
    busy = true;
    dirty = false;
    if (!leaving) say('', 'Đang lưu…');
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), LIMIT_MS);
    let reply = null, body = {};
    try {
      reply = await fetch(url, {
        method: 'POST', keepalive: !!leaving, signal: stop.signal, headers: OURS,
        body: new URLSearchParams(new FormData(form)),
      });
      body = json(await reply.text());
    } catch { reply = null; }
    clearTimeout(limit);
    busy = false;
    answer(reply, body);
    if (resubmit) { const go = resubmit; resubmit = null; go(); }
  }

  function answer(reply, body) {
    const status = reply && !reply.redirected ? reply.status : reply ? 401 : 0;
    if (status === 200 && body.version !== undefined) {
      if (seen) seen.value = body.version;
      if (dirty) { keep(); later(0); return; }        // more was chosen meanwhile
      forget();
      if (body.total !== undefined) every('[data-sum=total]').forEach(el => { el.textContent = body.total; });
      if (body.expect_html !== undefined) every('[data-expect]').forEach(el => { el.innerHTML = body.expect_html; });
      say('is-good', body.message || `Đã lưu lúc ${body.saved}`);
      return;
    }
    dirty = true;
    if (status === 409) {
      hold(body.message || 'Phiếu đã được lưu từ thiết bị khác.', ' ',
        body.compare ? make('a', { href: body.compare, textContent: 'Xem hai bản' }) : '');
    } else if (status === 401) {
      hold('Phiên đăng nhập đã hết. Câu trả lời vẫn giữ trên máy này. ',
        make('a', { href: form.dataset.login || body.login || '/dang-nhap', textContent: 'Đăng nhập lại' }));
    } else if (!status || status === 200 || status === 429 || status >= 500) {
      say('is-wait', keep() ? 'Chưa gửi được – đang giữ trên máy này, sẽ tự gửi lại'
        : 'Chưa gửi được – hãy để mở trang này, sẽ tự gửi lại');
      later(RETRY_MS);
    } else {                                          // refused: sent again after the next change
      say('is-bad', body.message || 'Máy chủ không nhận. Hãy tải lại trang.');
    }
  }

  function restore(list) {
    const left = list.map(pair => pair.join('\n'));
    fields().forEach(f => {
      if (ticks(f)) {
        f.checked = left.includes(`${f.name}\n${f.value}`);
      } else {
        const pair = list.find(([name]) => name === f.name);
        if (pair) f.value = pair[1];
      }
    });
    sums();
  }

  // Answers of an earlier visit which the server may not have.
  function recover() {
    const old = kept();
    const now = answers();
    if (!old.answers || JSON.stringify(old.answers) === JSON.stringify(now)) { forget(); return; }
    if (!seen || old.seen === seen.value) {
      restore(old.answers);
      changed();
      return;
    }
    hold('Máy này còn giữ một bản chưa gửi, khác với bản trên máy chủ. ',
      button('btn', 'Dùng bản trên máy này', () => { held = false; restore(old.answers); changed(); }),
      button('btn quiet', 'Bỏ bản trên máy này', () => {
        held = dirty = false;
        forget();
        restore(now);
        say('', 'Đã bỏ bản trên máy này.');
      }));
  }

  form.addEventListener('change', changed);
  form.addEventListener('input', e => { if (!ticks(e.target)) changed(); });
  form.addEventListener('submit', e => {
    clearTimeout(timer);
    // once the form really goes, its answers are on their way: no draft races it
    setTimeout(() => { if (!e.defaultPrevented) dirty = false; });
    if (!busy || e.defaultPrevented) return;
    e.preventDefault();                               // the draft on its way changes `seen` first
    const by = e.submitter;
    resubmit = () => { clearTimeout(timer); if (by) by.click(); else form.submit(); };
  });
  addEventListener('online', () => save());
  addEventListener('pagehide', () => save(true));
  document.addEventListener('visibilitychange', () => {
    if (!pageSeen()) save(true);
  });

  form.autocomplete = 'off';                          // else a reload may bring back an old `seen`
  sums();
  recover();
}
