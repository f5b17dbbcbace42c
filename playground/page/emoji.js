// Emoji shortcodes. The ones a contact-centre bot uses most are drawn here, so that they look the same on a machine
// without an emoji font; the others are the system's own characters.

import { el, svg } from "./dom.js";

const CHARACTERS = {
  white_check_mark: "✅", heavy_check_mark: "✔️", warning: "⚠️", telephone_receiver: "📞", telephone: "☎️", phone: "☎️",
  hourglass_flowing_sand: "⏳", hourglass: "⌛", red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡",
  large_orange_circle: "🟠", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", no_entry: "⛔", no_entry_sign: "🚫",
  lock: "🔒", unlock: "🔓", mag: "🔍", arrows_counterclockwise: "🔄", x: "❌", information_source: "ℹ️", speech_balloon: "💬",
  email: "📧", envelope: "✉️", headphones: "🎧", bust_in_silhouette: "👤", busts_in_silhouette: "👥", robot_face: "🤖",
  pause_button: "⏸️", double_vertical_bar: "⏸️", arrow_forward: "▶️", mute: "🔇", sound: "🔉", loud_sound: "🔊", inbox_tray: "📥",
  outbox_tray: "📤", clock3: "🕒", clock1: "🕐", stopwatch: "⏱️", alarm_clock: "⏰", bell: "🔔", no_bell: "🔕", rotating_light: "🚨",
  question: "❓", grey_question: "❔", exclamation: "❗", bulb: "💡", wave: "👋", tada: "🎉", eyes: "👀", link: "🔗", key: "🔑",
  gear: "⚙️", memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️",
  arrow_down: "⬇️", star: "⭐", fire: "🔥", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", raised_hand: "✋", hand: "✋",
  rocket: "🚀", wrench: "🔧", computer: "💻", iphone: "📱", globe_with_meridians: "🌐", microphone: "🎤", studio_microphone: "🎙️",
  video_camera: "📹", zap: "⚡", octagonal_sign: "🛑", stop_sign: "🛑", construction: "🚧", twisted_rightwards_arrows: "🔀",
  leftwards_arrow_with_hook: "↩️", arrow_right_hook: "↪️", heavy_minus_sign: "➖", heavy_plus_sign: "➕", shield: "🛡️",
  calendar: "📅", date: "📅", page_facing_up: "📄", chart_with_upwards_trend: "📈", smile: "😄", thinking_face: "🤔", pray: "🙏",
  ok_hand: "👌", point_right: "👉", sparkles: "✨", ballot_box_with_check: "☑️", raising_hand: "🙋", incoming_envelope: "📨", door: "🚪", hammer_and_wrench: "🛠️",
  eye: "👁️", mailbox_with_no_mail: "📭", newspaper: "📰", repeat: "🔁", small_blue_diamond: "🔹", wastebasket: "🗑️", zzz: "💤",
};

