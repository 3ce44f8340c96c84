/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-device-detail.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

enum
{
  FACTS = 10,
  ACT_PLACE = 0,
  ACT_ZERO = 1,
  HOLD_MS = 1000
};

/* Acts on top, facts in two columns, the signals below. */
struct _SteadyDeviceDetail
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  SteadyFitText   *title;
  GtkWidget       *facts;
  SteadyFitText   *values[FACTS];
  SteadyWordTable *signals;
  GtkWidget       *tape;
  GtkWidget       *arm;
  GtkWidget       *disarm;
  GtkWidget       *restart;
  gboolean         taping;
};

enum
{
  ACT,
  LEFT,
  N_SIGNALS
};

static guint detail_signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyDeviceDetail, steady_device_detail, GTK_TYPE_WIDGET)

static void
emit_act (SteadyDeviceDetail *self,
          SteadyDeviceAct     act,
          const char         *signal,
          gboolean            on)
{
  g_signal_emit (self, detail_signals[ACT], 0, (guint) act, signal, on);
}

static void
on_signal_act (SteadyDeviceDetail *self, const char *key, unsigned act)
{
  emit_act (
      self, act == ACT_ZERO ? STEADY_DEVICE_ACT_ZERO : STEADY_DEVICE_ACT_PLACE, key, 1);
}

static void
on_tape (SteadyDeviceDetail *self)
{
  emit_act (self, STEADY_DEVICE_ACT_TAPE, "", !self->taping);
}

static void
on_arm (SteadyDeviceDetail *self)
{
  emit_act (self, STEADY_DEVICE_ACT_ARM, "", TRUE);
}

static void
on_disarm (SteadyDeviceDetail *self)
{
  emit_act (self, STEADY_DEVICE_ACT_ARM, "", FALSE);
}

static void
on_restart (SteadyDeviceDetail *self)
{
  emit_act (self, STEADY_DEVICE_ACT_RESTART, "", TRUE);
}

static void
on_left (SteadyDeviceDetail *self)
{
  g_signal_emit (self, detail_signals[LEFT], 0);
}

static void
show_facts (SteadyDeviceDetail *self, const SteadyBookDevice *device)
{
  const char *identity = device->has_state && device->state.identity[0] != '\0'
                             ? device->state.identity
                             : _ ("tells nothing of itself");
  char       *texts[FACTS] = {
          g_strdup (device->driver),
          steady_device_words_port (device),
          g_strdup (identity),
          steady_device_words_state (device),
          steady_device_words_age (device),
          steady_device_words_rate (device),
          steady_device_words_errors (device),
          steady_device_words_offset (device),
          steady_device_words_transport (device),
          steady_device_words_commands (device),
  };

  for (unsigned i = 0; i < FACTS; i++)
    {
      steady_fit_text_set_text (self->values[i], texts[i]);
      g_free (texts[i]);
    }
  steady_look_class (GTK_WIDGET (self->values[3]),
                     "bad",
                     device->has_state && device->state.link == STEADY_LINK_LOST);
}

static char *
reading_of (const SteadyDeviceBook   *book,
            const SteadyConsoleState *state,
            const SteadyBookSignal   *signal)
{
  char   number[32];
  double value;

  if (steady_device_words_reading (book, state, signal->channel, &value))
    {
      steady_words_number (value, signal->decimals, number, sizeof number);
      return signal->kind == STEADY_CHANNEL_KIND_STATE
                 ? g_strdup (number)
                 : g_strdup_printf ("%s %s", number, signal->unit);
    }
  if (signal->channel == STEADY_CHANNEL_NONE || signal->channel >= STEADY_CHANNEL_MAX)
    return g_strdup ("");
  return g_strdup ("—");
}

