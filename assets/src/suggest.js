import { OURS, json, make } from './dom.js';

// The search fields of the catalogue offer names while one types: the combobox of WAI-ARIA's
// authoring practices with a list that pops up. Without script, or without network, a plain field.
//
//   Down, Up   walk the list       Enter   takes the name and searches
//   Escape     closes the list     Tab     leaves it
const WAIT_MS = 150;
let number = 0;

export function suggest(input) {
  const id = `goi-y-${++number}`;
  const list = make('ul', { id, className: 'suggestions', hidden: true });
  const says = make('p', { className: 'visually-hidden' });
  let timer = 0, asking = null, at = -1, asked = '';

  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Gợi ý');
  says.setAttribute('role', 'status');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', id);
  input.setAttribute('autocomplete', 'off');
  const frame = make('div', { className: 'suggest' });
  input.replaceWith(frame);
  frame.append(input, list, says);
  close();

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function take(name) {
    input.value = name;
    close();
    input.form.requestSubmit ? input.form.requestSubmit() : input.form.submit();
  }

  function option({ name, kind }, i) {
    const el = make('li', { id: `${id}-${i}` }, make('span', { textContent: name }));
    if (kind === 'producer') el.append(' ', make('small', { textContent: 'chủ thể' }));
    el.setAttribute('role', 'option');
    el.setAttribute('aria-selected', 'false');
    el.onpointerdown = e => e.preventDefault();   // the field keeps the focus
    el.onclick = () => take(name);
    el.dataset.name = name;
    return el;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    says.textContent = found.length ? `Có ${found.length} gợi ý.` : '';
    if (!found.length) { close(); return; }
    at = -1;
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    input.removeAttribute('aria-activedescendant');
  }

  function walk(step) {
    const all = [...list.children];
    if (at >= 0) all[at].setAttribute('aria-selected', 'false');
    at = at < 0 && step < 0 ? all.length - 1 : at + step;
    if (at >= all.length || at < 0) { at = -1; input.removeAttribute('aria-activedescendant'); return; }
    all[at].setAttribute('aria-selected', 'true');
    all[at].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', all[at].id);
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed === asked && !list.hidden) return;
    asked = typed;
    asking?.abort();
    if (typed.length < 2) { show([]); return; }
    asking = new AbortController();
    try {
      const reply = await fetch(`/goi-y?tim=${encodeURIComponent(typed)}`, { headers: OURS, signal: asking.signal });
      const { suggestions } = json(reply.ok ? await reply.text() : '');
      if (document.activeElement === input) show(suggestions || []);
    } catch { /* another question came, or no network: the field stays a plain one */ }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', e => {
    if (e.isComposing) return;
    const open = !list.hidden;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      if (open) walk(e.key === 'ArrowDown' ? 1 : -1);
      else ask();
    } else if (e.key === 'Escape' && open) {
      e.preventDefault();
      close();
    } else if (e.key === 'Enter' && open && at >= 0) {
      e.preventDefault();
      take(list.children[at].dataset.name);
    }
  });
}
