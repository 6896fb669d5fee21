// A sheet as it is measured, the tabs of all sheets, charts and pictures over the cells.

class SheetView {
  index() {
    this.cells = new Map();
    for (let cursor = 0; cursor < this.sheet.pages; cursor++) {
      const page = state.pages.get(key(this.sheet.id, cursor));
      for (const cell of page ? page.cells : []) this.cells.set(cellKey(cell[0], cell[1]), cell);
    }
  }

  cell(row, column) {
    return this.cells.get(cellKey(row, column));
  }

  measure() {
    const sheet = this.sheet;
    const [freezeRow, freezeColumn] = sheet.freeze || [1, 1];
    this.frozen = {rows: freezeRow - 1, columns: freezeColumn - 1};
    if (this.scroller.clientWidth && this.scroller.clientWidth < 520)
      this.frozen.columns = Math.min(1, this.frozen.columns);
    this.rowCount = Math.max(60, sheet.rows + SPARE_ROWS);
    this.columnCount = Math.max(16, sheet.columns + SPARE_COLS);
    const hidden = new Set(sheet.hidden);
    this.lefts = [0, HEAD_W];
    for (let c = 1; c <= this.columnCount; c++)
      this.lefts.push(this.lefts[c] + (hidden.has(c) ? 0 : sheet.widths[c] || COL_W));
    this.tops = [0, HEAD_H];
    for (let r = 1; r <= this.rowCount; r++)
      this.tops.push(this.tops[r] + (sheet.heights[r] ? Math.max(ROW_H, sheet.heights[r]) : ROW_H));
    this.covers = new Map();
    this.hiddenBy = new Set();
    for (const [top, left, bottom, right] of sheet.merged) {
      this.covers.set(cellName(top, left), {bottom, right});
      for (let r = top; r <= bottom; r++)
        for (let c = left; c <= right; c++)
          if (r !== top || c !== left) this.hiddenBy.add(cellName(r, c));
    }
  }

  drawTabs() {
    this.tabs.replaceChildren(
      ...state.head.parts.map((part) =>
        make(
          "button",
          {
            class: "tab",
            type: "button",
            role: "tab",
            "aria-selected": String(part.id === this.sheetId),
            "aria-controls": "grid",
            tabindex: part.id === this.sheetId ? "0" : "-1",
            onclick: () => this.show(part.id),
            onkeydown: (event) => this.onTabKey(event, part.id),
          },
          part.name,
        ),
      ),
    );
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
    const parts = state.head.parts,
      at = parts.findIndex((part) => part.id === id);
    this.show(parts[(at + step + parts.length) % parts.length].id);
    this.tabs.querySelector('[aria-selected="true"]').focus();
  }

  // Charts and pictures may stand beyond the last cell: there must be room to scroll to them.
  figures(sizer) {
    const ends = [this.lefts[this.columnCount + 1], this.tops[this.rowCount + 1]];
    for (const given of [...this.sheet.charts, ...(this.sheet.drawn || [])]) {
      const [left, top] = this.corner(given),
        [right, bottom] = this.far(given, left, top);
      const [width, height] = [Math.max(24, right - left), Math.max(24, bottom - top)];
      const holder = make(
        "div",
        {
          class: `figure ${given.kind ? "" : "bare"}`,
          role: "row",
          style: {left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`},
        },
        make(
          "div",
          {role: "gridcell"},
          given.kind
            ? chart(given, width, height, state.head.series)
            : picture(given.source, given.picture),
        ),
      );
      this.layerOf(given.row, given.column).append(holder);
      ends[0] = Math.max(ends[0], right + 30);
      ends[1] = Math.max(ends[1], bottom + 30);
    }
    Object.assign(sizer.style, {width: `${ends[0]}px`, height: `${ends[1]}px`});
  }

  // Frozen rows and columns stand in layers that stay in sight.
  layerOf(row, column) {
    const isAbove = row <= this.frozen.rows,
      isBeside = column <= this.frozen.columns;
    return this.layers[isAbove ? (isBeside ? "corner" : "top") : isBeside ? "left" : "body"];
  }

  corner({row, column, x = 0, y = 0}) {
    return [
      this.lefts[Math.min(column, this.columnCount)] + x,
      this.tops[Math.min(row, this.rowCount)] + y,
    ];
  }

  far(given, left, top) {
    return given.to ? this.corner(given.to) : [left + given.width, top + given.height];
  }

  heads(seen) {
    const lines = {};
    for (const layer of ["corner", "top"]) {
      this.layers[layer].querySelector(".headline")?.remove();
      lines[layer] = make("div", {class: "headline", role: "row"});
      this.layers[layer].append(lines[layer]);
    }
    const add = (layer, c) =>
      lines[layer].append(
        make(
          "div",
          {
            class: "head col",
            role: "columnheader",
            "aria-colindex": c,
            "data-column": c,
            style: {
              left: `${this.lefts[c]}px`,
              width: `${this.lefts[c + 1] - this.lefts[c]}px`,
              height: `${HEAD_H}px`,
            },
          },
          letters(c),
        ),
      );
    for (let c = 1; c <= this.frozen.columns; c++) add("corner", c);
    for (let c = seen.from; c <= seen.to; c++) add("top", c);
    for (const line of Object.values(lines))
      if (!line.childElementCount) line.removeAttribute("role");
  }

  // What stands now where an edit was made.
  standing(edit) {
    this.place(edit.place);
    return this.source(this.active);
  }

  place(text) {
    const mark = text.lastIndexOf("!"),
      match = /^([A-Z]+)(\d+)/.exec(text.slice(mark + 1));
    const bare = text.slice(0, mark).replace(/^'|'$/g, "").replace(/''/g, "'");
    const part = state.head.parts.find((one) => one.name === bare);
    if (!part || !match) return;
    if (part.id !== this.sheetId) this.show(part.id);
    this.select(+match[2], columnOf(match[1]));
  }
}
