// The blocks that carry their own text trees: rich_text, table and markdown.

import { el } from "./dom.js";
import { emoji, isEmoji, withEmoji } from "./emoji.js";
import { channelMention, dateMention, link, userMention } from "./mrkdwn.js";
import { unknown } from "./unknown.js";

/** A rich_text block's elements as nodes. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function richText(elements) {
  const nodes = elements.map((element) => {
    switch (element.type) {
      case "rich_text_section":
        return el("div", { class: "rich-section" }, spans(element.elements));
      case "rich_text_quote":
        return el("blockquote", { class: "quote" }, spans(element.elements));
      case "rich_text_preformatted":
        return el("pre", { class: "pre" }, element.elements.map((span) => span.text ?? span.url ?? ""));
      case "rich_text_list":
        return list(element);
      default:
        return unknown(element.type, "rich text element");
    }
  });
  return nodes;
}

function list(element) {
  const ordered = element.style === "ordered";
  const node = el(ordered ? "ol" : "ul", { class: "rich-list", data: { indent: String(element.indent ?? 0) }, start: ordered ? (element.offset ?? 0) + 1 : null });
  node.append(...element.elements.map((item) => el("li", {}, spans(item.elements ?? []))));
  return node;
}

function spans(elements) {
  return elements.flatMap((span) => styled(leaf(span), span.style ?? {}));
}

function leaf(span) {
  switch (span.type) {
    case "text":
      return lines(span.text);
    case "link":
      return [link(span.url, span.text ?? null)];
    case "user":
      return [userMention(span.user_id)];
    case "channel":
      return [channelMention(span.channel_id)];
    case "usergroup":
      return [el("span", { class: "mention", text: `@${span.usergroup_id}` })];
    case "broadcast":
      return [el("span", { class: "mention mention-me", text: `@${span.range}` })];
    case "emoji":
      return [isEmoji(span.name) ? emoji(span.name) : document.createTextNode(`:${span.name}:`)];
    case "date":
      return [dateMention(span.timestamp, span.format ?? "{date_short_pretty} {time}", span.url, span.fallback ?? "")];
    case "color":
      return [el("code", { class: "code", text: span.value })];
    default:
      return [unknown(span.type, "rich text element")];
  }
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), ...withEmoji(line, { shortcodes: false })] : withEmoji(line, { shortcodes: false })));
}

function styled(nodes, style) {
  for (const [key, tag] of [["code", "code"], ["strike", "s"], ["underline", "u"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[key]) nodes = [el(tag, { class: tag === "code" ? "code" : null }, nodes)];
  }
  return nodes;
}

/** A table block; its first row is the head. https://docs.slack.dev/reference/block-kit/blocks/table-block */
export function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (content, column, head) => {
    const classes = [settings[column]?.align ? `align-${settings[column].align}` : "", settings[column]?.is_wrapped ? "wrapped" : ""].join(" ").trim();
    return el(head ? "th" : "td", { class: classes || null, scope: head ? "col" : null }, cellContent(content));
  };
  const [head = [], ...body] = block.rows;
  const node = el(
    "table",
    { class: "table" },
    el("thead", {}, el("tr", {}, head.map((content, column) => cell(content, column, true)))),
    el("tbody", {}, body.map((row) => el("tr", {}, row.map((content, column) => cell(content, column, false))))),
  );
  return el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, node);
}

function cellContent(content) {
  if (content?.type === "raw_text") return withEmoji(content.text);
  if (content?.type === "raw_number") return [String(content.text ?? content.value ?? content.number ?? "")];
  if (content?.type === "rich_text") return richText(content.elements);
  return [unknown(content?.type, "table cell")];
}

/** A simple subset of standard Markdown. https://docs.slack.dev/reference/block-kit/blocks/markdown-block */
export function markdown(text) {
  const nodes = [];
  let open = null;
  const close = () => (open = null);
  const into = (kind, make) => {
    if (open?.kind !== kind) nodes.push((open = { kind, node: make() }).node);
    return open.node;
  };
  text.split(/^```.*\n([\s\S]*?)\n?```$/mu).forEach((part, index) => {
    if (index % 2) {
      close();
      nodes.push(el("pre", { class: "pre", text: part }));
      return;
    }
    for (const row of part.split("\n")) {
      const [kind, words, detail] = lineOf(row);
      if (kind === "blank") close();
      else if (kind === "rule") nodes.push(el("hr", { class: "divider" }), ...(close(), []));
      else if (kind === "heading") nodes.push(el(`h${Math.min(detail + 2, 6)}`, { class: "markdown-heading" }, markdownInline(words)), ...(close(), []));
      else if (kind === "bullet") into("bullet", () => el("ul", { class: "rich-list" })).append(el("li", {}, markdownInline(words)));
      else if (kind === "number") into("number", () => el("ol", { class: "rich-list", start: detail })).append(el("li", {}, markdownInline(words)));
      else {
        const parent = into(kind, () => el(kind === "quote" ? "blockquote" : "p", { class: kind === "quote" ? "quote" : "paragraph" }));
        if (parent.childNodes.length) parent.append(el("br"));
        parent.append(...markdownInline(words));
      }
    }
  });
  return nodes;
}

function lineOf(row) {
  let found;
  if (!row.trim()) return ["blank", ""];
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/u.test(row)) return ["rule", ""];
  if ((found = /^(#{1,6})\s+(.*)$/u.exec(row))) return ["heading", found[2], found[1].length];
  if ((found = /^\s*[-*+]\s+(.*)$/u.exec(row))) return ["bullet", found[1]];
  if ((found = /^\s*(\d{1,6})[.)]\s+(.*)$/u.exec(row))) return ["number", found[2], Number(found[1])];
  if ((found = /^>\s?(.*)$/u.exec(row))) return ["quote", found[1]];
  return ["text", row];
}

const MARKS = [
  [/^`([^`]+)`/u, (words) => el("code", { class: "code", text: words })],
  [/^\*\*(.+?)\*\*/u, (words) => el("strong", {}, markdownInline(words))],
  [/^~~(.+?)~~/u, (words) => el("s", {}, markdownInline(words))],
  [/^\*([^*\s][^*]*)\*/u, (words) => el("em", {}, markdownInline(words))],
  [/^_([^_\s][^_]*)_(?![\p{L}\p{N}])/u, (words) => el("em", {}, markdownInline(words))],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/u, (words, address) => link(address, words)],
  [/^(https?:\/\/[^\s<>)]+)/u, (address) => link(address, null)],
  [/^\\([\\`*_~[\]#>-])/u, (character) => document.createTextNode(character)],
];

function markdownInline(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const [found, make] = MARKS.map(([pattern, build]) => [pattern.exec(rest), build]).find(([match]) => match) ?? [];
    if (found) {
      if (plain) nodes.push(...withEmoji(plain));
      plain = "";
      nodes.push(make(found[1], found[2]));
      at += found[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push(...withEmoji(plain));
  return nodes;
}
