// What a browser test looks at on every page, at 360 and 1280 px: no violation axe-core knows of,
// nothing wider than the screen.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation { id: string; nodes: { html: string; target: string[] }[] }
declare const axe: { run(options: object): Promise<{ violations: Violation[] }> };

// What is wrong with the page as it stands; one line a finding.
export async function look(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(AXE);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 780 });
    const violations = await page.evaluate(async () => (await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })).violations);
    for (const v of violations) {
      found.push(`${where} @${width}: ${v.id} (${v.nodes.length}): ${v.nodes[0].target} ${v.nodes[0].html.slice(0, 140)}`);
    }
    const over = await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      const wide = [...document.querySelectorAll('body *')].find(e => e.getBoundingClientRect().right > most + 1
        && !e.closest('.wide, .visually-hidden'));
      return document.documentElement.scrollWidth > most ? `${document.documentElement.scrollWidth} px, ${wide?.outerHTML.slice(0, 140)}` : '';
    });
    if (over) found.push(`${where} @${width}: rộng hơn màn hình: ${over}`);
  }
  await page.setViewportSize({ width: 360, height: 780 });
  return found;
}