static void
put_signal (SteadyDeviceDetail       *self,
            const SteadyDeviceBook   *book,
            const SteadyBookSignal   *signal,
            const SteadyConsoleState *state,
            gboolean                  placed)
{
  const SteadyChannel line = steady_device_words_line (signal->channel);
  SteadyWordRow       row = { .key = signal->name, .strong = TRUE };
  double              offset = 0;

  row.cells[0] = g_strdup (_ (signal->label));
  row.cells[1] = reading_of (book, state, signal);
  row.cells[2] = steady_device_words_feeds (signal);
  if (line != STEADY_CHANNEL_NONE && steady_device_book_line (book, line, &offset) &&
      fabs (offset) > 0.05)
    {
      char number[24];
      steady_words_number (offset, 1, number, sizeof number);
      g_autofree char *feeds = row.cells[2];
      row.cells[2] = g_strdup_printf (_ ("%s; zeroed by %s mmHg"), feeds, number);
    }
  row.acts = (placed ? 1u << ACT_PLACE : 0) |
             (line != STEADY_CHANNEL_NONE ? 1u << ACT_ZERO : 0);
  steady_word_table_put (self->signals, &row);
  steady_word_row_clear (&row);
}

static void
show_acts (SteadyDeviceDetail     *self,
           const SteadyDeviceBook *book,
           const SteadyBookDevice *device)
{
  const gboolean armed =
      device->has_state && (device->state.flags & STEADY_DEVICE_ARMED) != 0;

  self->taping = device->has_state && (device->state.flags & STEADY_DEVICE_TAPING) != 0;
  gtk_button_set_label (GTK_BUTTON (self->tape),
                        self->taping ? _ ("End tape") : _ ("Begin tape"));
  gtk_widget_set_visible (self->tape, device->wired);
  gtk_widget_set_visible (self->arm, device->arming && !armed);
  gtk_widget_set_visible (self->disarm, device->arming && armed);
  gtk_widget_set_visible (self->restart,
                          book->site && book->supervised &&
                              steady_device_book_pending (book));
}

/* What feeds the circuit stands above what is only recorded. */
static gboolean
has_place (const SteadyBookSignal *signal)
{
  return signal->channel != STEADY_CHANNEL_NONE && signal->channel < STEADY_CHANNEL_MAX;
}

/* Shows all of @device as it is now. */
void
steady_device_detail_show (SteadyDeviceDetail       *self,
                           const SteadyDeviceBook   *book,
                           const SteadyBookDevice   *device,
                           const SteadyConsoleState *state)
{
  const char *title = steady_device_words_title (device);

  if (device->place[0] != '\0')
    {
      g_autofree char *text =
          g_strdup_printf ("%u · %s · %s", device->number, title, device->place);
      steady_fit_text_set_text (self->title, text);
    }
  else
    {
      g_autofree char *text = g_strdup_printf ("%u · %s", device->number, title);
      steady_fit_text_set_text (self->title, text);
    }
  show_facts (self, device);
  steady_word_table_begin (self->signals);
  for (unsigned round = 0; round < 2; round++)
    for (guint i = 0; i < device->signals->len; i++)
      {
        const SteadyBookSignal *signal = device->signals->pdata[i];
        if (has_place (signal) == (round == 0))
          put_signal (self, book, signal, state, book->site && device->wired);
      }
  steady_word_table_end (self->signals);
  show_acts (self, book, device);
}

/* The button that is held to arm. */
GtkWidget *
steady_device_detail_arm (SteadyDeviceDetail *self)
{
  return self->arm;
}

/* The button that is held to begin anew; shown while a change waits for it. */
GtkWidget *
steady_device_detail_restart (SteadyDeviceDetail *self)
{
  return self->restart;
}

static void
steady_device_detail_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_DEVICE_DETAIL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_device_detail_parent_class)->dispose (object);
}

