export const one = (selector, root = document) => root.querySelector(selector);
export const every = (selector, root = document) => [...root.querySelectorAll(selector)];

export function make(tag, attributes, ...children) {
  const el = Object.assign(document.createElement(tag), attributes);
  el.append(...children);
  return el;
}

export const button = (className, textContent, onclick) =>
  make('button', { type: 'button', className, textContent, onclick });

export const seen = () => document.visibilityState === 'visible';

// Marks a request as coming from this file, so that the server answers it with JSON or a fragment.
export const OURS = { Accept: 'application/json', 'X-Requested-With': 'sao' };

// JSON text as an object; an empty one when it is something else.
export function json(text) {
  try { return JSON.parse(text) || {}; } catch { return {}; }
}
