// A workbook: a grid of which only what is in sight is in the page, and its sheets.

const HEAD_W = 46,
  HEAD_H = 24,
  ROW_H = 20,
  COL_W = 68,
  SPARE_ROWS = 12,
  SPARE_COLS = 4;

class GridView extends SheetView {
  constructor(stage) {
    super();
    this.input = make("input", {
      class: "formula",
      id: "formula",
      "aria-label": "Value or formula of the cell",
      spellcheck: "false",
      autocomplete: "off",
    });
    this.where = make("output", {class: "where", "aria-label": "Cell"});
    this.scroller = make("div", {
      class: "scroller",
      tabindex: "0",
      role: "grid",
      "aria-label": "Sheet",
      id: "grid",
    });
    this.tabs = make("div", {class: "tabs", role: "tablist", "aria-label": "Sheets"});
    stage.replaceChildren(
      make(
        "div",
        {class: "book"},
        make(
          "div",
          {class: "formulabar"},
          this.where,
          make("span", {class: "fx", "aria-hidden": "true"}, "ƒx"),
          this.input,
        ),
        this.scroller,
        this.tabs,
      ),
    );
    this.active = {row: 1, column: 1};
    this.flash = new Set();
    this.scroller.addEventListener("scroll", () => this.later(), {passive: true});
    this.scroller.addEventListener("keydown", (event) => this.onKey(event));
    this.scroller.addEventListener("pointerdown", (event) => this.onPointer(event));
    this.input.addEventListener("keydown", (event) => this.onInputKey(event));
    this.input.addEventListener("focus", () => this.beginInBar());
    this.input.addEventListener("blur", () => this.finish(true));
    new ResizeObserver(() => this.later()).observe(this.scroller);
    this.fresh();
  }

  get sheet() {
    return state.head.parts.find((part) => part.id === this.sheetId) || state.head.parts[0];
  }

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

  build() {
    const width = this.lefts[this.columnCount + 1],
      height = this.tops[this.rowCount + 1];
    const topH = this.tops[this.frozen.rows + 1],
      leftW = this.lefts[this.frozen.columns + 1];
    const layer = (name, w, h) =>
      make("div", {class: `layer ${name}`, style: {width: `${w}px`, height: `${h}px`}});
    this.layers = {
      body: layer("body", width, height),
      top: layer("top", width, topH),
      left: layer("left", leftW, height),
      corner: layer("corner", leftW, topH),
    };
    this.layers.top.setAttribute("role", "presentation");
    const sizer = make(
      "div",
      {class: "sizer", role: "presentation", style: {width: `${width}px`, height: `${height}px`}},
      ...Object.values(this.layers),
    );
    this.scroller.replaceChildren(sizer);
    this.scroller.setAttribute("aria-rowcount", this.rowCount);
    this.scroller.setAttribute("aria-colcount", this.columnCount);
    this.scroller.setAttribute("aria-label", `Sheet ${this.sheet.name}`);
    this.scroller.classList.toggle("lined", Boolean(this.sheet.gridlines));
    this.figures(sizer);
    this.layers.corner.append(
      make("div", {class: "head", style: {width: `${HEAD_W}px`, height: `${HEAD_H}px`}}),
    );
    notice(
      "kept",
      this.sheet.kept
        ? `${this.sheet.kept} objects of the uploaded file are kept and not shown.`
        : "",
    );
  }