const YELLOW = "#f7c948";
const RED = "#dd3b4b";
const GREEN = "#2f9e5f";
const BLUE = "#3b82c4";
const GREY = "#8a93a3";
const DARK = "#4a5162";
const STEEL = "#78839a";
const disc = (fill) => [["circle", { cx: 12, cy: 12, r: 9.5, fill }]];
const fill = (d, colour) => ["path", { d, fill: colour }];
const line = (d, stroke, width = 2) => ["path", { d, stroke, fill: "none", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }];
const box = (x, y, width, height, rx, colour) => ["rect", { x, y, width, height, rx, fill: colour }];
const ring = (cx, cy, r, stroke, width = 2) => ["circle", { cx, cy, r, stroke, fill: "none", "stroke-width": width }];
const dot = (cx, cy, r, colour) => ["circle", { cx, cy, r, fill: colour }];
const person = (x, colour) => [dot(12 + x, 8, 4.2, colour), fill(`M${4 + x} 21c0-5 3.5-7.5 8-7.5s8 2.5 8 7.5z`, colour)];
const handset = (colour) => fill("M6.2 3.3l3 3.6c.5.7.4 1.4-.1 2L7.7 10.4c1.3 2.6 3.3 4.6 5.9 5.9l1.5-1.4c.6-.5 1.3-.6 2-.1l3.6 3c.7.6.7 1.5.1 2.1l-1.7 1.5c-.9.8-2 .9-3.2.5C9.9 19.8 4.2 14.1 2.1 8.1c-.4-1.2-.3-2.3.5-3.2L4.1 3.2c.6-.6 1.5-.6 2.1.1z", colour);
const bell = (colour) => [fill("M12 3c3.6 0 6 2.6 6 6.2v4l2 3.3H4l2-3.3v-4C6 5.6 8.4 3 12 3z", colour), dot(12, 18.9, 2.2, colour)];
const speaker = (colour) => fill("M4 9.2h3.5L12.5 5v14l-5-4.2H4z", colour);
const glass = [fill("M6.5 4.5h11c0 4-3 5.5-4.2 7.5 1.2 2 4.2 3.5 4.2 7.5h-11c0-4 3-5.5 4.2-7.5-1.2-2-4.2-3.5-4.2-7.5z", "#cfe3f5"), fill("M8.5 8h7c-.8 1.5-2.5 2.5-3.5 4-1-1.5-2.7-2.5-3.5-4zM8 19.5c.4-2.5 2.5-3.5 4-3.5s3.6 1 4 3.5z", "#e0a63a"), line("M6 3.5h12M6 20.5h12", "#a9743a", 2.2)];
const dial = (hands) => [dot(12, 12, 9.5, "#eef1f6"), ring(12, 12, 9, GREY, 1.8), line(hands, DARK, 2)];
const envelope = [box(2.5, 5, 19, 14, 2, "#dfe7f1"), line("M3.5 6.5l8.5 7 8.5-7", BLUE, 1.8), ["rect", { x: 2.5, y: 5, width: 19, height: 14, rx: 2, fill: "none", stroke: BLUE, "stroke-width": 1.4 }]];
const tile = (colour, ...shapes) => [box(2.5, 2.5, 19, 19, 4, colour), ...shapes];
const tray = (arrow) => [fill("M3 13h5l1.5 3h5l1.5-3h5v7.5H3z", GREY), line(arrow, BLUE, 2.4)];
const arrowTile = (d) => tile(BLUE, line(d, "#fff", 2.2));

