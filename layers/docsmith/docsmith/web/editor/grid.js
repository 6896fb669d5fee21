// A workbook: a grid of which only what is in sight is in the page, its sheets, and a formula bar.

const HEAD_W = 46, HEAD_H = 24, ROW_H = 20, COL_W = 68, SPARE_ROWS = 12, SPARE_COLS = 4;

function letters(column) {
  let out = "";
  for (; column; column = Math.floor((column - 1) / 26)) out = String.fromCharCode(65 + ((column - 1) % 26)) + out;
  return out;
}
const cellName = (row, column) => `${letters(column)}${row}`;

class Grid {
  constructor(stage) {
    this.input = make("input", {class: "formula", id: "formula", "aria-label": "Value or formula of the cell", spellcheck: "false", autocomplete: "off"});
    this.where = make("output", {class: "where", "aria-label": "Cell"});
    this.scroller = make("div", {class: "scroller", tabindex: "0", role: "grid", "aria-label": "Sheet", id: "grid"});
    this.tabs = make("div", {class: "tabs", role: "tablist", "aria-label": "Sheets"});
    stage.replaceChildren(make("div", {class: "book"},
      make("div", {class: "formulabar"}, this.where, make("span", {class: "fx", "aria-hidden": "true"}, "ƒx"), this.input),
      this.scroller, this.tabs));
    this.active = {row: 1, column: 1};
    this.flash = new Map();
    this.sheetId = state.head.parts[0] && state.head.parts[0].id;
    this.scroller.addEventListener("scroll", () => this.later(), {passive: true});
    this.scroller.addEventListener("keydown", (event) => this.onKey(event));
    this.scroller.addEventListener("pointerdown", (event) => this.onPointer(event));
    this.input.addEventListener("keydown", (event) => this.onInputKey(event));
    this.input.addEventListener("focus", () => this.beginInBar());
    this.input.addEventListener("blur", () => this.finish(true));
    new ResizeObserver(() => this.later()).observe(this.scroller);
    this.fresh(true);
  }

  get sheet() { return state.head.parts.find((part) => part.id === this.sheetId) || state.head.parts[0]; }

  // Everything is drawn anew: other pages, another sheet, or another revision.
  fresh() {
    if (!this.sheet) return;
    this.sheetId = this.sheet.id;
    this.index();
    this.measure();
    this.drawTabs();
    this.rows = new Map();
    this.window = null;
    this.build();
    this.render();
    this.select(this.active.row, this.active.column, false);
  }

  index() {
    this.cells = new Map();
    for (let cursor = 0; cursor < this.sheet.pages; cursor++) {
      const page = state.pages.get(key(this.sheet.id, cursor));
      for (const cell of page ? page.cells : []) this.cells.set(cell[0] * 20000 + cell[1], cell);
    }
  }

  cell(row, column) { return this.cells.get(row * 20000 + column); }

