// A file goes up as soon as it is chosen, with a bar and a sentence. Without script the form's
// own button sends it.
import { OURS, json, make, one } from './dom.js';

const mb = bytes => `${(bytes / 1048576).toFixed(1).replace('.', ',')} MB`;

export function upload(input) {
  const form = input.form;
  const button = one('[type=submit], button:not([type])', form);
  if (button) button.hidden = true;
  const bar = make('progress', { max: 100, value: 0, hidden: true });
  const line = make('p', { className: 'hint' });
  let fault = one('.fault', form);
  if (!fault) input.after(fault = make('p', { className: 'fault' }));
  bar.setAttribute('aria-label', 'Tiến độ tải lên');
  line.setAttribute('role', 'status');
  fault.setAttribute('role', 'alert');
  fault.after(bar, line);

  function refuse(sentence) {
    bar.hidden = true;
    line.textContent = '';
    fault.textContent = sentence;
    input.disabled = false;
    input.value = '';
    input.focus();
  }

  input.addEventListener('change', () => {
    const chosen = [...input.files];
    if (!chosen.length) return;
    const most = +input.dataset.maxBytes || Infinity;
    const big = chosen.find(f => f.size > most);
    if (big) {
      refuse(`Tệp “${big.name}” nặng ${mb(big.size)}, quá mức ${mb(most)}. Hãy chọn tệp nhỏ hơn.`);
      return;
    }
    fault.textContent = '';
    send(chosen.map(f => f.name).join(', '));
  });

  function send(name) {
    const xhr = new XMLHttpRequest();
    const data = new FormData(form);
    xhr.open('POST', form.action);
    for (const name in OURS) xhr.setRequestHeader(name, OURS[name]);
    xhr.upload.onprogress = e => {
      if (!e.lengthComputable) return;
      const percent = Math.floor(e.loaded / e.total * 100);
      bar.value = percent;
      line.textContent = percent < 100 ? `Đang tải lên “${name}”: ${percent} %` : `Đang kiểm tra “${name}”…`;
    };
    xhr.onerror = () => refuse('Chưa tải lên được vì mất mạng. Hãy chọn lại tệp khi có mạng.');
    xhr.onload = () => {
      const body = json(xhr.responseText);
      if (xhr.status === 401) {
        refuse('Phiên đăng nhập đã hết. Hãy tải lại trang, đăng nhập rồi chọn lại tệp.');
      } else if (xhr.status < 200 || xhr.status > 299) {
        refuse(body.message || 'Máy chủ chưa nhận được tệp này. Hãy thử lại sau ít phút.');
      } else {
        const next = new URL(body.next || xhr.responseURL || location.href, location.href);
        line.textContent = `Đã tải lên “${name}”.`;
        const here = next.pathname + next.search === location.pathname + location.search;
        location.assign(next);
        if (here) location.reload();                  // a mere #place would not load the page anew
      }
    };
    bar.hidden = false;
    bar.value = 0;
    line.textContent = `Đang tải lên “${name}”…`;
    xhr.send(data);
    input.disabled = true;                            // after FormData has read it
  }
}