const DRAWN = {
  red_circle: disc(RED), large_green_circle: disc(GREEN), large_yellow_circle: disc(YELLOW), large_orange_circle: disc("#ea8a2f"),
  large_blue_circle: disc(BLUE), white_circle: [dot(12, 12, 9, "#e9ecf1"), ring(12, 12, 8.8, "#b4bccb", 1.4)], black_circle: [dot(12, 12, 9, "#3a3f4c"), ring(12, 12, 8.8, GREY, 1.4)],
  white_check_mark: tile(GREEN, line("M7 12.5l3.5 3.5L17 8.5", "#fff", 2.6)),
  ballot_box_with_check: tile(BLUE, line("M7 12.5l3.5 3.5L17 8.5", "#fff", 2.6)),
  heavy_check_mark: [line("M4 13l5.5 5.5L20 6.5", GREEN, 3.4)],
  x: [line("M5.5 5.5l13 13M18.5 5.5l-13 13", RED, 3.8)],
  warning: [["path", { d: "M12 3.5L2.5 20h19z", fill: YELLOW, stroke: YELLOW, "stroke-width": 2, "stroke-linejoin": "round" }], line("M12 9.5v4.7M12 17.2v.01", "#3a2f10", 2.3)],
  no_entry: [dot(12, 12, 9.5, RED), box(6, 10.2, 12, 3.6, 0.8, "#fff")],
  no_entry_sign: [ring(12, 12, 8.5, RED, 2.8), line("M6 6l12 12", RED, 2.8)],
  octagonal_sign: [fill("M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8z", RED), line("M9 9l6 6M15 9l-6 6", "#fff", 2.2)],
  telephone_receiver: [handset("#5c7fbd")], telephone: [handset(RED)], phone: [handset(RED)],
  hourglass_flowing_sand: glass, hourglass: glass,
  lock: [line("M8 11V8a4 4 0 0 1 8 0v3", GREY, 2.2), box(5, 10.5, 14, 10.5, 2.2, "#e0a63a"), dot(12, 15.5, 1.7, "#6e4c12")],
  unlock: [line("M8 11V7a4 4 0 0 1 7.7-1.5", GREY, 2.2), box(5, 10.5, 14, 10.5, 2.2, "#e0a63a"), dot(12, 15.5, 1.7, "#6e4c12")],
  mag: [line("M15.5 15.5l5 5", "#7d5a3a", 3), dot(10.5, 10.5, 6.8, "#d5e7f7"), ring(10.5, 10.5, 6.6, STEEL, 2)],
  arrows_counterclockwise: tile(BLUE, line("M7.5 10A5 5 0 0 1 16.5 9.5M16.5 14A5 5 0 0 1 7.5 14.5M16.8 6v3.8H13M7.2 18v-3.8H11", "#fff", 1.9)),
  twisted_rightwards_arrows: tile(BLUE, line("M6 8.5h2.5l7 7H18M6 15.5h2.5l7-7H18M16 6.5l2 2-2 2M16 13.5l2 2-2 2", "#fff", 1.7)),
  information_source: tile(BLUE, line("M12 11v6M12 7.2v.01", "#fff", 2.6)),
  speech_balloon: [fill("M12 4c5.5 0 9.5 3 9.5 7s-4 7-9.5 7c-.8 0-1.6-.1-2.3-.2L5 21l.7-4.3C3.7 15.4 2.5 13.3 2.5 11c0-4 4-7 9.5-7z", "#7fb2e0"), line("M8 11h.01M12 11h.01M16 11h.01", "#fff", 2.6)],
  email: envelope, envelope,
  headphones: [line("M4.5 15v-3a7.5 7.5 0 0 1 15 0v3", STEEL, 2.2), box(3, 13, 4.5, 7.5, 2, "#5c7fbd"), box(16.5, 13, 4.5, 7.5, 2, "#5c7fbd")],
  bust_in_silhouette: person(0, "#5b79a8"),
  busts_in_silhouette: [...person(3.5, "#9ab1d1"), ...person(-3, "#5b79a8")],
  robot_face: [line("M12 3v4", GREY, 1.8), dot(12, 3, 1.6, RED), box(4, 6.5, 16, 14, 3, "#9fb0c8"), dot(9, 12, 1.8, "#24405f"), dot(15, 12, 1.8, "#24405f"), line("M9 16.8h6", "#24405f", 1.8)],
  pause_button: tile(BLUE, line("M9.2 7.5v9M14.8 7.5v9", "#fff", 3)), double_vertical_bar: tile(BLUE, line("M9.2 7.5v9M14.8 7.5v9", "#fff", 3)),
  arrow_forward: tile(BLUE, fill("M9 7l8 5-8 5z", "#fff")),
  mute: [speaker(STEEL), line("M15.5 9.5l5 5M20.5 9.5l-5 5", RED, 2.3)],
  sound: [speaker(STEEL), line("M15.5 9.5a4 4 0 0 1 0 5", BLUE)], loud_sound: [speaker(STEEL), line("M15.5 9.5a4 4 0 0 1 0 5M18 7a8 8 0 0 1 0 10", BLUE)],
  inbox_tray: tray("M12 3v8M8.5 8L12 11.5 15.5 8"), outbox_tray: tray("M12 11.5v-8M8.5 6.5L12 3l3.5 3.5"),
  clock3: dial("M12 6.5V12h5"), clock1: dial("M12 6.5V12M12 12l2.3-4"), alarm_clock: [line("M3 6l3-3M21 6l-3-3", RED, 2.5), ...dial("M12 7v5l3 2")], stopwatch: [line("M12 4V2M9.5 2h5", DARK, 2), ...dial("M12 7v5")],
  bell: bell("#e8b33a"), no_bell: [...bell("#b9a36a"), line("M4 4l16 16", RED, 2.3)],
  rotating_light: [fill("M6 17v-5a6 6 0 0 1 12 0v5z", RED), box(4, 17, 16, 4, 1.4, DARK), line("M12 2.5v.8M4 6l.7.6M20 6l-.7.6", RED, 2)],
  question: [line("M8 8.2C8 5.7 9.8 4.5 12 4.5s4 1.4 4 3.5c0 3-4 3-4 6.5M12 19v.01", RED, 3.2)],
  grey_question: [line("M8 8.2C8 5.7 9.8 4.5 12 4.5s4 1.4 4 3.5c0 3-4 3-4 6.5M12 19v.01", GREY, 3.2)],
  exclamation: [line("M12 4v10M12 19v.01", RED, 3.6)],
  raising_hand: [line("M18 12V4", "#f2bf5a", 3), dot(11, 8, 4.2, "#f2bf5a"), fill("M3.5 21c0-5 3.3-7.5 7.5-7.5 2 0 4-.6 5.5-2.5l3 1.5c-.8 3.5-2 5.5-2 8.5z", "#9b6fc0")],
  thumbsup: [fill("M3 11h4v9H3zM8.5 11l4-8c2 0 3 1.2 2.7 3l-.7 3.5h5c1.5 0 2.3 1.2 2 2.5l-1.5 6.5c-.3 1-1 1.5-2 1.5h-9.5z", "#f2bf5a")],
  wrench: [line("M6 18.5l7-7", STEEL, 3.6), ["path", { d: "M19.5 6.5l-3 1-1.5-1.5 1-3a5 5 0 1 0 3.5 3.5z", fill: STEEL }]],
  hammer_and_wrench: [line("M5 19L17 7M19 19L8 8", STEEL, 3), box(3, 3, 8, 5, 1.2, "#a9743a")],
  globe_with_meridians: [dot(12, 12, 9.5, BLUE), ["ellipse", { cx: 12, cy: 12, rx: 4, ry: 9, fill: "none", stroke: "#fff", "stroke-width": 1.4 }], line("M3 12h18", "#fff", 1.4)],
  video_camera: [box(2.5, 6, 13, 12, 2.5, STEEL), fill("M16.5 10.5l5-3v9l-5-3z", STEEL)],
  microphone: [box(9, 2.5, 6, 11.5, 3, STEEL), line("M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5", STEEL)],
  calendar: [box(3, 4.5, 18, 16.5, 2, "#e8ebf1"), box(3, 4.5, 18, 5, 2, RED), line("M7 13.5h2M11 13.5h2M15 13.5h2M7 17h2M11 17h2", GREY)],
  construction: [box(2, 8, 20, 7, 1, YELLOW), line("M6 15l4-7M13 15l4-7M5 15v5M19 15v5", DARK, 2.2)],
  sparkles: [fill("M10 4l2 6 6 2-6 2-2 6-2-6-6-2 6-2zM19 3l.8 2.2L22 6l-2.2.8L19 9l-.8-2.2L16 6l2.2-.8z", YELLOW)],
  incoming_envelope: [...envelope, line("M1 9h3M1 12h2M1 15h3", RED, 1.6)],
  bulb: [fill("M12 2.5c4 0 7 2.9 7 6.7 0 3-2.5 4.3-3.2 7.3H8.2C7.5 13.5 5 12.2 5 9.2 5 5.4 8 2.5 12 2.5z", YELLOW), box(8.5, 17.2, 7, 4, 1.2, GREY)],
  link: [line("M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1", "#6a7a94", 2.2)],
  key: [ring(7.5, 8.5, 4, "#d9a02e", 2.6), line("M10.5 11.5l8.5 8.5M15.5 16.5l2.5-2.5", "#d9a02e", 2.6)],
  eyes: [["ellipse", { cx: 7, cy: 12, rx: 4.5, ry: 6.5, fill: "#f4f6f9", stroke: DARK, "stroke-width": 1.4 }], ["ellipse", { cx: 17, cy: 12, rx: 4.5, ry: 6.5, fill: "#f4f6f9", stroke: DARK, "stroke-width": 1.4 }], dot(6, 13, 2.3, "#252a35"), dot(16, 13, 2.3, "#252a35")],
  gear: [ring(12, 12, 5, GREY, 3.5), line("M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1", GREY, 2.8)],
  memo: [box(4, 3, 13, 18, 1.5, "#e8ebf1"), line("M7 8h7M7 12h7M7 16h4", GREY, 1.5), line("M13 17.5l7-8", "#e0a63a", 2.8)], pencil: [box(4, 3, 13, 18, 1.5, "#e8ebf1"), line("M7 8h7M7 12h7M7 16h4", GREY, 1.5), line("M13 17.5l7-8", "#e0a63a", 2.8)],
  clipboard: [box(4.5, 4, 15, 17.5, 2, "#a9743a"), box(6.5, 6.5, 11, 13, 1, "#f1f3f7"), box(8.5, 2.5, 7, 4, 1.4, GREY), line("M9 11h6M9 14.5h6", GREY, 1.5)],
  arrow_right: arrowTile("M6.5 12h11M13 7.5l4.5 4.5-4.5 4.5"), arrow_left: arrowTile("M17.5 12h-11M11 7.5L6.5 12l4.5 4.5"), arrow_up: arrowTile("M12 17.5v-11M7.5 11L12 6.5l4.5 4.5"), arrow_down: arrowTile("M12 6.5v11M7.5 13l4.5 4.5 4.5-4.5"),
  arrow_right_hook: arrowTile("M17.5 10H10a3.5 3.5 0 0 0 0 7h2M14 6.5l3.5 3.5-3.5 3.5"), leftwards_arrow_with_hook: arrowTile("M6.5 10H14a3.5 3.5 0 0 1 0 7h-2M10 6.5L6.5 10l3.5 3.5"),
  star: [fill("M12 2.5l2.9 6.3 6.8.7-5.1 4.6 1.5 6.8L12 17.4l-6.1 3.5 1.5-6.8L2.3 9.5l6.8-.7z", YELLOW)],
  zap: [fill("M14 2L4 14h6.5L9 22l11-13h-7z", YELLOW)],
  shield: [fill("M12 2.5l8 3v6c0 5-3.5 8.5-8 10-4.5-1.5-8-5-8-10v-6z", BLUE), line("M8.5 12l2.5 2.5 4.5-5", "#fff")],
  heavy_minus_sign: [line("M5 12h14", GREY, 3.6)], heavy_plus_sign: [line("M5 12h14M12 5v14", GREY, 3.6)],
  computer: [box(4, 4.5, 16, 11, 1.5, DARK), box(6, 6.5, 12, 7, 0.5, "#9fd0f0"), fill("M2 17h20l-1.5 3h-17z", GREY)],
  iphone: [box(6.5, 2.5, 11, 19, 2.5, DARK), box(8, 5, 8, 12.5, 0.5, "#9fd0f0"), dot(12, 19.4, 1, "#dfe4ec")],
  page_facing_up: [fill("M5 2.5h9l5 5v14H5z", "#e8ebf1"), line("M8 11h8M8 14.5h8M8 18h5", GREY, 1.5)],
  door: [box(5.5, 2.5, 13, 19, 1, "#a9743a"), dot(15.5, 12.5, 1.3, "#f3d9a6"), line("M3 21.5h18", GREY, 1.5)],
  wave: [dot(12, 14, 6.5, "#f2bf5a"), line("M7.5 12l-2-4.5M10.5 9L9 4.2M14 8.7l.2-5M17 11l1.8-4", "#f2bf5a", 3.2)],
  tada: [fill("M3 21l5-12 7 7z", "#e8a13a"), line("M13 9c0-2 1-3.5 3-4M15.5 12c1.5-1.5 3-1.8 5-1.2M11 6.5V4", RED, 1.8), dot(19, 5, 1.3, BLUE), dot(20.5, 15.5, 1.3, GREEN)],
  rocket: [fill("M12 1.5c4 3 5 8 3.5 14h-7C7 9.5 8 4.5 12 1.5z", "#c9d3e2"), dot(12, 9, 2.2, BLUE), fill("M8.3 12L4.5 17l4 .5zM15.7 12l3.8 5-4 .5zM10 16.5h4l-2 6z", RED)],
};

