// Charts as SVG: plain, labelled, in the document's own colours. Figures come from the projection.

const INK = "#48524f",
  FAINT = "#d9dedb";

function chart(given, width, height, palette) {
  const colors = (palette && palette.length ? palette : ["0B5D4E", "D98E32", "7BA79C"]).map(hex);
  const box = sketch("svg", {
    viewBox: `0 0 ${width} ${height}`,
    class: "chart",
    role: "img",
    "aria-label": given.alt || given.title || "Chart",
    preserveAspectRatio: "xMidYMid meet",
  });
  let top = 8;
  if (given.title) {
    box.append(label(given.title, 10, 20, {"font-size": 14, "font-weight": 600, fill: "#1f2725"}));
    top = 34;
  }
  const shown = given.series.map((series, i) => ({
    ...series,
    color: hex(series.color) || colors[i % colors.length],
  }));
  const named = shown.filter((series) => !series.hidden);
  const frame = {left: 8, top, right: width - 10, bottom: height - 8};
  const isRound = ["pie", "doughnut"].includes(given.kind);
  const names = isRound
    ? given.categories.map((name, i) => ({name, color: colors[i % colors.length]}))
    : named;
  if (names.length > 1) frame.bottom = legend(box, names, frame);
  const drawers = {
    pie,
    doughnut: pie,
    bar: bars,
    stacked_bar: bars,
    radar,
    scatter,
    bubble: scatter,
    waterfall,
  };
  (drawers[given.kind] || columns)(box, {...given, series: shown}, frame, colors);
  return box;
}

function label(text, x, y, more = {}) {
  return sketch("text", {x, y, "font-size": 11, fill: INK, ...more}, String(text));
}

const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

function legend(box, names, frame) {
  const room = frame.right - frame.left;
  const items = names
    .slice(0, 12)
    .map((item) => ({...item, text: cut(String(item.name || "–"), 24)}));
  const rows = [[]];
  let used = 0;
  for (const item of items) {
    const wide = 24 + item.text.length * 6.3;
    if (used + wide > room && rows.at(-1).length) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1).push({...item, x: used});
    used += wide;
  }
  const start = frame.bottom - rows.length * 16;
  rows.forEach((row, i) =>
    row.forEach((item) => {
      const x = frame.left + item.x,
        y = start + i * 16 + 12;
      box.append(
        sketch("rect", {x, y: y - 8, width: 9, height: 9, rx: 2, fill: item.color}),
        label(item.text, x + 14, y),
      );
    }),
  );
  return start - 4;
}

function scale(least, most) {
  if (least === most) {
    most += 1;
    least = Math.min(0, least);
  }
  const rough = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const low = Math.floor(least / step) * step,
    high = Math.ceil(most / step) * step;
  const ticks = [];
  for (let at = low; at <= high + step / 2; at += step)
    ticks.push(Math.abs(at) < step / 1e6 ? 0 : at);
  return {low, high, ticks};
}

const compact = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
const number = (value) =>
  Math.abs(value) < 1000 ? String(+value.toFixed(2)) : compact.format(value);
const finite = (values) => values.filter((value) => value !== null && value !== undefined);

// Draws both axes; the area between them, and where a value stands in it.
function axes(box, categories, count, frame, ticks, low, high) {
  const wide = Math.max(...ticks.map((tick) => number(tick).length)) * 6.2 + 8;
  const area = {
    left: frame.left + wide,
    right: frame.right,
    top: frame.top + 6,
    bottom: frame.bottom - 20,
  };
  const y = (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  for (const tick of ticks) {
    box.append(
      sketch("line", {
        x1: area.left,
        x2: area.right,
        y1: y(tick),
        y2: y(tick),
        stroke: tick === 0 ? "#9aa39f" : FAINT,
      }),
      label(number(tick), area.left - 6, y(tick) + 4, {"text-anchor": "end"}),
    );
  }
  const slot = (area.right - area.left) / count;
  const longest = Math.max(1, ...categories.map((c) => String(c).length));
  const every = Math.max(1, Math.ceil((Math.min(longest, 14) * 6.2 + 6) / slot));
  categories.forEach((name, i) => {
    if (i % every) return;
    const most = Math.max(3, Math.floor((slot * every) / 6));
    box.append(
      label(cut(String(name), most), area.left + slot * (i + 0.5), area.bottom + 15, {
        "text-anchor": "middle",
      }),
    );
  });
  return {...area, y};
}
