// The line to the server: JSON requests, and events that reconnect by themselves.

/** Sends JSON; always an object with `ok`, and with `error` in words where it failed. */
export async function post(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const read = await answer.json().catch(() => null);
    return read ?? { ok: false, error: `The playground answered ${answer.status}.` };
  } catch {
    return { ok: false, error: "The playground did not answer. Is it still running?" };
  }
}

/** Reads all that `user` sees; null user means the server's choice. Raises where the server is away. */
export async function fetchState(user) {
  const answer = await fetch(`/ui/state${user ? `?user=${encodeURIComponent(user)}` : ""}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

const WAITS = [500, 1000, 2000, 4000];

/** Keeps an event stream open for `user` until the returned function is called. `onOpen` is called at every (re)connection, before events flow. */
export function listen(user, { onOpen, onEvent, onLost }) {
  let source = null;
  let timer = null;
  let tries = 0;
  let over = false;

  function connect() {
    source = new EventSource(`/ui/events?user=${encodeURIComponent(user)}`);
    let ready = false;
    let waiting = [];
    source.onopen = async () => {
      const own = source;
      try {
        await onOpen();
      } catch {
        if (own === source && !over) lost();
        return;
      }
      tries = 0;
      ready = true;
      for (const event of waiting) onEvent(event);
      waiting = [];
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (ready) onEvent(event);
      else waiting.push(event);
    };
    source.onerror = lost;
  }

  function lost() {
    source.close();
    if (over) return;
    onLost();
    clearTimeout(timer);
    timer = setTimeout(connect, WAITS[Math.min(tries, WAITS.length - 1)]);
    tries += 1;
  }

  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    source.close();
  };
}
