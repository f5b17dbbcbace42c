"""Every id that Slack sends back to us, in one place: callbacks, actions and blocks."""

# Views
CONFIRM_VIEW = "confirm_disconnect"
END_VIEW = "confirm_end_conversation"
PEOPLE_VIEW = "people"
NOTICE_VIEW = "notice"
PASTE_VIEW = "explain_text"

# Buttons and menus
DISCONNECT = "disconnect"
REFRESH = "refresh"
SHOW_ALL = "show_all"
PEOPLE_PAGE = "people_page"
MORE = "more"
FIND_OPEN = "find_open"
FIND_PAGE = "find_page"
FIND_QUEUE = "find_queue"
FIND_ORG = "find_org"
WHICH_ORG = "which_org"

END_PRESSED = "end_conversation_pressed"

# On an alert's card
ALERT_ACKNOWLEDGE = "alert_acknowledge"
ALERT_SNOOZE = "alert_snooze"
ALERT_ESCALATE = "alert_escalate"
ALERT_LOOK_UP = "alert_look_up"
ALERT_DISCONNECT = "alert_disconnect"
ALERT_MORE = "alert_more"

# Options of an alert's menu
ALERT_MUTE = "mute_rule"
ALERT_UNMUTE = "unmute_rule"
ALERT_CLOSE = "close_alert"

# Shortcuts on messages
EXPLAIN_MESSAGE = "explain_message"
LOOK_UP_MESSAGE = "look_up_message"

# Options of the overflow menu
END_CONVERSATION = "end_conversation"

# Inputs
REASON_BLOCK = "reason"
REASON = "reason_choice"
NOTE_BLOCK = "note"
NOTE = "note_text"
PASTE_BLOCK = "paste"
PASTE = "paste_text"
