import { OURS, button, every, make, one, seen } from './dom.js';

// [data-confirm="sentence"] on a submit button: asks before the form goes.
export function askFirst() {
  let sure = null, until = 0;                  // a draft on its way may delay a sure submit
  document.addEventListener('submit', e => {
    const by = e.submitter;
    const sentence = by && by.dataset.confirm;
    if (!sentence || (sure === by && Date.now() < until)) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    const go = () => { sure = by; until = Date.now() + 20000; by.click(); };
    if (!window.HTMLDialogElement) { if (confirm(sentence)) go(); return; }
    const says = make('p', { id: 'sao-ask', textContent: sentence });
    const box = make('dialog', {}, says, make('div', { className: 'actions' },
      button('btn', 'Quay lại', () => box.close()),
      button(by.classList.contains('danger') ? 'btn danger' : 'btn primary',
        by.textContent.trim() || by.value, () => { box.close(); go(); })));
    box.setAttribute('aria-labelledby', 'sao-ask');
    box.onclose = () => box.remove();
    document.body.append(box);
    box.showModal();
  }, true);
}

// [data-copy="text"] copies the text; [data-copy="#id"] what that element holds.
export function copyText() {
  every('[data-copy][hidden]').forEach(by => { by.hidden = false; });
  document.addEventListener('click', async e => {
    const by = e.target.closest('[data-copy]');
    if (!by) return;
    e.preventDefault();
    const what = by.dataset.copy;
    const from = /^#[\w-]+$/.test(what) && one(what);
    const text = from ? (from.value || from.textContent.trim()) : what;
    const word = one('span', by) || by;
    const before = word.textContent;
    word.textContent = await copy(text) ? 'Đã chép' : 'Chưa chép được';
    by.setAttribute('aria-live', 'polite');
    setTimeout(() => { word.textContent = before; }, 2500);
  });
}

async function copy(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* plain http: below */ }
  const area = make('textarea', { value: text, className: 'visually-hidden' });
  document.body.append(area);
  area.select();
  let done = false;
  try { done = document.execCommand('copy'); } catch { /* said by the caller */ }
  area.remove();
  return done;
}

// [data-poll="/url"][data-every="5"]: the region follows the server while the page is seen.
export function poll(region) {
  const wait_ms = (+region.dataset.every || 5) * 1000;
  let tag = '""', timer = 0, stopped = false;

  async function turn() {
    clearTimeout(timer);
    if (stopped || !seen()) return;
    try {
      const reply = await fetch(region.dataset.poll, {
        cache: 'no-store', headers: { ...OURS, Accept: 'text/html', 'If-None-Match': tag },
      });
      if (reply.redirected || /^4(?!29)/.test(reply.status)) stopped = true;
      else if (reply.status === 200) {
        tag = reply.headers.get('ETag') || '""';
        show(await reply.text());
      }
    } catch { /* no network: the next turn tries again */ }
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(turn, wait_ms);
  }

  function show(text) {
    const links = () => every('a, button, summary', region);
    const at = links().indexOf(document.activeElement);
    region.innerHTML = text;
    if (at >= 0) links()[at]?.focus({ preventScroll: true });
  }

  document.addEventListener('visibilitychange', () => {
    turn();
  });
  timer = setTimeout(turn, wait_ms);
}

// The first field with a fault is brought into view and focused; every one is marked invalid.
export function firstFault() {
  const wrong = every('.has-fault input:not([type=hidden]), .has-fault select, .has-fault textarea');
  wrong.forEach(f => f.setAttribute('aria-invalid', 'true'));
  if (!wrong.length) return;
  wrong[0].focus({ preventScroll: true });
  const place = wrong[0].closest('.has-fault');
  const { top, bottom } = place.getBoundingClientRect();
  if (top < 80 || bottom > innerHeight - 160) place.scrollIntoView({ block: 'center' });
}

// details[data-wide]: open from the start where there is room beside the results.
export function openWide(box) {
  if (matchMedia('(min-width: 900px)').matches) box.open = true;
}
