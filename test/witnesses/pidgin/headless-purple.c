/*
 * Pidgin without a window: signs one account on with libpurple and its SIPE plugin, prints events as JSON, one object a line, and
 * reads commands from standard input, one a line, with tabs between the words:
 *
 *   im WHO TEXT    typing WHO    typed WHO    status ID    off
 *
 * The program ends when it has signed off, when it cannot sign on, or when its standard input closes.
 *
 * Arguments: FOLDER (of its own) NAME PASSWORD SERVER:PORT TRANSPORT
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <libpurple/purple.h>

static GMainLoop *loop;
static PurpleAccount *account;

/*
 * The plugin passes libxml2 a handler with SAX1 callbacks and the SAX2 marker. Debian 12's libxml2 ignores the SAX1 callbacks of
 * such a handler, so the plugin would read no XML. This program exports a function of the same name as the library's, which
 * takes precedence and removes the marker. The struct has libxml2's layout: 27 callbacks, the marker, four more pointers.
 */
struct sax_handler {
  void (*callbacks[27])(void);
  unsigned int initialized;
  void *more[4];
};

int xmlSAXUserParseMemory(struct sax_handler *sax, void *data, const char *buffer, int size) {
  int (*parse)(struct sax_handler *, void *, const char *, int) = dlsym(RTLD_NEXT, "xmlSAXUserParseMemory");
  if (!sax || !parse) return -1;
  struct sax_handler copy = *sax;
  copy.initialized = 0;
  return parse(&copy, data, buffer, size);
}

/* ---- Output: events ---- */

static void say_text(const char *text) {
  putchar('"');
  for (const char *at = text ? text : ""; *at; at++) {
    if (*at == '"' || *at == '\\') printf("\\%c", *at);
    else if ((unsigned char)*at < 0x20) printf("\\u%04x", *at);
    else putchar(*at);
  }
  putchar('"');
}

/* Prints an event. The arguments are alternating names and values, ended by NULL. */
static void say(const char *event, ...) {
  va_list pairs;
  fputs("{\"event\":", stdout);
  say_text(event);
  va_start(pairs, event);
  for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *)) {
    putchar(',');
    say_text(name);
    putchar(':');
    say_text(va_arg(pairs, const char *));
  }
  va_end(pairs);
  fputs("}\n", stdout);
  fflush(stdout);
}

static void say_presence(PurpleBuddy *buddy) {
  PurpleStatus *status = purple_presence_get_active_status(purple_buddy_get_presence(buddy));
  say("presence", "who", purple_buddy_get_name(buddy), "status", status ? purple_status_get_id(status) : "", NULL);
}

static void on_buddy(PurpleBuddy *buddy) {
  PurpleGroup *group = purple_buddy_get_group(buddy);
  say("buddy", "who", purple_buddy_get_name(buddy), "alias", purple_buddy_get_alias(buddy), "group",
      group ? purple_group_get_name(group) : "", NULL);
}
static void on_status(PurpleBuddy *buddy, PurpleStatus *before, PurpleStatus *now) {
  (void)before, (void)now;
  say_presence(buddy);
}
static void on_signed_on(PurpleConnection *connection) {
  (void)connection;
  say("signed-on", NULL);
}
static void on_signed_off(PurpleConnection *connection) {
  (void)connection;
  say("signed-off", NULL);
  g_main_loop_quit(loop);
}
static void on_typing(PurpleAccount *of, const char *who) {
  (void)of;
  say("typing", "who", who, NULL);
}
static void on_typing_stopped(PurpleAccount *of, const char *who) {
  (void)of;
  say("typing-stopped", "who", who, NULL);
}

static void on_disconnect(PurpleConnection *connection, PurpleConnectionError reason, const char *text) {
  (void)connection, (void)reason;
  say("connection-error", "text", text, NULL);
}

static void on_conversation(PurpleConversation *conversation, const char *who, const char *alias, const char *message,
                            PurpleMessageFlags flags, time_t when) {
  (void)alias, (void)when;
  const char *kind = flags & PURPLE_MESSAGE_ERROR    ? "im-error"
                     : flags & PURPLE_MESSAGE_SYSTEM ? "im-notice"
                     : flags & PURPLE_MESSAGE_SEND   ? "im-sent"
                                                     : "im";
  char *text = purple_markup_strip_html(message);
  say(kind, "who", who ? who : purple_conversation_get_name(conversation), "with",
      purple_conversation_get_name(conversation), "text", text, NULL);
  g_free(text);
}

/* ---- Input: commands ---- */

static PurpleConversation *conversation_with(const char *who) {
  PurpleConversation *open = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
  return open ? open : purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
}

static void sign_off(void) {
  /* The plugin has sent its sign-off message by now. */
  if (purple_account_is_disconnected(account)) g_main_loop_quit(loop);
  else purple_account_disconnect(account);
}

static void obey(const char *line) {
  char **words = g_strsplit(line, "\t", 3);
  guint count = g_strv_length(words);
  PurpleConnection *connection = purple_account_get_connection(account);
  if (count == 1 && !strcmp(words[0], "off")) sign_off();
  else if (!connection) say("im-error", "text", "not signed on", NULL);
  else if (count == 3 && !strcmp(words[0], "im")) {
    char *html = g_markup_escape_text(words[2], -1);
    purple_conv_im_send(PURPLE_CONV_IM(conversation_with(words[1])), html);
    g_free(html);
  } else if (count == 2 && !strcmp(words[0], "typing")) serv_send_typing(connection, words[1], PURPLE_TYPING);
  else if (count == 2 && !strcmp(words[0], "typed")) serv_send_typing(connection, words[1], PURPLE_NOT_TYPING);
  else if (count == 2 && !strcmp(words[0], "status")) purple_account_set_status(account, words[1], TRUE, NULL);
  else say("not-understood", "line", line, NULL);
  g_strfreev(words);
}

