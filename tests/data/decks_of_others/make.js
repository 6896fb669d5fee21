// Two decks by PptxGenJS: node make.js FOLDER
const pptxgen = require("pptxgenjs");
const path = require("path");
const folder = process.argv[2];
const PNG = "image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgmPkfB2IYbBIA0G9fwQ0F7xQAAAAASUVORK5CYII=";

function master(deck, name, look) {
  deck.defineSlideMaster({
    title: name, background: {color: look.paper}, objects: [
      {rect: {x: 0, y: 0, w: 0.18, h: "100%", fill: {color: look.bar}}},
      {placeholder: {options: {name: "head", type: "title", x: 0.7, y: 0.4, w: look.w - 1.4, h: 0.9, fontFace: look.font, fontSize: 28, bold: true, color: look.ink, align: "left", valign: "middle"}, text: ""}},
      {placeholder: {options: {name: "text", type: "body", x: 0.7, y: 1.55, w: look.w - 1.4, h: look.h - 2.4, fontFace: look.font, fontSize: 20, color: look.ink, valign: "top"}, text: ""}},
    ],
  });
  deck.defineSlideMaster({
    title: name + " free", background: {color: look.paper}, objects: [
      {rect: {x: 0, y: 0, w: 0.18, h: "100%", fill: {color: look.bar}}},
      {placeholder: {options: {name: "head", type: "title", x: 0.7, y: 0.4, w: look.w - 1.4, h: 0.9, fontFace: look.font, fontSize: 28, bold: true, color: look.ink, align: "left", valign: "middle"}, text: ""}},
    ],
  });
}
function bullets(deck, m, title, lines, notes) {
  const s = deck.addSlide({masterName: m});
  s.addText(title, {placeholder: "head"});
  s.addText(lines.map(t => ({text: t, options: {bullet: true, breakLine: true}})), {placeholder: "text"});
  s.addNotes(notes);
}
function cards(deck, m, look, title, items, notes) {
  const s = deck.addSlide({masterName: m + " free"});
  s.addText(title, {placeholder: "head"});
  const wide = (look.w - 1.4 - 0.3 * (items.length - 1)) / items.length;
  items.forEach(([head, text], i) => {
    const x = 0.7 + i * (wide + 0.3);
    s.addText(head, {x, y: 1.7, w: wide, h: 0.6, fontFace: look.font, fontSize: 18, bold: true, color: look.ink, margin: 4, objectName: `Head ${i + 1}`});
    s.addText(text, {x, y: 2.4, w: wide, h: 1.9, fontFace: look.font, fontSize: 16, color: look.ink, valign: "top", margin: 4, objectName: `Text ${i + 1}`});
  });
  s.addNotes(notes);
}
function chart(deck, m, look, kind, title, labels, values, alt, notes) {
  const s = deck.addSlide({masterName: m + " free"});
  s.addText(title, {placeholder: "head"});
  s.addChart(deck.charts[kind.toUpperCase()], [{name: "Series", labels, values}], {x: 0.7, y: 1.6, w: look.w - 1.4, h: look.h - 2.4, altText: alt, showTitle: false, chartColors: [look.bar]});
  s.addNotes(notes);
}
function picture(deck, m, look, title, text, alt, notes) {
  const s = deck.addSlide({masterName: m + " free"});
  s.addText(title, {placeholder: "head"});
  s.addImage({data: PNG, x: 0.7, y: 1.7, w: 3.6, h: 2.7, altText: alt});
  s.addText(text, {x: 4.7, y: 1.7, w: look.w - 5.4, h: 2.7, fontFace: look.font, fontSize: 18, color: look.ink, valign: "top", objectName: "Beside"});
  s.addNotes(notes);
}
async function harbour() {
  const deck = new pptxgen();
  deck.layout = "LAYOUT_WIDE";
  const look = {w: 13.33, h: 7.5, paper: "FFFFFF", bar: "1B3A5C", ink: "1C1C1C", font: "Arial"};
  master(deck, "Harbour", look);
  bullets(deck, "Harbour", "Night berths pay for themselves in eight months", ["Two cranes stand still from ten to six", "Feeder lines asked for night slots twice", "The crew agreed to a fourth shift"], "Start with the idle cranes.");
  cards(deck, "Harbour", look, "Three changes make it work", [["Crew", "A fourth shift of six, from the pool that we have today."], ["Light", "Masts at berths 4 and 5; the cables are laid already."], ["Gate", "The north gate opens at night for booked trucks only."]], "One sentence for each.");
  chart(deck, "Harbour", look, "bar", "Berth 4 idles longest", ["Berth 3", "Berth 4", "Berth 5"], [210, 340, 290], "Idle hours by berth, last quarter", "Idle hours a quarter.");
  bullets(deck, "Harbour", "What the neighbours asked for", ["No horns after ten", "Trucks by the bypass", "A number to call at night"], "We agreed to all three.");
  picture(deck, "Harbour", look, "The masts fit between the rails", "The plan keeps four metres to the crane path. No foundation is needed on the quay.", "Plan of the masts on the quay", "Show the plan.");
  chart(deck, "Harbour", look, "line", "Night calls rise with each slot", ["Q1", "Q2", "Q3", "Q4"], [12, 18, 25, 31], "Night calls by quarter", "Calls we had to send away.");
  cards(deck, "Harbour", look, "Who does what by spring", [["Harbour office", "Books the slots, answers the night number."], ["Works", "Puts up the masts, tests the light."], ["Crew lead", "Plans the shifts, trains the pool."]], "Names are on the handout.");
  bullets(deck, "Harbour", "We ask for three decisions today", ["The fourth shift, for one year", "The masts at berths 4 and 5", "The night number from March"], "Ask for each by itself.");
  await deck.writeFile({fileName: path.join(folder, "pptxgenjs-harbour.pptx")});
}
async function kitchen() {
  const deck = new pptxgen();
  deck.layout = "LAYOUT_16x9";
  const look = {w: 10, h: 5.625, paper: "FFF8EE", bar: "7A2E0E", ink: "3A1D10", font: "Calibri"};
  master(deck, "Kitchen", look);
  bullets(deck, "Kitchen", "Half of the vegetables can come from nearby", ["Nine farms within thirty kilometres", "Prices hold from June to October", "One van is enough"], "Say how we counted.");
  chart(deck, "Kitchen", look, "bar", "Waste fell in every school but one", ["Oak", "Lake", "Hill", "Mill"], [14, 11, 9, 21], "Kilograms of waste a day by school", "Mill had a new cook.");
  cards(deck, "Kitchen", look, "Two menus a week are cooked fresh", [["Monday", "Soup, bread, fruit. Bought on Friday."], ["Thursday", "Stew with beans. Bought on Tuesday."]], "Taste it.");
  picture(deck, "Kitchen", look, "The new counter lets children choose", "Small plates, two sizes of spoon, and the salad comes first in the line.", "The counter with small plates", "Photograph from Lake school.");
  bullets(deck, "Kitchen", "What parents told us", ["More fruit, less bread", "Say where the meat is from", "Longer breaks"], "Forty answers.");
  chart(deck, "Kitchen", look, "line", "More children stay for lunch", ["Sep", "Oct", "Nov", "Dec"], [310, 330, 352, 377], "Children at lunch by month", "All schools together.");
  cards(deck, "Kitchen", look, "Three rules for the next term", [["Buy", "First from the nine farms, then from the market."], ["Cook", "Fresh on two days, simple on three."], ["Count", "Weigh what comes back, write it down."]], "Leave this one up.");
  bullets(deck, "Kitchen", "Next steps before the summer", ["Sign with the nine farms", "Train the four new cooks", "Count waste for another term"], "Dates are in the minutes.");
  await deck.writeFile({fileName: path.join(folder, "pptxgenjs-kitchen.pptx")});
}
harbour().then(kitchen);
