// Cells by name, what a typed text means, and the looks that cells have.

function letters(column) {
  let out = "";
  for (; column; column = Math.floor((column - 1) / 26))
    out = String.fromCharCode(65 + ((column - 1) % 26)) + out;
  return out;
}
const columnOf = (letters) =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
const cellKey = (row, column) => row * 20_000 + column;
const cellName = (row, column) => `${letters(column)}${row}`;

// The last index whose offset is not beyond `at`.
function find(offsets, at) {
  let low = 0,
    high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, offsets.length - 2);
}

// What a typed text means: nothing, a formula, a number as written here or on the continent, a text.
function typed(text, style = {}) {
  const bare = text.trim();
  if (bare === "") return null;
  if (bare.startsWith("=")) return bare;
  if (bare.startsWith("'")) return bare;
  if (/^(true|false)$/i.test(bare)) return bare.toLowerCase() === "true";
  const match = /^([-+−]?)[€$£¥]?\s*([\d.,'\u00a0 ]*\d)\s*(%?)\s*[€$£¥]?$/.exec(bare);
  const value = match && !(style && style.date) ? plainNumber(match[2]) : null;
  if (value === null || Number.isNaN(value)) return text;
  const signed = /[-−]/.test(match[1]) ? -value : value;
  return match[3] || (style.percent && Math.abs(signed) > 1 && !/^0?[.,]/.test(match[2]))
    ? +(signed / 100).toPrecision(15)
    : signed;
}

function plainNumber(text) {
  const bare = text.replace(/[\u00a0' ]/g, "");
  if (/^\d+$/.test(bare)) return Number(bare);
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) || /^\d*\.\d+$/.test(bare))
    return Number(bare.replace(/,/g, ""));
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare) || /^\d*,\d+$/.test(bare))
    return Number(bare.replace(/\./g, "").replace(",", "."));
  return null;
}

function cellStyles() {
  const font = `"${state.head.font.replace(/["\\]/g, "")}", Carlito, var(--sans)`;
  const rules = [`.cell{font-family:${font}}`];
  state.head.styles.forEach((look, i) => {
    const parts = [];
    if (look.bold) parts.push("font-weight:700");
    if (look.italic) parts.push("font-style:italic");
    if (look.size) parts.push(`font-size:${look.size * 1.28}px`);
    if (hex(look.color)) parts.push(`color:${hex(look.color)}`);
    if (hex(look.fill)) parts.push(`background-color:${hex(look.fill)}`);
    if (look.align)
      parts.push(
        `justify-content:${{right: "flex-end", center: "center"}[look.align] || "flex-start"};text-align:${look.align === "right" || look.align === "center" ? look.align : "left"}`,
      );
    if (look.middle) parts.push("align-items:center");
    if (look.top) parts.push(`border-top:1px solid ${hex(look.top) || "#808080"}`);
    if (look.bottom) parts.push(`border-bottom:1px solid ${hex(look.bottom) || "#808080"}`);
    if (look.indent) parts.push(`padding-left:${4 + look.indent * 9}px`);
    rules.push(`.cell.s${i}{${parts.join(";")}}`);
    if (look.wrap) rules.push(`.cell.s${i} .t{white-space:pre-wrap;overflow-wrap:break-word}`);
  });
  return rules;
}
