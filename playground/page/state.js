// What the page knows, and who wants to hear of a change. Nothing here draws.

/** `me` and `channel` are ids; `thread` is the ts of the open thread; `clockOffset` is the server's clock minus ours in seconds. */
export const state = {
  workspace: { name: "Hangup playground" },
  me: null,
  channel: null,
  thread: null,
  clockOffset: 0,
  users: new Map(),
  groups: new Map(),
  channels: [],
  messages: new Map(),
  notices: new Map(),
  unread: new Map(),
  views: [],
  commands: [],
  shortcuts: [],
  stories: [],
  wire: [],
};

const listeners = new Map();

/** Calls `fn` whenever one of the topics (words parted by blanks) changes. */
export function on(topics, fn) {
  for (const topic of topics.split(" ")) listeners.set(topic, [...(listeners.get(topic) ?? []), fn]);
}

/** Tells everybody who listens to one of the topics, each once. */
export function changed(topics) {
  const called = new Set();
  for (const topic of topics.split(" ")) for (const fn of listeners.get(topic) ?? []) called.add(fn);
  for (const fn of called) fn();
}

export const currentChannel = () => state.channels.find((channel) => channel.id === state.channel) ?? null;

/** The messages of a channel by ts, this user's own notices among them. */
export function messagesOf(channel) {
  const all = [...(state.messages.get(channel)?.values() ?? []), ...(state.notices.get(channel) ?? [])];
  return all.sort((a, b) => (a.ts < b.ts ? -1 : Number(a.ts > b.ts)));
}

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** Takes the whole answer of /ui/state. */
export function readState(read, preferredChannel) {
  const other = state.me !== read.me;
  const before = state.messages;
  state.workspace = read.workspace;
  state.clockOffset = read.workspace.now - Date.now() / 1000;
  state.me = read.me;
  state.users = new Map(read.users.map((user) => [user.id, user]));
  state.groups = new Map((read.groups ?? []).map((group) => [group.id, group]));
  state.channels = read.channels;
  state.messages = new Map(Object.entries(read.messages).map(([channel, list]) => [channel, new Map(list.map((m) => [m.ts, m]))]));
  state.views = read.views;
  state.commands = read.commands;
  state.shortcuts = read.shortcuts ?? [];
  state.stories = read.stories;
  state.wire = read.wire;
  if (other) {
    state.notices = new Map();
    state.unread = new Map();
    state.thread = null;
  }
  for (const { id, unread } of read.channels) {
    if (!state.unread.has(id)) state.unread.set(id, unread ?? 0);
    else state.unread.set(id, state.unread.get(id) + missed(before.get(id), state.messages.get(id)));
  }
  const ids = read.channels.map((channel) => channel.id);
  state.channel = [preferredChannel, state.channel, ids[0]].find((id) => ids.includes(id)) ?? null;
  state.unread.set(state.channel, 0);
}

/** How many messages of others came while nobody listened. */
function missed(before, after) {
  return [...(after?.values() ?? [])].filter((message) => !before?.has(message.ts) && message.user !== state.me).length;
}

/** Puts a message in its place; counts it as unread where its channel is not the open one. */
export function putMessage(channel, message) {
  const list = state.messages.get(channel) ?? new Map();
  state.messages.set(channel, list);
  const isNew = !list.has(message.ts);
  list.set(message.ts, message);
  if (isNew && channel !== state.channel && message.user !== state.me) {
    state.unread.set(channel, (state.unread.get(channel) ?? 0) + 1);
  }
}

/** A line only this user sees and the server knows nothing of: a command that failed, a message that did not go out. */
export function putNotice(channel, text, nowSeconds) {
  const list = state.notices.get(channel) ?? [];
  const repeated = list.some((notice) => notice.text === text && nowSeconds - Number(notice.ts) < 4);
  if (repeated) return;
  list.push({ ts: nowSeconds.toFixed(6), text, user: null, bot_id: null, ephemeral: true, notice: true, blocks: null });
  state.notices.set(channel, list);
}
