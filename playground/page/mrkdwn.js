// Slack's mrkdwn as DOM nodes. https://docs.slack.dev/messaging/formatting-message-text

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { ago, fillTokens } from "./dates.js";
import { state } from "./state.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** The three entities Slack knows, once each; everything else stays as it is. */
export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/gu, (entity) => ENTITIES[entity]);

const STYLES = { "*": "strong", _: "em", "~": "s" };
const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isBlank = (character) => character === undefined || /\s/u.test(character);

/** A mrkdwn string as nodes. `verbatim` leaves bare addresses unlinked. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const nodes = [];
  text.split(/```\n?([\s\S]+?)\n?```/u).forEach((part, index) => {
    if (index % 2) nodes.push(el("pre", { class: "pre" }, literal(part)));
    else if (part) nodes.push(...paragraphs(index ? part.replace(/^\n/u, "") : part, { verbatim }));
  });
  return nodes;
}

function paragraphs(text, options) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/su.exec(line);
    if (quoted) {
      if (quote) quote.append(el("br"));
      else nodes.push((quote = el("blockquote", { class: "quote" })));
      quote.append(...inline(quoted[1], options));
      return;
    }
    if (index && !quote) nodes.push(el("br"));
    quote = null;
    const item = /^(\s*)([•◦▪-]|\d{1,3}[.)])\s+(.*)$/su.exec(line);
    if (item) {
      if (nodes.at(-1)?.tagName === "BR") nodes.pop();
      nodes.push(el("span", { class: "item" }, el("span", { class: "item-mark", text: `${item[1]}${item[2]} ` }), el("span", {}, inline(item[3], options))));
    } else nodes.push(...inline(line, options));
  });
  return nodes.filter((node, index) => !(node.tagName === "BR" && nodes[index - 1]?.className === "item"));
}

/** What stands between the marks of a code span: tokens show their words only. */
const literal = (text) => unescape(text.replace(/<((?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>|]*)(?:\|([^<>]*))?>/giu, (_, target, label) => label ?? target));

/** One line of mrkdwn as nodes. */
function inline(text, options) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(...bare(plain, options));
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const end = atom(text, at);
    const character = text[at];
    if (end) {
      flush();
      const inner = text.slice(at + 1, end - 1);
      nodes.push(...(character === "`" ? [el("code", { class: "code" }, literal(inner))] : token(inner)));
      at = end;
    } else if (Object.hasOwn(STYLES, character) && opens(text, at)) {
      const close = closing(text, at);
      if (close) {
        flush();
        nodes.push(el(STYLES[character], {}, inline(text.slice(at + 1, close), options)));
        at = close + 1;
      } else {
        plain += character;
        at += 1;
      }
    } else {
      plain += character;
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** Where the code span or the `<token>` that starts at `at` ends, or 0. */
function atom(text, at) {
  if (text[at] !== "<" && text[at] !== "`") return 0;
  const found = /^(?:<[^<>\n]+>|`[^`\n]+`)/u.exec(text.slice(at));
  return found ? at + found[0].length : 0;
}

const opens = (text, at) => !isWord(text[at - 1]) && !isBlank(text[at + 1]) && text[at + 1] !== text[at];

function closing(text, at) {
  let seek = at + 1;
  while (seek < text.length) {
    const end = atom(text, seek);
    if (end) seek = end;
    else if (text[seek] === text[at] && seek > at + 1 && !isBlank(text[seek - 1]) && !isWord(text[seek + 1])) return seek;
    else seek += 1;
  }
  return 0;
}

function bare(text, { verbatim }) {
  if (verbatim) return withEmoji(unescape(text));
  return text.split(/(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"])/u).flatMap((piece, index) => (index % 2 ? [link(unescape(piece), null)] : withEmoji(unescape(piece))));
}

/** A link that opens elsewhere; an address of an unknown kind is text, never a link. */
export function link(address, label) {
  const words = label === null ? [document.createTextNode(address.replace(/^(?:mailto|tel):/u, ""))] : withEmoji(label);
  if (!/^(?:https?:\/\/|mailto:|tel:)/iu.test(address)) return el("span", { class: "not-a-link" }, words);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);
}

const mention = (text, self = false) => el("span", { class: self ? "mention mention-me" : "mention", text });

/** A person's mention by id. */
export function userMention(id, label = null) {
  const user = state.users.get(id);
  return mention(`@${user?.real_name || user?.name || label || id}`, id === state.me);
}

/** A user group's mention by id. */
export function groupMention(id, label = null) {
  const group = state.groups.get(id);
  return mention(group ? `@${group.handle}` : label ?? `@${id}`, Boolean(group?.mine));
}

/** A channel's mention by id. */
export function channelMention(id, label = null) {
  const channel = state.channels.find((one) => one.id === id);
  return mention(`#${channel?.name || label || "private channel"}`);
}

/** A point in time by Slack's date tokens, or the fallback. */
export function dateMention(unix, tokens, address, fallback) {
  const words = fillTokens(unix, tokens);
  if (words === null) return document.createTextNode(fallback ?? "");
  const data = tokens.includes("{ago}") ? { ago: String(unix), tokens } : {};
  const node = el("time", { class: "date", title: fallback, datetime: new Date(Number(unix) * 1000).toISOString(), data, text: words });
  return address && /^https?:/u.test(address) ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

function token(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : unescape(inner.slice(bar + 1));
  if (/^@[UW]\w*$/u.test(target)) return [userMention(target.slice(1), label)];
  if (/^#C\w*$/u.test(target)) return [channelMention(target.slice(1), label)];
  if (target.startsWith("!date^")) {
    const [, unix, tokens = "", address] = target.split("^");
    return [dateMention(unix, unescape(tokens), address ? unescape(address) : null, label)];
  }
  if (target.startsWith("!subteam^")) return [groupMention(target.split("^")[1], label)];
  if (/^!(?:here|channel|everyone)$/u.test(target)) return [mention(`@${target.slice(1)}`, true)];
  if (target.startsWith("!")) return [mention(label ?? target)];
  if (/^[a-z][a-z0-9+.-]*:/iu.test(target)) return [link(unescape(target), label)];
  return [document.createTextNode(unescape(`<${inner}>`))];
}

/** Brings every `{ago}` on the page up to date. */
export function refreshAgo() {
  for (const node of document.querySelectorAll("time[data-ago]")) {
    node.textContent = node.dataset.tokens ? fillTokens(node.dataset.ago, node.dataset.tokens) : ago(Number(node.dataset.ago));
  }
}

/** A text object ({type: plain_text | mrkdwn, text}) as nodes. plain_text knows emoji shortcodes and nothing else. */
export function textObject(object) {
  if (typeof object === "string") return withEmoji(object);
  if (!object?.text) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim });
  return withEmoji(object.text, { shortcodes: object.emoji !== false });
}
