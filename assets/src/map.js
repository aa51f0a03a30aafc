// The map above the list of places; without script the list stands alone. Tiles come from the
// province's own setting, or there are none and the marks lie on plain ground.
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { every } from './dom.js';

const COLOURS = { 1: '#1f6f43', 2: '#8a5a00', 3: '#1558b0', 4: '#5b5b5b' };
const SHAPES = { 1: 9, 2: 9, 3: 9, 4: 7 };
const degrees = millionths => millionths / 1e6;

// Built node by node: no text of a user becomes markup.
function card(point) {
  const box = document.createElement('div');
  const add = (tag, text) => box.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
  add('b', point.name);
  add('p', `${point.label} – ${point.place}`);
  const link = add('a', point.producer);
  link.href = point.at;
  return box;
}

async function draw(el) {
  const answer = await fetch(el.dataset.points);
  if (!answer.ok) return;
  const { points } = await answer.json();
  if (!points.length) return;
  el.hidden = false;
  const map = L.map(el, { scrollWheelZoom: false, maxZoom: 18 });
  map.attributionControl.setPrefix('Leaflet');
  if (el.dataset.tiles)
    L.tileLayer(el.dataset.tiles, { attribution: el.dataset.credit.replace(/[<>&]/g, ''), maxZoom: 18 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const group = L.featureGroup(points.map(p =>
    L.circleMarker([degrees(p.north), degrees(p.east)], {
      radius: SHAPES[p.kind], color: '#fff', weight: 2, fillColor: COLOURS[p.kind], fillOpacity: 1,
    }).bindPopup(() => card(p)).bindTooltip(document.createTextNode(p.name).textContent.replace(/[<>&]/g, ''))));
  group.addTo(map);
  map.fitBounds(group.getBounds(), { padding: [24, 24], maxZoom: 13 });
}

every('[data-map]').forEach(el => draw(el).catch(() => { el.hidden = true; }));
