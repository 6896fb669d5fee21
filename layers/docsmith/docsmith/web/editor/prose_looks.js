// The styles of a text document as rules of a sheet.

function proseStyles() {
  const {styles, font} = state.head;
  const face = `"${font.replace(/["\\]/g, "")}", Carlito, var(--sans)`;
  const rules = [`.paper{font-family:${face}}`];
  for (const [id, s] of Object.entries(styles)) {
    if (!/^\w+$/.test(id)) continue;
    const parts = [
      `font-size:${s.size}pt`,
      `line-height:${(s.line || 1) * 1.2}`,
      `margin:${s.before || 0}pt 0 ${s.after || 0}pt`,
    ];
    parts.push(`font-weight:${s.bold ? 700 : 400}`);
    if (s.italic) parts.push("font-style:italic");
    if (s.caps && !/^(ja|zh|ko|ar|he|fa|ur)/.test(state.head.language || ""))
      parts.push("text-transform:uppercase");
    if (hex(s.color)) parts.push(`color:${hex(s.color)}`);
    if (s.align) parts.push(`text-align:${s.align}`);
    if (s.left) parts.push(`margin-inline-start:${s.left}pt`);
    if (s.right) parts.push(`margin-inline-end:${s.right}pt`);
    if (s.hanging) parts.push(`text-indent:-${s.hanging}pt`);
    if (s.tabular) parts.push("font-variant-numeric:tabular-nums");
    if (s.spaced) parts.push(`letter-spacing:${s.spaced}pt`);
    rules.push(`.paper .p-${id}{${parts.join(";")}}`);
  }
  rules.push(
    `.grid-data th{background:${hex(state.head.colors.band) || "#f2f5f9"};border-bottom:1pt solid ${hex(state.head.colors.primary) || "#333"};border-top:1.5pt solid ${hex(state.head.colors.primary) || "#333"}}`,
  );
  rules.push(`.grid-data td{border-bottom:.5pt solid ${hex(state.head.colors.line) || "#ccc"}}`);
  return rules;
}
