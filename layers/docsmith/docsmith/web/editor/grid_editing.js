// A grid that is edited: the active cell, keys and pointers, the formula bar.

class Grid extends GridView {
  select(row, column, follow = true) {
    const before = this.active;
    this.active = {
      row: Math.min(Math.max(1, row), this.rowCount),
      column: Math.min(Math.max(1, column), this.columnCount),
    };
    if (follow) this.reveal();
    for (const place of [before, this.active]) this.redraw(place.row);
    for (const old of this.scroller.querySelectorAll(".active, .here"))
      (old.classList.remove("active", "here"), old.removeAttribute("aria-selected"));
    const name = cellName(this.active.row, this.active.column);
    const element = this.scroller.querySelector(`#c${name}`);
    if (element) {
      element.classList.add("active");
      element.setAttribute("aria-selected", "true");
      this.scroller.setAttribute("aria-activedescendant", element.id);
    }
    for (const head of this.scroller.querySelectorAll(
      `[data-row="${this.active.row}"], [data-column="${this.active.column}"]`,
    ))
      head.classList.add("here");
    this.where.value = name;
    if (!this.editing) this.input.value = this.source(this.active);
    this.input.readOnly = !this.editable(this.active);
  }

  redraw(row) {
    const parts = this.rows.get(row);
    if (!parts || !this.window) return;
    parts.forEach((part) => part.remove());
    this.rows.delete(row);
    this.row(row);
  }

  reveal() {
    const {row, column} = this.active,
      box = this.scroller;
    const top = this.tops[this.frozen.rows + 1],
      left = this.lefts[this.frozen.columns + 1];
    if (row > this.frozen.rows) {
      if (this.tops[row] < box.scrollTop + top) box.scrollTop = this.tops[row] - top;
      if (this.tops[row + 1] > box.scrollTop + box.clientHeight)
        box.scrollTop = this.tops[row + 1] - box.clientHeight;
    }
    if (column > this.frozen.columns) {
      if (this.lefts[column] < box.scrollLeft + left) box.scrollLeft = this.lefts[column] - left;
      if (this.lefts[column + 1] > box.scrollLeft + box.clientWidth)
        box.scrollLeft = this.lefts[column + 1] - box.clientWidth;
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
    return (
      canEdit() &&
      !this.sheet.locked.some(
        ([top, left, bottom, right]) =>
          row >= top && row <= bottom && column >= left && column <= right,
      )
    );
  }

  onPointer(event) {
    if (event.target.closest(".celledit")) return;
    const box = this.scroller.getBoundingClientRect();
    const x = event.clientX - box.left,
      y = event.clientY - box.top;
    if (x > this.scroller.clientWidth || y > this.scroller.clientHeight) return;
    const column = find(
      this.lefts,
      x < this.lefts[this.frozen.columns + 1] ? x : x + this.scroller.scrollLeft,
    );
    const row = find(
      this.tops,
      y < this.tops[this.frozen.rows + 1] ? y : y + this.scroller.scrollTop,
    );
    if (row < 1 || column < 1) return;
    // A cell is drawn anew when it is selected, so a double click is told by time and place.
    const isSecond =
      this.last &&
      this.last.row === row &&
      this.last.column === column &&
      event.timeStamp - this.last.at < 450;
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
    const {row, column} = this.active,
      page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW_H) - 2);
    const moves = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      PageDown: [page, 0],
      PageUp: [-page, 0],
    };
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (moves[event.key]) {
      const [down, right] = moves[event.key];
      if (event.ctrlKey || event.metaKey)
        this.select(
          down > 0 ? this.sheet.rows : down < 0 ? 1 : row,
          right > 0 ? this.sheet.columns : right < 0 ? 1 : column,
        );
      else this.select(row + down, column + right);
    } else if (event.key === "Home") this.select(event.ctrlKey ? 1 : row, 1);
    else if (event.key === "End")
      this.select(event.ctrlKey ? this.sheet.rows : row, this.sheet.columns);
    else if ((event.key === "Enter" || event.key === "F2") && isPlain) this.edit();
    else if ((event.key === "Delete" || event.key === "Backspace") && isPlain) this.write("");
    else if (event.key.length === 1 && isPlain) this.edit(event.key);
    else return;
    event.preventDefault();
  }

  edit(start) {
    if (!this.editable(this.active)) {
      if (canEdit())
        toast("These cells were loaded from a data source; ask for the change instead.");
      return;
    }
    const {row, column} = this.active;
    this.select(row, column);
    const field = make("input", {
      class: "celledit",
      "aria-label": `Cell ${cellName(row, column)}`,
      spellcheck: "false",
      autocomplete: "off",
    });
    field.value = start === undefined ? this.source(this.active) : start;
    Object.assign(field.style, {
      left: `${this.lefts[column]}px`,
      top: `${this.tops[row]}px`,
      minWidth: `${Math.max(this.lefts[column + 1] - this.lefts[column], 120)}px`,
      height: `${Math.max(24, this.tops[row + 1] - this.tops[row])}px`,
    });
    this.editing = {field, row, column, before: this.source(this.active)};
    field.addEventListener("input", () => {
      this.input.value = field.value;
    });
    field.addEventListener("keydown", (event) => this.onInputKey(event));
    field.addEventListener("blur", () => this.finish(true));
    this.layerOf(row, column).append(field);
    field.focus({preventScroll: true});
    field.setSelectionRange(field.value.length, field.value.length);
    this.input.value = field.value;
  }

  beginInBar() {
    if (!this.editing && this.editable(this.active))
      this.editing = {field: this.input, ...this.active, before: this.source(this.active)};
  }

  onInputKey(event) {
    const steps = {
      Enter: event.shiftKey ? [-1, 0] : [1, 0],
      Tab: event.shiftKey ? [0, -1] : [0, 1],
    };
    // Through a formula bar that says what it said, Tab goes on as it does everywhere.
    const isPassing =
      event.currentTarget === this.input && this.input.value === this.source(this.active);
    if (event.key === "Tab" && isPassing) return;
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
    const name = cellName(row, column),
      before = this.source({row, column});
    if (text === before) return;
    const style = this.cell(row, column) ? state.head.styles[this.cell(row, column)[3]] : {};
    const op = (value) => [{op: "set_cells", sheet: this.sheet.name, cells: [{cell: name, value}]}];
    commit({
      ops: op(typed(text, style)),
      inverse: op(typed(before, style)),
      place: `${this.sheet.name}!${name}`,
      mine: text,
      before,
    });
    const given = this.cell(row, column);
    if (given) {
      given[2] = text;
      if (given.length > 4) given[4] = text;
    } else this.cells.set(cellKey(row, column), [row, column, text, 0]);
    this.select(row, column, false);
  }

  // After a refresh: what looks otherwise is marked for a while, as far as both are known.
  changed(before) {
    this.flash.clear();
    for (const [name, page] of before) {
      const now = state.pages.get(name);
      if (!now || now.part !== this.sheetId) continue;
      const old = new Map(page.cells.map((cell) => [`${cell[0]}:${cell[1]}`, cell[2]]));
      for (const [row, column, shown] of now.cells)
        if ((old.get(`${row}:${column}`) || "") !== shown) this.flash.add(cellName(row, column));
    }
    for (const row of [...this.rows.keys()]) this.redraw(row);
    this.select(this.active.row, this.active.column, false);
    fade(this.scroller, () => this.flash.clear());
  }
}