static void
steady_device_detail_class_init (SteadyDeviceDetailClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_device_detail_dispose;
  detail_signals[ACT] = g_signal_new ("act",
                                      STEADY_TYPE_DEVICE_DETAIL,
                                      G_SIGNAL_RUN_LAST,
                                      0,
                                      NULL,
                                      NULL,
                                      NULL,
                                      G_TYPE_NONE,
                                      3,
                                      G_TYPE_UINT,
                                      G_TYPE_STRING,
                                      G_TYPE_BOOLEAN);
  detail_signals[LEFT] = g_signal_new ("left",
                                       STEADY_TYPE_DEVICE_DETAIL,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "devicedetail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static SteadyFitText *
new_text (const char *style, int height)
{
  GtkWidget *text = g_object_new (STEADY_TYPE_FIT_TEXT,
                                  "xalign",
                                  0.0,
                                  "hexpand",
                                  TRUE,
                                  "height-request",
                                  height,
                                  NULL);
  gtk_widget_add_css_class (text, style);
  return STEADY_FIT_TEXT (text);
}

static void
build_facts (SteadyDeviceDetail *self)
{
  const char *captions[FACTS] = { _ ("Driver"),  _ ("Port"),      _ ("Identity"),
                                  _ ("State"),   _ ("Last data"), _ ("Rate"),
                                  _ ("Errors"),  _ ("Its clock"), _ ("On the way"),
                                  _ ("Commands") };

  self->facts = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->facts), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->facts), 2);
  for (unsigned i = 0; i < FACTS; i++)
    {
      const int      column = (int) (i % 2) * 2, row = (int) (i / 2);
      SteadyFitText *caption = new_text ("caption", 24);
      g_object_set (caption, "hexpand", FALSE, "width-request", 110, NULL);
      steady_fit_text_set_text (caption, captions[i]);
      self->values[i] = new_text ("strong", 24);
      gtk_grid_attach (GTK_GRID (self->facts), GTK_WIDGET (caption), column, row, 1, 1);
      gtk_grid_attach (
          GTK_GRID (self->facts), GTK_WIDGET (self->values[i]), column + 1, row, 1, 1);
    }
}

static GtkWidget *
new_button (SteadyDeviceDetail *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_size_request (button, 150, 56);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
new_hold (SteadyDeviceDetail *self,
          const char         *label,
          const char         *detail,
          GCallback           held)
{
  GtkWidget *button = steady_hold_button_new ();
  g_object_set (button, "hold-ms", HOLD_MS, NULL);
  steady_hold_button_set_label (STEADY_HOLD_BUTTON (button), label);
  steady_hold_button_set_detail (STEADY_HOLD_BUTTON (button), detail);
  gtk_widget_set_size_request (button, 240, 56);
  g_signal_connect_swapped (button, "held", held, self);
  return button;
}

static GtkWidget *
build_acts (SteadyDeviceDetail *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->tape = new_button (self, _ ("Begin tape"), G_CALLBACK (on_tape));
  self->arm = new_hold (self,
                        _ ("HOLD: arm commands"),
                        _ ("until lost or restarted"),
                        G_CALLBACK (on_arm));
  self->disarm = new_button (self, _ ("Disarm"), G_CALLBACK (on_disarm));
  self->restart = new_hold (self,
                            _ ("HOLD: restart"),
                            _ ("about 1 s without monitoring"),
                            G_CALLBACK (on_restart));
  gtk_box_append (GTK_BOX (row), new_button (self, _ ("Back"), G_CALLBACK (on_left)));
  gtk_box_append (GTK_BOX (row), self->tape);
  gtk_box_append (GTK_BOX (row), self->arm);
  gtk_box_append (GTK_BOX (row), self->disarm);
  gtk_box_append (GTK_BOX (row), self->restart);
  return row;
}

static void
steady_device_detail_init (SteadyDeviceDetail *self)
{
  const SteadyWordColumn columns[] = { { _ ("Signal"), 0 },
                                       { _ ("Reads"), 120 },
                                       { _ ("Feeds"), 0 } };

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  build_facts (self);
  self->signals = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Signals"), columns, G_N_ELEMENTS (columns)));
  steady_word_table_add_act (self->signals, _ ("Place"));
  steady_word_table_add_act (self->signals, _ ("Zero"));
  steady_word_table_set_empty (self->signals, _ ("It gives no signals."));
  g_signal_connect_swapped (self->signals, "act", G_CALLBACK (on_signal_act), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->signals), TRUE);
  gtk_box_append (GTK_BOX (self->box), build_acts (self));
  self->title = new_text ("strong", 26);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (self->box), self->facts);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->signals));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Device"), -1);
}

/* Of no device yet. */
GtkWidget *
steady_device_detail_new (void)
{
  return g_object_new (STEADY_TYPE_DEVICE_DETAIL, NULL);
}
