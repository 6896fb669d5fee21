// Charts as SVG: plain, labelled, in the document's own colours. Figures come from the projection.

const INK = "#48524f", FAINT = "#d9dedb";

function chart(given, width, height, palette) {
  const colors = (palette && palette.length ? palette : ["0B5D4E", "D98E32", "7BA79C"]).map(hex);
  const box = sketch("svg", {
    viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img",
    "aria-label": given.alt || given.title || "Chart", preserveAspectRatio: "xMidYMid meet",
  });
  let top = 8;
  if (given.title) {
    box.append(label(given.title, 10, 20, {"font-size": 14, "font-weight": 600, fill: "#1f2725"}));
    top = 34;
  }
  const shown = given.series.map((series, i) => ({...series, color: colors[i % colors.length]}));
  const named = shown.filter((series) => !series.hidden);
  const frame = {left: 8, top, right: width - 10, bottom: height - 8};
  const isRound = ["pie", "doughnut"].includes(given.kind);
  const names = isRound ? given.categories.map((name, i) => ({name, color: colors[i % colors.length]})) : named;
  if (names.length > 1) frame.bottom = legend(box, names, frame);
  const drawers = {pie, doughnut: pie, bar: bars, stacked_bar: bars, radar, scatter, bubble: scatter, waterfall};
  (drawers[given.kind] || columns)(box, {...given, series: shown}, frame, colors);
  return box;
}

function label(text, x, y, more = {}) {
  return sketch("text", {x, y, "font-size": 11, fill: INK, ...more}, String(text));
}

const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

function legend(box, names, frame) {
  const room = frame.right - frame.left;
  const items = names.slice(0, 12).map((item) => ({...item, text: cut(String(item.name || "–"), 24)}));
  const rows = [[]];
  let used = 0;
  for (const item of items) {
    const wide = 24 + item.text.length * 6.3;
    if (used + wide > room && rows.at(-1).length) { rows.push([]); used = 0; }
    rows.at(-1).push({...item, x: used});
    used += wide;
  }
  const start = frame.bottom - rows.length * 16;
  rows.forEach((row, i) => row.forEach((item) => {
    const x = frame.left + item.x, y = start + i * 16 + 12;
    box.append(sketch("rect", {x, y: y - 8, width: 9, height: 9, rx: 2, fill: item.color}), label(item.text, x + 14, y));
  }));
  return start - 4;
}

function scale(least, most) {
  if (least === most) { most += 1; least = Math.min(0, least); }
  const rough = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const low = Math.floor(least / step) * step, high = Math.ceil(most / step) * step;
  const ticks = [];
  for (let at = low; at <= high + step / 2; at += step) ticks.push(Math.abs(at) < step / 1e6 ? 0 : at);
  return {low, high, ticks};
}

const compact = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
const number = (value) => (Math.abs(value) < 1000 ? String(+value.toFixed(2)) : compact.format(value));
const finite = (values) => values.filter((value) => value !== null && value !== undefined);

// Where each bar or point begins and ends; stacked ones stand on those before.
function stacked(series, count, share) {
  const base = Array.from({length: count}, () => [0, 0]);
  const sums = base.map((_, i) => series.reduce((sum, s) => sum + Math.abs(s.values[i] || 0), 0) || 1);
  return series.map((one) => Array.from({length: count}, (_, i) => {
    const value = (one.values[i] || 0) / (share ? sums[i] / 100 : 1), side = value < 0 ? 1 : 0;
    const from = base[i][side];
    base[i][side] += value;
    return [from, base[i][side]];
  }));
}