  later() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.render();
    });
  }

  // The rows and columns in sight; rows that left are taken out of the page.
  render() {
    const {scrollTop, scrollLeft, clientHeight, clientWidth} = this.scroller;
    this.scroller.classList.toggle("scrolled", scrollLeft > 0);
    const first = find(this.tops, scrollTop + this.tops[this.frozen.rows + 1]) - 6,
      last = find(this.tops, scrollTop + clientHeight) + 6;
    const from = find(this.lefts, scrollLeft + this.lefts[this.frozen.columns + 1]) - 2,
      to = find(this.lefts, scrollLeft + clientWidth) + 2;
    const seen = {
      first: Math.max(this.frozen.rows + 1, first),
      last: Math.min(this.rowCount, last),
      from: Math.max(this.frozen.columns + 1, from),
      to: Math.min(this.columnCount, to),
    };
    const moved = !this.window || this.window.from !== seen.from || this.window.to !== seen.to;
    if (moved) {
      for (const row of this.rows.values()) row.forEach((part) => part.remove());
      this.rows.clear();
      this.heads(seen);
    }
    this.window = seen;
    for (const [row, parts] of this.rows) {
      if (row > this.frozen.rows && (row < seen.first || row > seen.last)) {
        parts.forEach((part) => part.remove());
        this.rows.delete(row);
      }
    }
    for (let row = 1; row <= this.frozen.rows; row++) this.row(row);
    for (let row = seen.first; row <= seen.last; row++) this.row(row);
    for (const [part, cursor] of this.inSight()) pageOf(part, cursor);
  }

  // The pages that hold the rows in sight.
  inSight() {
    if (!this.window) return [];
    const cursorOf = (row) => Math.floor((row - 1) / this.sheet.rows_a_page);
    const first = Math.max(0, cursorOf(this.window.first));
    const end = Math.min(cursorOf(this.window.last), this.sheet.pages - 1);
    return Array.from({length: Math.max(0, end - first + 1)}, (_, i) => [this.sheet.id, first + i]);
  }

  row(row) {
    if (this.rows.has(row)) return;
    const style = {top: `${this.tops[row]}px`, height: `${this.tops[row + 1] - this.tops[row]}px`};
    const main = make("div", {class: "row", role: "row", "aria-rowindex": row, style});
    const side = make("div", {class: "row", role: "row", "aria-rowindex": row, style});
    side.append(
      make(
        "div",
        {class: "head line", role: "rowheader", "data-row": row, style: {width: `${HEAD_W}px`}},
        String(row),
      ),
    );
    for (let c = 1; c <= this.frozen.columns; c++) this.put(side, row, c);
    for (let c = this.window.from; c <= this.window.to; c++) this.put(main, row, c);
    if (!main.childElementCount)
      for (const name of ["role", "aria-rowindex"]) main.removeAttribute(name);
    this.layerOf(row, this.frozen.columns + 1).append(main);
    this.layerOf(row, this.frozen.columns).append(side);
    this.rows.set(row, [main, side]);
  }

  put(holder, row, column) {
    const name = cellName(row, column);
    const width = this.lefts[column + 1] - this.lefts[column];
    if (!width || this.hiddenBy.has(name)) return;
    const given = this.cell(row, column),
      covered = this.covers.get(name);
    if (
      !given &&
      !covered &&
      !(this.active.row === row && this.active.column === column) &&
      !this.sheet.gridlines
    )
      return;
    const look = given ? state.head.styles[given[3]] : {};
    const element = make("div", {
      class: `cell s${given ? given[3] : "x"}`,
      role: "gridcell",
      id: `c${name}`,
      "aria-colindex": column,
      "data-cell": name,
      style: {
        left: `${this.lefts[column]}px`,
        width: `${(covered ? this.lefts[covered.right + 1] : this.lefts[column + 1]) - this.lefts[column]}px`,
      },
    });
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
    if (this.active.row === row && this.active.column === column) {
      element.classList.add("active");
      element.setAttribute("aria-selected", "true");
    }
    holder.append(element);
  }

  // How far a text may run over the empty cells beside it; once scrolled, not beyond frozen columns.
  room(row, column, stops) {
    let c = column + 1;
    while (
      c <= this.columnCount &&
      c < column + 14 &&
      !(stops && c - 1 === this.frozen.columns) &&
      !(this.cell(row, c) && this.cell(row, c)[2] !== "")
    )
      c++;
    return this.lefts[c] - this.lefts[column] - 8;
  }
}