  measure() {
    const sheet = this.sheet;
    const [freezeRow, freezeColumn] = sheet.freeze || [1, 1];
    this.frozen = {rows: freezeRow - 1, columns: freezeColumn - 1};
    if (this.scroller.clientWidth && this.scroller.clientWidth < 520) this.frozen.columns = Math.min(1, this.frozen.columns);
    this.rowCount = Math.max(60, sheet.rows + SPARE_ROWS);
    this.columnCount = Math.max(16, sheet.columns + SPARE_COLS);
    const hidden = new Set(sheet.hidden);
    this.lefts = [0, HEAD_W];
    for (let c = 1; c <= this.columnCount; c++) this.lefts.push(this.lefts[c] + (hidden.has(c) ? 0 : sheet.widths[c] || COL_W));
    this.tops = [0, HEAD_H];
    for (let r = 1; r <= this.rowCount; r++) this.tops.push(this.tops[r] + (sheet.heights[r] ? Math.max(ROW_H, sheet.heights[r]) : ROW_H));
    this.covers = new Map();
    this.hiddenBy = new Set();
    for (const [top, left, bottom, right] of sheet.merged) {
      this.covers.set(cellName(top, left), {bottom, right});
      for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) if (r !== top || c !== left) this.hiddenBy.add(cellName(r, c));
    }
  }

  build() {
    const width = this.lefts[this.columnCount + 1], height = this.tops[this.rowCount + 1];
    const topH = this.tops[this.frozen.rows + 1], leftW = this.lefts[this.frozen.columns + 1];
    const layer = (name, w, h) => make("div", {class: `layer ${name}`, style: {width: `${w}px`, height: `${h}px`}});
    this.layers = {body: layer("body", width, height), top: layer("top", width, topH), left: layer("left", leftW, height), corner: layer("corner", leftW, topH)};
    this.layers.top.setAttribute("role", "presentation");
    this.marker = make("div", {class: "marker"});
    const sizer = make("div", {class: "sizer", role: "presentation", style: {width: `${width}px`, height: `${height}px`}}, ...Object.values(this.layers));
    this.scroller.replaceChildren(sizer);
    this.scroller.setAttribute("aria-rowcount", this.rowCount);
    this.scroller.setAttribute("aria-colcount", this.columnCount);
    this.scroller.setAttribute("aria-label", `Sheet ${this.sheet.name}`);
    this.scroller.classList.toggle("lined", Boolean(this.sheet.gridlines));
    for (const given of this.sheet.charts) {
      const holder = make("div", {class: "figure", role: "row", style: {
        left: `${this.lefts[Math.min(given.column, this.columnCount)]}px`, top: `${this.tops[Math.min(given.row, this.rowCount)]}px`,
        width: `${given.width}px`, height: `${given.height}px`}}, make("div", {role: "gridcell"}, chart(given, given.width, given.height, state.head.series)));
      const isBeside = given.column <= this.frozen.columns, isAbove = given.row <= this.frozen.rows;
      this.layers[isAbove ? (isBeside ? "corner" : "top") : isBeside ? "left" : "body"].append(holder);
    }
    // Charts may stand beyond the last cell: there must be room to scroll to them.
    const far = this.sheet.charts.map((c) => [this.lefts[Math.min(c.column, this.columnCount)] + c.width + 30, this.tops[Math.min(c.row, this.rowCount)] + c.height + 30]);
    sizer.style.width = `${Math.max(width, ...far.map((f) => f[0]))}px`;
    sizer.style.height = `${Math.max(height, ...far.map((f) => f[1]))}px`;
    this.layers.corner.append(make("div", {class: "head", style: {width: `${HEAD_W}px`, height: `${HEAD_H}px`}}));
    if (this.sheet.more_rows > 0 || this.sheet.kept) {
      const told = this.sheet.more_rows > 0 ? `The first ${this.sheet.rows.toLocaleString()} rows are shown; the file has ${this.sheet.more_rows.toLocaleString()} more. ` : "";
      const kept = this.sheet.kept ? `${this.sheet.kept} objects of the uploaded file are kept and not shown.` : "";
      notice(told + kept);
    } else notice("");
  }

  later() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => { this.pending = 0; this.render(); });
  }

  // The rows and columns in sight; rows that left are taken out of the page.
  render() {
    const {scrollTop, scrollLeft, clientHeight, clientWidth} = this.scroller;
    this.scroller.classList.toggle("scrolled", scrollLeft > 0);
    const first = find(this.tops, scrollTop + this.tops[this.frozen.rows + 1]) - 6, last = find(this.tops, scrollTop + clientHeight) + 6;
    const from = find(this.lefts, scrollLeft + this.lefts[this.frozen.columns + 1]) - 2, to = find(this.lefts, scrollLeft + clientWidth) + 2;
    const seen = {
      first: Math.max(this.frozen.rows + 1, first), last: Math.min(this.rowCount, last),
      from: Math.max(this.frozen.columns + 1, from), to: Math.min(this.columnCount, to)};
    const moved = !this.window || this.window.from !== seen.from || this.window.to !== seen.to;
    if (moved) {
      for (const row of this.rows.values()) row.forEach((part) => part.remove());
      this.rows.clear();
      this.heads(seen);
    }
    this.window = seen;
    for (const [row, parts] of this.rows) {
      if (row > this.frozen.rows && (row < seen.first || row > seen.last)) { parts.forEach((part) => part.remove()); this.rows.delete(row); }
    }
    for (let row = 1; row <= this.frozen.rows; row++) this.row(row, seen, "top", "corner");
    for (let row = seen.first; row <= seen.last; row++) this.row(row, seen, "body", "left");
    this.load(seen);
  }

  load(seen) {
    const cursorOf = (row) => Math.floor((row - 1) / this.sheet.rows_a_page);
    const end = Math.min(cursorOf(seen.last), this.sheet.pages - 1);
    for (let cursor = cursorOf(seen.first); cursor <= end; cursor++) pageOf(this.sheet.id, cursor);
  }

  heads(seen) {
    const lines = {};
    for (const layer of ["corner", "top"]) {
      this.layers[layer].querySelector(".headline")?.remove();
      lines[layer] = make("div", {class: "headline", role: "row"});
      this.layers[layer].append(lines[layer]);
    }
    const add = (layer, c) => lines[layer].append(make("div", {class: "head col", role: "columnheader", "aria-colindex": c, "data-column": c,
      style: {left: `${this.lefts[c]}px`, width: `${this.lefts[c + 1] - this.lefts[c]}px`, height: `${HEAD_H}px`}}, letters(c)));
    for (let c = 1; c <= this.frozen.columns; c++) add("corner", c);
    for (let c = seen.from; c <= seen.to; c++) add("top", c);
    for (const line of Object.values(lines)) if (!line.childElementCount) line.removeAttribute("role");
  }

  row(row, seen, wide, narrow) {
    if (this.rows.has(row)) return;
    const style = {top: `${this.tops[row]}px`, height: `${this.tops[row + 1] - this.tops[row]}px`};
    const main = make("div", {class: "row", role: "row", "aria-rowindex": row, style});
    const side = make("div", {class: "row", role: "row", "aria-rowindex": row, style});
    side.append(make("div", {class: "head line", role: "rowheader", "data-row": row, style: {width: `${HEAD_W}px`}}, String(row)));
    for (let c = 1; c <= this.frozen.columns; c++) this.put(side, row, c);
    for (let c = seen.from; c <= seen.to; c++) this.put(main, row, c);
    if (!main.childElementCount) for (const name of ["role", "aria-rowindex"]) main.removeAttribute(name);
    this.layers[wide].append(main);
    this.layers[narrow].append(side);
    this.rows.set(row, [main, side]);
  }

  put(holder, row, column) {
    const name = cellName(row, column);
    const width = this.lefts[column + 1] - this.lefts[column];
    if (!width || this.hiddenBy.has(name)) return;
    const given = this.cell(row, column), covered = this.covers.get(name);
    if (!given && !covered && !(this.active.row === row && this.active.column === column) && !this.sheet.gridlines) return;
    const look = given ? state.head.styles[given[3]] : {};
    const element = make("div", {class: `cell s${given ? given[3] : "x"}`, role: "gridcell", id: `c${name}`, "aria-colindex": column, "data-cell": name,
      style: {left: `${this.lefts[column]}px`, width: `${(covered ? this.lefts[covered.right + 1] : this.lefts[column + 1]) - this.lefts[column]}px`}});
    if (covered) element.style.height = `${this.tops[covered.bottom + 1] - this.tops[row]}px`;
    if (given && given[2] !== "") {
      const text = make("span", {class: "t"}, given[2]);
      if (!look.wrap && !covered && (!look.align || look.align === "left")) {
        text.style.setProperty("--free", `${this.room(row, column, false)}px`);
        text.style.setProperty("--clipped", `${this.room(row, column, true)}px`);
      }
      element.append(text);
    }
    if (this.flash.has(name)) element.classList.add("changed");
    if (this.active.row === row && this.active.column === column) { element.classList.add("active"); element.setAttribute("aria-selected", "true"); }
    holder.append(element);
  }

  // How far a text may run over the empty cells beside it; once scrolled, not beyond frozen columns.
  room(row, column, stops) {
    let c = column + 1;
    while (c <= this.columnCount && c < column + 14 && !(stops && c - 1 === this.frozen.columns) && !(this.cell(row, c) && this.cell(row, c)[2] !== "")) c++;
    return this.lefts[c] - this.lefts[column] - 8;
  }

  drawTabs() {
    this.tabs.replaceChildren(...state.head.parts.map((part) => make("button", {
      class: "tab", type: "button", role: "tab", "aria-selected": String(part.id === this.sheetId), "aria-controls": "grid",
      tabindex: part.id === this.sheetId ? "0" : "-1", onclick: () => this.show(part.id),
      onkeydown: (event) => this.onTabKey(event, part.id)}, part.name)));
  }

  show(id) {
    this.finish(true);
    this.sheetId = id;
    this.active = {row: 1, column: 1};
    this.flash.clear();
    this.scroller.scrollTo(0, 0);
    this.fresh();
  }

  onTabKey(event, id) {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    const parts = state.head.parts, at = parts.findIndex((part) => part.id === id);
    this.show(parts[(at + step + parts.length) % parts.length].id);
    this.tabs.querySelector('[aria-selected="true"]').focus();
  }

  select(row, column, follow = true) {
    const before = this.active;
    this.active = {row: Math.min(Math.max(1, row), this.rowCount), column: Math.min(Math.max(1, column), this.columnCount)};
    if (follow) this.reveal();
    for (const place of [before, this.active]) this.redraw(place.row);
    for (const old of this.scroller.querySelectorAll(".active, .here")) old.classList.remove("active", "here"), old.removeAttribute("aria-selected");
    const name = cellName(this.active.row, this.active.column);
    const element = this.scroller.querySelector(`#c${name}`);
    if (element) { element.classList.add("active"); element.setAttribute("aria-selected", "true"); this.scroller.setAttribute("aria-activedescendant", element.id); }
    for (const head of this.scroller.querySelectorAll(`[data-row="${this.active.row}"], [data-column="${this.active.column}"]`)) head.classList.add("here");
    this.where.value = name;
    if (!this.editing) this.input.value = this.source(this.active);
    this.input.readOnly = !this.editable(this.active);
  }

  redraw(row) {
    const parts = this.rows.get(row);
    if (!parts || !this.window) return;
    parts.forEach((part) => part.remove());
    this.rows.delete(row);
    const isFrozen = row <= this.frozen.rows;
    this.row(row, this.window, isFrozen ? "top" : "body", isFrozen ? "corner" : "left");
  }

  reveal() {
    const {row, column} = this.active, box = this.scroller;
    const top = this.tops[this.frozen.rows + 1], left = this.lefts[this.frozen.columns + 1];
    if (row > this.frozen.rows) {
      if (this.tops[row] < box.scrollTop + top) box.scrollTop = this.tops[row] - top;
      if (this.tops[row + 1] > box.scrollTop + box.clientHeight) box.scrollTop = this.tops[row + 1] - box.clientHeight;
    }
    if (column > this.frozen.columns) {
      if (this.lefts[column] < box.scrollLeft + left) box.scrollLeft = this.lefts[column] - left;
      if (this.lefts[column + 1] > box.scrollLeft + box.clientWidth) box.scrollLeft = this.lefts[column + 1] - box.clientWidth;
    }
    this.render();
  }

  source({row, column}) {
    const given = this.cell(row, column);
    if (!given) return "";
    const look = state.head.styles[given[3]] || {};
    const value = given.length > 4 ? given[4] : given[2];
    if (typeof value === "number" && look.percent) return `${+(value * 100).toPrecision(12)}%`;
    return value === null || value === undefined ? "" : String(value);
  }

  editable({row, column}) {
    return canEdit() && !this.sheet.locked.some(([top, left, bottom, right]) => row >= top && row <= bottom && column >= left && column <= right);
  }

  onPointer(event) {
    if (event.target.closest(".celledit")) return;
    const box = this.scroller.getBoundingClientRect();
    const x = event.clientX - box.left, y = event.clientY - box.top;
    if (x > this.scroller.clientWidth || y > this.scroller.clientHeight) return;
    const column = find(this.lefts, x < this.lefts[this.frozen.columns + 1] ? x : x + this.scroller.scrollLeft);
    const row = find(this.tops, y < this.tops[this.frozen.rows + 1] ? y : y + this.scroller.scrollTop);
    if (row < 1 || column < 1) return;
    // A cell is drawn anew when it is selected, so a double click is told by time and place.
    const isSecond = this.last && this.last.row === row && this.last.column === column && event.timeStamp - this.last.at < 450;
    this.last = {row, column, at: event.timeStamp};
    event.preventDefault();
    if (this.editing && this.editing.row === row && this.editing.column === column) return;
    this.finish(true);
    this.select(row, column);
    this.scroller.focus({preventScroll: true});
    if (isSecond) this.edit();
  }

  onKey(event) {
    if (this.editing) return;
    const {row, column} = this.active, page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW_H) - 2);
    const moves = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [page, 0], PageUp: [-page, 0]};
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (moves[event.key]) {
      const [down, right] = moves[event.key];
      if (event.ctrlKey || event.metaKey) this.select(down > 0 ? this.sheet.rows : down < 0 ? 1 : row, right > 0 ? this.sheet.columns : right < 0 ? 1 : column);
      else this.select(row + down, column + right);
    } else if (event.key === "Home") this.select(event.ctrlKey ? 1 : row, 1);
    else if (event.key === "End") this.select(event.ctrlKey ? this.sheet.rows : row, this.sheet.columns);
    else if ((event.key === "Enter" || event.key === "F2") && isPlain) this.edit();
    else if ((event.key === "Delete" || event.key === "Backspace") && isPlain) this.write("");
    else if (event.key.length === 1 && isPlain) this.edit(event.key);
    else return;
    event.preventDefault();
  }

  edit(start) {
    if (!this.editable(this.active)) {
      if (canEdit()) toast("These cells were loaded from a data source; ask for the change instead.");
      return;
    }
    const {row, column} = this.active;
    this.select(row, column);
    const field = make("input", {class: "celledit", "aria-label": `Cell ${cellName(row, column)}`, spellcheck: "false", autocomplete: "off"});
    field.value = start === undefined ? this.source(this.active) : start;
    const isFrozenRow = row <= this.frozen.rows, isFrozenColumn = column <= this.frozen.columns;
    const layer = this.layers[isFrozenRow ? (isFrozenColumn ? "corner" : "top") : isFrozenColumn ? "left" : "body"];
    Object.assign(field.style, {left: `${this.lefts[column]}px`, top: `${this.tops[row]}px`,
      minWidth: `${Math.max(this.lefts[column + 1] - this.lefts[column], 120)}px`, height: `${Math.max(24, this.tops[row + 1] - this.tops[row])}px`});
    this.editing = {field, row, column, before: this.source(this.active)};
    field.addEventListener("input", () => { this.input.value = field.value; });
    field.addEventListener("keydown", (event) => this.onInputKey(event));
    field.addEventListener("blur", () => this.finish(true));
    layer.append(field);
    field.focus({preventScroll: true});
    field.setSelectionRange(field.value.length, field.value.length);
    this.input.value = field.value;
  }

  beginInBar() {
    if (!this.editing && this.editable(this.active)) this.editing = {field: this.input, ...this.active, before: this.source(this.active)};
  }

  onInputKey(event) {
    const steps = {Enter: event.shiftKey ? [-1, 0] : [1, 0], Tab: event.shiftKey ? [0, -1] : [0, 1]};
    if (event.key === "Escape") this.finish(false);
    else if (steps[event.key]) {
      const {row, column} = this.editing || this.active;
      this.finish(true);
      this.select(row + steps[event.key][0], column + steps[event.key][1]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.scroller.focus({preventScroll: true});
  }

  finish(keeps) {
    const editing = this.editing;
    if (!editing) return;
    this.editing = null;
    const text = editing.field.value;
    if (editing.field !== this.input) editing.field.remove();
    this.input.value = this.source(this.active);
    if (keeps && text !== editing.before) this.write(text, editing);
  }

  write(text, at = this.active) {
    const {row, column} = at;
    if (!this.editable({row, column})) return;
    const name = cellName(row, column), before = this.source({row, column});
    if (text === before) return;
    const style = this.cell(row, column) ? state.head.styles[this.cell(row, column)[3]] : {};
    const op = (value) => [{op: "set_cells", sheet: this.sheet.name, cells: [{cell: name, value}]}];
    commit({ops: op(typed(text, style)), inverse: op(typed(before, style)), place: `${this.sheet.name}!${name}`, mine: text});
    const given = this.cell(row, column);
    if (given) { given[2] = text; if (given.length > 4) given[4] = text; }
    else this.cells.set(row * 20000 + column, [row, column, text, 0]);
    this.select(row, column, false);
  }

  // After a refresh: what looks otherwise is marked for a while.
  changed(before) {
    this.flash.clear();
    const old = new Map();
    for (const [name, page] of before) if (name.startsWith(`${this.sheetId}/`)) for (const cell of page.cells) old.set(`${cell[0]}:${cell[1]}`, cell[2]);
    if (old.size) for (const cell of this.cells.values()) if ((old.get(`${cell[0]}:${cell[1]}`) || "") !== cell[2]) this.flash.set(cellName(cell[0], cell[1]), true);
    for (const row of new Set([...this.rows.keys()])) this.redraw(row);
    this.select(this.active.row, this.active.column, false);
    setTimeout(() => { this.flash.clear(); for (const e of this.scroller.querySelectorAll(".changed")) e.classList.remove("changed"); }, 2600);
    return this.flash.size;
  }

  place(text) {
    const [sheet, name] = text.replace(/'/g, "").split("!");
    const part = state.head.parts.find((p) => p.name === sheet), match = /^([A-Z]+)(\d+)/.exec(name || "");
    if (!part || !match) return;
    if (part.id !== this.sheetId) this.show(part.id);
    this.select(+match[2], [...match[1]].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0));
  }
}

// The last index whose offset is not beyond `at`.
function find(offsets, at) {
  let low = 0, high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle] <= at) low = middle; else high = middle - 1;
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
  return match[3] || (style.percent && Math.abs(signed) > 1 && !/^0?[.,]/.test(match[2])) ? +(signed / 100).toPrecision(15) : signed;
}

function plainNumber(text) {
  const bare = text.replace(/[\u00a0' ]/g, "");
  if (/^\d+$/.test(bare)) return Number(bare);
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) || /^\d*\.\d+$/.test(bare)) return Number(bare.replace(/,/g, ""));
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare) || /^\d*,\d+$/.test(bare)) return Number(bare.replace(/\./g, "").replace(",", "."));
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
    if (look.align) parts.push(`justify-content:${{right: "flex-end", center: "center"}[look.align] || "flex-start"};text-align:${look.align === "right" || look.align === "center" ? look.align : "left"}`);
    if (look.middle) parts.push("align-items:center");
    if (look.top) parts.push(`border-top:1px solid ${hex(look.top) || "#808080"}`);
    if (look.bottom) parts.push(`border-bottom:1px solid ${hex(look.bottom) || "#808080"}`);
    if (look.indent) parts.push(`padding-left:${4 + look.indent * 9}px`);
    rules.push(`.cell.s${i}{${parts.join(";")}}`);
    if (look.wrap) rules.push(`.cell.s${i} .t{white-space:pre-wrap;overflow-wrap:break-word}`);
  });
  return rules;
}
