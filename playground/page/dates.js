// Times as Slack words them, in the acting user's time zone.

import { state } from "./state.js";

/** Now in unix seconds, by the server's clock. */
export const now = () => Date.now() / 1000 + state.clockOffset;

const zone = () => state.users.get(state.me)?.tz || undefined;

function format(unix, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone: zone(), ...options }).format(new Date(unix * 1000));
}

const dayOf = (unix) => new Intl.DateTimeFormat("en-CA", { timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(unix * 1000));

/** `10:42 AM`. */
export const clock = (unix) => format(unix, { hour: "numeric", minute: "2-digit" });

/** `10:42:07.123`, for the wire. */
export const precise = (unix) =>
  format(unix, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" });

/** `2026-11-22`, to tell days apart. */
export const day = dayOf;

function ordinal(number) {
  const tail = number % 100;
  if (tail > 10 && tail < 14) return `${number}th`;
  return `${number}${{ 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th"}`;
}

const near = (unix) => Math.abs(unix - now()) < 182 * 86_400;

function long(unix, { weekday = false } = {}) {
  const month = format(unix, { month: "long" });
  const head = weekday ? `${format(unix, { weekday: "long" })}, ` : "";
  return `${head}${month} ${ordinal(Number(format(unix, { day: "numeric" })))}${near(unix) ? "" : `, ${format(unix, { year: "numeric" })}`}`;
}

const short = (unix) => format(unix, { month: "short", day: "numeric", ...(near(unix) ? {} : { year: "numeric" }) });

function pretty(unix, otherwise) {
  const today = dayOf(now());
  if (dayOf(unix) === today) return "today";
  if (dayOf(unix + 86_400) === today) return "yesterday";
  if (dayOf(unix - 86_400) === today) return "tomorrow";
  return otherwise(unix);
}

/** `Today`, `Yesterday`, or `Tuesday, February 18th`, for a day divider. */
export function divider(unix) {
  const words = pretty(unix, (at) => long(at, { weekday: true }));
  return words[0].toUpperCase() + words.slice(1);
}

/** `3 minutes ago`, `in 2 hours`. */
export function ago(unix) {
  const seconds = Math.round(unix - now());
  const [size, unit] = [[86_400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]].find(([s]) => Math.abs(seconds) >= s) ?? [1, "second"];
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.trunc(seconds / size), unit);
}

const TOKENS = {
  date_num: dayOf,
  date: long,
  date_short: short,
  date_long: (unix) => long(unix, { weekday: true }),
  date_pretty: (unix) => pretty(unix, long),
  date_short_pretty: (unix) => pretty(unix, short),
  date_long_pretty: (unix) => pretty(unix, (at) => long(at, { weekday: true })),
  time: clock,
  time_secs: (unix) => format(unix, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Fills `{time}` and its kin, or null where Slack would show the fallback.
 *  https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function fillTokens(unix, tokens) {
  if (!/^\d{1,12}$/u.test(String(unix)) || !/\{\w+\}/u.test(tokens)) return null;
  let unknown = false;
  const filled = tokens.replace(/\{(\w+)\}/gu, (_, token) => {
    if (Object.hasOwn(TOKENS, token)) return TOKENS[token](Number(unix));
    unknown = true;
    return "";
  });
  if (unknown) return null;
  return filled[0] === filled[0]?.toUpperCase() || !/^\{date\w*pretty\}/u.test(tokens) ? filled : filled[0].toUpperCase() + filled.slice(1);
}
