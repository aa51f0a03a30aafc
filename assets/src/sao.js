// Small islands over pages which already work without script. Each looks for its data- attribute.
import { sheet } from './sheet.js';
import { upload } from './upload.js';
import { every } from './dom.js';
import { askFirst, copyText, firstFault, openWide, poll } from './small.js';
import { suggest } from './suggest.js';

const each = (selector, island) => every(selector).forEach(el => island(el));

askFirst();                                  // before the others: it may stop a submit
copyText();
each('form[data-sheet][data-draft]', sheet);
each('input[type=file][data-upload]', upload);
each('[data-poll]', poll);
each('form[action="/san-pham"] input[name=tim]', suggest);
each('details[data-wide]', openWide);
firstFault();
