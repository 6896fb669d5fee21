// Elements as values: texts go in as texts, always; there is no innerHTML on this page.

const facts = JSON.parse(document.getElementById("facts").textContent);
const $ = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function sketch(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const hex = (color) => (/^[0-9A-Fa-f]{6}$/.test(color || "") ? `#${color}` : "");
const pick = (from, names) =>
  Object.fromEntries(names.filter((n) => from[n] !== undefined).map((n) => [n, from[n]]));

// Whether two edits are of the same place: the same item, cell or paragraph of a slot.
const SPOT = ["item", "row", "column", "slot", "index", "table"];
const isSpot = (one, other) => SPOT.every((name) => one[name] === other[name]);

// What was marked as changed is let go after a while.
function fade(place, forget) {
  setTimeout(() => {
    forget();
    for (const element of place.querySelectorAll(".changed")) element.classList.remove("changed");
  }, 2600);
}