static gboolean on_input(GIOChannel *channel, GIOCondition condition, gpointer data) {
  (void)condition, (void)data;
  char *line = NULL;
  gsize end = 0;
  GIOStatus status = g_io_channel_read_line(channel, &line, NULL, &end, NULL);
  if (status == G_IO_STATUS_NORMAL) {
    line[end] = 0;
    obey(line);
    g_free(line);
  } else if (status != G_IO_STATUS_AGAIN) {
    sign_off();
    return FALSE;
  }
  return TRUE;
}

/* ---- libpurple's event loop, based on GLib's ---- */

struct watch {
  PurpleInputFunction function;
  gpointer data;
};

static gboolean on_ready(GIOChannel *channel, GIOCondition condition, gpointer data) {
  struct watch *watch = data;
  PurpleInputCondition ready = 0;
  if (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)) ready |= PURPLE_INPUT_READ;
  if (condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL)) ready |= PURPLE_INPUT_WRITE;
  watch->function(watch->data, g_io_channel_unix_get_fd(channel), ready);
  return TRUE;
}

static guint add_watch(gint fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data) {
  struct watch *watch = g_new0(struct watch, 1);
  watch->function = function;
  watch->data = data;
  GIOCondition wanted = G_IO_HUP | G_IO_ERR | G_IO_NVAL;
  if (condition & PURPLE_INPUT_READ) wanted |= G_IO_IN;
  if (condition & PURPLE_INPUT_WRITE) wanted |= G_IO_OUT;
  GIOChannel *channel = g_io_channel_unix_new(fd);
  guint id = g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, wanted, on_ready, watch, g_free);
  g_io_channel_unref(channel);
  return id;
}

static PurpleEventLoopUiOps event_loop = {
    .timeout_add = g_timeout_add,
    .timeout_remove = g_source_remove,
    .input_add = add_watch,
    .input_remove = g_source_remove,
    .timeout_add_seconds = g_timeout_add_seconds,
};
static PurpleConnectionUiOps connections = {.report_disconnect_reason = on_disconnect};
static PurpleConversationUiOps conversations = {.write_conv = on_conversation};

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "usage: %s FOLDER NAME PASSWORD SERVER:PORT TRANSPORT\n", argv[0]);
    return 2;
  }
  purple_util_set_user_dir(argv[1]);
  purple_debug_set_enabled(g_getenv("PURPLE_DEBUG") != NULL);
  purple_plugins_add_search_path("/usr/lib/purple-2");
  purple_eventloop_set_ui_ops(&event_loop);
  purple_connections_set_ui_ops(&connections);
  purple_conversations_set_ui_ops(&conversations);
  if (!purple_core_init("bramble-witness")) return 3;
  purple_set_blist(purple_blist_new());
  purple_prefs_set_bool("/purple/logging/log_ims", FALSE);
  purple_prefs_set_bool("/purple/logging/log_system", FALSE);
  purple_prefs_set_string("/purple/away/idle_reporting", "none");
  purple_prefs_set_bool("/purple/away/away_when_idle", FALSE);

  static int handle;
  void *list = purple_blist_get_handle();
  void *talks = purple_conversations_get_handle();
  purple_signal_connect(list, "buddy-added", &handle, PURPLE_CALLBACK(on_buddy), NULL);
  purple_signal_connect(list, "buddy-status-changed", &handle, PURPLE_CALLBACK(on_status), NULL);
  purple_signal_connect(list, "buddy-signed-on", &handle, PURPLE_CALLBACK(say_presence), NULL);
  purple_signal_connect(list, "buddy-signed-off", &handle, PURPLE_CALLBACK(say_presence), NULL);
  purple_signal_connect(purple_connections_get_handle(), "signed-on", &handle, PURPLE_CALLBACK(on_signed_on), NULL);
  purple_signal_connect(purple_connections_get_handle(), "signed-off", &handle, PURPLE_CALLBACK(on_signed_off), NULL);
  purple_signal_connect(talks, "buddy-typing", &handle, PURPLE_CALLBACK(on_typing), NULL);
  purple_signal_connect(talks, "buddy-typing-stopped", &handle, PURPLE_CALLBACK(on_typing_stopped), NULL);

  account = purple_account_new(argv[2], "prpl-sipe");
  purple_account_set_password(account, argv[3]);
  purple_account_set_string(account, "server", argv[4]);
  purple_account_set_string(account, "transport", argv[5]);
  purple_account_set_string(account, "authentication", "ntlm");
  purple_accounts_add(account);
  purple_account_set_enabled(account, "bramble-witness", TRUE);
  purple_savedstatus_activate(purple_savedstatus_get_startup());

  loop = g_main_loop_new(NULL, FALSE);
  GIOChannel *input = g_io_channel_unix_new(0);
  g_io_add_watch(input, G_IO_IN | G_IO_HUP, on_input, NULL);
  g_main_loop_run(loop);
  purple_core_quit();
  return 0;
}
