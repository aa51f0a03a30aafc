// The scoring sheet, by hand and at once; the same for a producer and for a council member.
import type { Page } from '@playwright/test';
import { expect } from './house';

// Criterion -> level; what is not named gets its highest level.
export type Levels = Record<string, string>;

export const criterion = (page: Page, code: string) =>
  page.locator(`fieldset.criterion[data-criterion="${code}"]`);

// One level, by a tap on its label.
export async function tapLevel(page: Page, code: string, level: string): Promise<void> {
  const radio = page.locator(`input[name="c.${code}"][value="${level}"]`);
  await page.locator('label.choice', { has: radio }).tap();
  await expect(radio).toBeChecked();
}

// Answers everything that is still open, as fast as a script can: 32 criteria by taps would take
// a minute a ballot.
export async function fillRest(page: Page, levels: Levels = {}): Promise<void> {
  await page.evaluate(wanted => {
    for (const box of document.querySelectorAll<HTMLElement>('fieldset.criterion')) {
      const radios = [...box.querySelectorAll<HTMLInputElement>('input[data-points]')];
      const level = wanted[box.dataset.criterion!];
      if (!level && radios.some(r => r.checked)) continue;
      const best = radios.filter(r => r.value !== 'k')
        .reduce((a, b) => (Number(b.dataset.points) >= Number(a.dataset.points) ? b : a));
      (level ? radios.find(r => r.value === level)! : best).click();
    }
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name^="f."]')) {
      if (radio.value === (radio.name.includes('requirement') ? '1' : '0')) radio.click();
    }
  }, levels);
}

export const savedLine = (page: Page) => page.locator('.savestate');

export async function untilSaved(page: Page): Promise<void> {
  await expect(savedLine(page)).toHaveText(/^Đã lưu lúc \d\d:\d\d/);
}

// The same choice out of a page's text, for a visitor without browser.
export function answersOf(html: string, levels: Levels = {}): Record<string, string> {
  const best: Record<string, { value: string; points: number }> = {};
  const answers: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input type="radio"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)![1];
    const value = /value="([^"]*)"/.exec(tag)![1];
    const points = Number(/data-points="(\d+)"/.exec(tag)?.[1] || 0);
    if (name.startsWith('f.')) answers[name] = name.includes('requirement') ? '1' : '0';
    else if (value !== 'k' && points >= (best[name]?.points ?? -1)) best[name] = { value, points };
  }
  for (const name in best) answers[name] = levels[name.slice(2)] || best[name].value;
  return answers;
}