function columns(box, given, frame) {
  const isLine = (series) => ["line", "area", "stacked_area"].includes(series.kind || given.kind);
  const isStacked = /stacked|percent/.test(given.kind) || given.series.some((s) => /stacked/.test(s.kind || ""));
  const count = Math.max(given.categories.length, ...given.series.map((s) => s.values.length), 1);
  const spans = isStacked
    ? stacked(given.series, count, /percent/.test(given.kind))
    : given.series.map((s) => Array.from({length: count}, (_, i) => [0, s.values[i] ?? null]));
  const all = spans.flat(2).filter((value) => value !== null);
  const linesOnly = given.series.every(isLine) && !/area/.test(given.kind);
  const tops = spans.flat().map((span) => span[1]).filter((value) => value !== null);
  const {low, high, ticks} = scale(linesOnly ? Math.min(...tops) : Math.min(0, ...all), Math.max(0, ...all));
  const area = axes(box, given.categories, count, frame, ticks, low, high);
  const y = (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  const slot = (area.right - area.left) / count;
  const barred = given.series.filter((s) => !isLine(s));
  given.series.forEach((series, s) => {
    if (series.hidden) return;
    if (isLine(series)) return line(box, series, spans[s], (i) => area.left + slot * (i + 0.5), y, given);
    const place = isStacked ? 0 : barred.indexOf(series), beside = isStacked ? 1 : barred.length;
    const wide = Math.max(1, (slot * 0.7) / beside);
    spans[s].forEach(([from, to], i) => {
      if (to === null) return;
      const x = area.left + slot * i + slot * 0.15 + wide * place;
      const edges = [y(from), y(to)].sort((a, b) => a - b);
      box.append(sketch("rect", {x, y: edges[0], width: wide * 0.94, height: Math.max(0.5, edges[1] - edges[0]), fill: series.color}));
    });
  });
}

function line(box, series, spans, x, y, given) {
  const isArea = /area/.test(series.kind || given.kind);
  const points = spans.map(([from, to], i) => (to === null ? null : [x(i), y(to), y(from)])).filter(Boolean);
  if (!points.length) return;
  const path = "M" + points.map((p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("L");
  if (isArea) {
    const back = [...points].reverse().map((p) => `${p[0].toFixed(1)} ${p[2].toFixed(1)}`).join("L");
    box.append(sketch("path", {d: `${path}L${back}Z`, fill: series.color, "fill-opacity": 0.75}));
    return;
  }
  box.append(sketch("path", {d: path, fill: "none", stroke: series.color, "stroke-width": 2.2, "stroke-linejoin": "round"}));
  if (points.length <= 24) for (const p of points) box.append(sketch("circle", {cx: p[0], cy: p[1], r: 2.6, fill: series.color}));
}

function axes(box, categories, count, frame, ticks, low, high) {
  const wide = Math.max(...ticks.map((tick) => number(tick).length)) * 6.2 + 8;
  const area = {left: frame.left + wide, right: frame.right, top: frame.top + 6, bottom: frame.bottom - 20};
  for (const tick of ticks) {
    const y = area.bottom - ((tick - low) / (high - low)) * (area.bottom - area.top);
    box.append(
      sketch("line", {x1: area.left, x2: area.right, y1: y, y2: y, stroke: tick === 0 ? "#9aa39f" : FAINT}),
      label(number(tick), area.left - 6, y + 4, {"text-anchor": "end"}));
  }
  const slot = (area.right - area.left) / count;
  const longest = Math.max(1, ...categories.map((c) => String(c).length));
  const every = Math.max(1, Math.ceil((Math.min(longest, 14) * 6.2 + 6) / slot));
  categories.forEach((name, i) => {
    if (i % every) return;
    const most = Math.max(3, Math.floor((slot * every) / 6));
    box.append(label(cut(String(name), most), area.left + slot * (i + 0.5), area.bottom + 15, {"text-anchor": "middle"}));
  });
  return area;
}

function bars(box, given, frame) {
  const count = Math.max(given.categories.length, 1);
  const isStacked = /stacked/.test(given.kind);
  const spans = isStacked ? stacked(given.series, count, false) : given.series.map((s) => s.values.map((v) => [0, v || 0]));
  const all = spans.flat(2);
  const {low, high, ticks} = scale(Math.min(0, ...all), Math.max(0, ...all));
  const longest = Math.min(28, Math.max(1, ...given.categories.map((c) => String(c).length)));
  const area = {left: frame.left + longest * 6.2 + 8, right: frame.right - 14, top: frame.top + 4, bottom: frame.bottom - 18};
  const x = (value) => area.left + ((value - low) / (high - low)) * (area.right - area.left);
  for (const tick of ticks) {
    box.append(
      sketch("line", {x1: x(tick), x2: x(tick), y1: area.top, y2: area.bottom, stroke: tick === 0 ? "#9aa39f" : FAINT}),
      label(number(tick), x(tick), area.bottom + 14, {"text-anchor": "middle"}));
  }
  const slot = (area.bottom - area.top) / count;
  const beside = isStacked ? 1 : given.series.length, high_ = (slot * 0.7) / beside;
  given.categories.forEach((name, i) => box.append(
    label(cut(String(name), 28), area.left - 6, area.top + slot * (i + 0.5) + 4, {"text-anchor": "end"})));
  given.series.forEach((series, s) => {
    if (series.hidden) return;
    spans[s].forEach(([from, to], i) => {
      const edges = [x(from), x(to)].sort((a, b) => a - b);
      const y = area.top + slot * i + slot * 0.15 + (isStacked ? 0 : high_ * s);
      box.append(sketch("rect", {x: edges[0], y, width: Math.max(0.5, edges[1] - edges[0]), height: high_ * 0.94, fill: series.color}));
    });
  });
}

function pie(box, given, frame, colors) {
  const values = (given.series[0] ? given.series[0].values : []).map((value) => Math.max(0, value || 0));
  const whole = values.reduce((sum, value) => sum + value, 0) || 1;
  const cx = (frame.left + frame.right) / 2, cy = (frame.top + frame.bottom) / 2;
  const r = Math.max(10, Math.min(frame.right - frame.left, frame.bottom - frame.top) / 2 - 6);
  const inner = given.kind === "doughnut" ? r * 0.58 : 0;
  let angle = -Math.PI / 2;
  values.forEach((value, i) => {
    const next = angle + Math.min(0.99999, value / whole) * Math.PI * 2, big = next - angle > Math.PI ? 1 : 0;
    const at = (a, by) => `${(cx + Math.cos(a) * by).toFixed(2)} ${(cy + Math.sin(a) * by).toFixed(2)}`;
    const hole = inner ? `L${at(next, inner)}A${inner} ${inner} 0 ${big} 0 ${at(angle, inner)}Z` : `L${cx} ${cy}Z`;
    box.append(sketch("path", {d: `M${at(angle, r)}A${r} ${r} 0 ${big} 1 ${at(next, r)}${hole}`, fill: colors[i % colors.length], stroke: "#fff", "stroke-width": 1.2}));
    if (value / whole > 0.06) {
      const middle = (angle + next) / 2, by = inner ? (r + inner) / 2 : r * 0.66;
      box.append(label(`${Math.round((value / whole) * 100)} %`, cx + Math.cos(middle) * by, cy + Math.sin(middle) * by + 4, {"text-anchor": "middle", fill: "#fff", "font-weight": 600, stroke: "rgba(0,0,0,.25)", "stroke-width": 2, "paint-order": "stroke"}));
    }
    angle = next;
  });
}

function waterfall(box, given, frame, colors) {
  const values = given.series[0] ? given.series[0].values : [];
  const totals = new Set(given.totals || []);
  let level = 0;
  const spans = values.map((value, i) => {
    const from = totals.has(i + 1) ? 0 : level;
    level = totals.has(i + 1) ? value || 0 : level + (value || 0);
    return [from, level];
  });
  const all = spans.flat();
  const {low, high, ticks} = scale(Math.min(0, ...all), Math.max(0, ...all));
  const area = axes(box, given.categories, values.length || 1, frame, ticks, low, high);
  const y = (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  const slot = (area.right - area.left) / (values.length || 1);
  spans.forEach(([from, to], i) => {
    const edges = [y(from), y(to)].sort((a, b) => a - b);
    const fill = totals.has(i + 1) ? colors[0] : to >= from ? "#2f8f5b" : "#c2553b";
    box.append(sketch("rect", {x: area.left + slot * (i + 0.15), y: edges[0], width: slot * 0.7, height: Math.max(1, edges[1] - edges[0]), fill}));
  });
}

function scatter(box, given, frame) {
  const xs = given.categories.map(Number);
  const isNumeric = xs.length && xs.every(Number.isFinite);
  const across = isNumeric ? xs : given.categories.map((_, i) => i + 1);
  const ys = finite(given.series.flatMap((s) => s.values));
  const up = scale(Math.min(0, ...ys), Math.max(...ys, 0)), along = scale(Math.min(...across, 0), Math.max(...across, 1));
  const area = axes(box, along.ticks.map(number), along.ticks.length, frame, up.ticks, up.low, up.high);
  for (const series of given.series) series.values.forEach((value, i) => {
    if (value === null || across[i] === undefined) return;
    const cx = area.left + ((across[i] - along.low) / (along.high - along.low)) * (area.right - area.left);
    const cy = area.bottom - ((value - up.low) / (up.high - up.low)) * (area.bottom - area.top);
    box.append(sketch("circle", {cx, cy, r: 4, fill: series.color, "fill-opacity": 0.75}));
  });
}

function radar(box, given, frame) {
  const count = Math.max(3, given.categories.length);
  const cx = (frame.left + frame.right) / 2, cy = (frame.top + frame.bottom) / 2;
  const r = Math.min(frame.right - frame.left, frame.bottom - frame.top) / 2 - 20;
  const most = Math.max(1e-9, ...finite(given.series.flatMap((s) => s.values)));
  const at = (i, share) => {
    const a = (i / count) * Math.PI * 2 - Math.PI / 2;
    return [cx + Math.cos(a) * r * share, cy + Math.sin(a) * r * share];
  };
  for (const share of [0.25, 0.5, 0.75, 1]) {
    const points = Array.from({length: count}, (_, i) => at(i, share).join(","));
    box.append(sketch("polygon", {points: points.join(" "), fill: "none", stroke: FAINT}));
  }
  given.categories.forEach((name, i) => {
    const [x, y] = at(i, 1.12);
    box.append(label(cut(String(name), 16), x, y + 4, {"text-anchor": "middle"}));
  });
  for (const series of given.series) {
    const points = series.values.map((value, i) => at(i, (value || 0) / most).join(","));
    box.append(sketch("polygon", {points: points.join(" "), fill: series.color, "fill-opacity": 0.15, stroke: series.color, "stroke-width": 2}));
  }
}