for (const [name, like] of Object.entries({ "+1": "thumbsup", studio_microphone: "microphone", date: "calendar", stop_sign: "octagonal_sign", raised_hand: "wave", hand: "wave" })) DRAWN[name] = DRAWN[like];

const NAMES = new Map(Object.entries(CHARACTERS).reverse().map(([name, character]) => [character.replace("️", ""), name]));
const KNOWN = new RegExp(`(?:${[...NAMES.keys()].sort((a, b) => b.length - a.length).join("|")})\\uFE0F?`, "gu");

/** Whether `name` (without colons) is an emoji this page knows. */
export const isEmoji = (name) => Object.hasOwn(CHARACTERS, name);

/** One emoji as an image with a name. */
export function emoji(name) {
  const shown = Object.hasOwn(DRAWN, name) ? svg(DRAWN[name], "emoji-drawing") : CHARACTERS[name];
  return el("span", { class: "emoji", role: "img", "aria-label": `${name.replaceAll("_", " ")} emoji`, data: { emoji: name } }, shown);
}

/** A string as nodes: known shortcodes (`:warning:`) and known emoji characters become images, the rest stays text. */
export function withEmoji(text, { shortcodes = true } = {}) {
  const nodes = [];
  const pieces = shortcodes ? text.split(/(:[a-z0-9_+-]+:)/u) : [text];
  for (const piece of pieces) {
    const name = piece.length > 2 && piece.startsWith(":") && piece.endsWith(":") ? piece.slice(1, -1) : null;
    if (name && isEmoji(name)) nodes.push(emoji(name));
    else nodes.push(...characters(piece));
  }
  return nodes;
}

function characters(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(KNOWN)) {
    if (found.index > from) nodes.push(document.createTextNode(text.slice(from, found.index)));
    nodes.push(emoji(NAMES.get(found[0].replace("️", ""))));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}
