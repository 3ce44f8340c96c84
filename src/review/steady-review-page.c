/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-page.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"
#include "review/steady-review-layout.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-template-path.h"
#include "widgets/steady-words.h"

static unsigned opened_signal;

struct _SteadyReviewPage
{
  GtkWidget             parent_instance;
  GtkWidget            *box;
  GtkBox               *head;
  GtkLabel             *mark;
  SteadyFitText        *title;
  GtkBox               *tabs;
  GtkButton            *open;
  GtkLabel             *notice;
  GtkStack             *stack;
  SteadyReviewTimeline *timeline;
  GtkToggleButton      *first_tab;
  SteadyReviewCase     *review; /* NULL: none */
  GCancellable         *loading;
  bool                  renewing; /* the same case is read again */
  GtkFileChooserNative *chooser;
};

static void steady_review_page_iface (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyReviewPage,
                               steady_review_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_review_page_iface))

static void
set_notice (SteadyReviewPage *self, const char *text)
{
  gtk_label_set_text (self->notice, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), text[0] != '\0');
}

/* What a reader of this case must know before he believes it. */
static void
show_notice (SteadyReviewPage *self)
{
  const SteadyReviewCase        *review = self->review;
  g_autofree SteadyReviewLayout *layout = g_new0 (SteadyReviewLayout, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!review->finished)
    g_string_append (text,
                     _ ("This case was not closed: its recording was cut off, or still "
                        "runs; the last second may be missing. "));
  if (review->copied)
    g_string_append (
        text, _ ("It lies where nothing can be written, so a copy of it is read. "));
  if (!review->writable)
    g_string_append (text, _ ("Notes cannot be added to it where it lies. "));
  if (!review->journal)
    g_string_append (
        text,
        _ ("It holds no journal of its alarms: in playback they are judged "
           "from its trends. "));
  steady_review_layout_init (layout, review);
  g_autofree char *missing = steady_review_layout_missing (layout);
  if (missing[0] != '\0')
    g_string_append_printf (text, _ ("Not recorded in this case: %s."), missing);
  set_notice (self, g_strchomp (text->str));
}

static void
show_title (SteadyReviewPage *self)
{
  const SteadyReviewCase *review = self->review;
  g_autoptr (GDateTime) began =
      g_date_time_new_from_unix_local (review->span.start_utc / STEADY_NSEC_PER_SEC);
  g_autofree char *day =
      began != NULL ? g_date_time_format (began, "%Y-%m-%d %H:%M") : g_strdup ("");
  g_autofree char *name = g_path_get_basename (review->path);
  g_autoptr (GString) text = g_string_new (NULL);
  char length[32], weight[32];

  if (review->patient != NULL)
    g_string_append_printf (text, "%s · ", review->patient);
  if (isfinite (review->weight_kg))
    {
      steady_words_number (review->weight_kg, 1, weight, sizeof weight);
      g_string_append_printf (text, "%s kg · ", weight);
    }
  steady_words_span (review->span.end - review->span.start, length, sizeof length);
  g_string_append_printf (
      text,
      "%s · %s · %s",
      day,
      length,
      review->title != NULL && review->title[0] != 0 ? _ (review->title) : name);
  steady_fit_text_set_text (self->title, text->str);
  gtk_label_set_text (self->mark,
                      review->simulated ? _ ("REPLAY · SIMULATED") : _ ("REPLAY"));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), TRUE);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError           *error = NULL;
  SteadyReviewCase *review = steady_review_case_load (data, &error);

  if (review == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, review, (GDestroyNotify) steady_review_case_free);
}

static void
take (SteadyReviewPage *self, SteadyReviewCase *review)
{
  SteadyReviewCase *before = self->review;

  self->review = review;
  if (self->renewing)
    steady_review_timeline_renew (self->timeline, review);
  else
    steady_review_timeline_show (self->timeline, review);
  steady_review_case_free (before);
  show_title (self);
  show_notice (self);
  g_signal_emit (self, opened_signal, 0);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  SteadyReviewPage *self = STEADY_REVIEW_PAGE (source);
  GError           *error = NULL;
  SteadyReviewCase *review = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    {
      steady_review_case_free (review);
      g_clear_error (&error);
      return;
    }
  g_clear_object (&self->loading);
  if (review != NULL)
    take (self, review);
  else
    set_notice (self, error->message);
  g_clear_error (&error);
}

static void
load (SteadyReviewPage *self, const char *case_file, bool renewing)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  self->renewing = renewing;
  gtk_widget_set_visible (GTK_WIDGET (self->stack), TRUE);
  GTask *task = g_task_new (self, self->loading, on_loaded, NULL);
  g_task_set_task_data (task, g_strdup (case_file), g_free);
  g_task_run_in_thread (task, load_in_thread);
  g_object_unref (task);
}

/*
 * Opens another case; what is wrong with it is said on the page. It is read in a thread
 * of its own, "opened" says when.
 *
 * Thread: main.
 */
void
steady_review_page_open (SteadyReviewPage *self, const char *case_file)
{
  set_notice (self, _ ("The case is being read …"));
  load (self, case_file, false);
}

static void
on_added (SteadyReviewPage *self)
{
  if (self->review != NULL)
    load (self, self->review->path, true);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  SteadyReviewPage *self = data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
      if (path != NULL)
        steady_review_page_open (self, path);
    }
  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
on_open (SteadyReviewPage *self)
{
  GtkRoot         *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *folder = steady_paths_user_data ("cases");
  g_autoptr (GFile) place = g_file_new_for_path (folder);
  GtkFileFilter *filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser =
      gtk_file_chooser_native_new (_ ("Open a case"),
                                   GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                   GTK_FILE_CHOOSER_ACTION_OPEN,
                                   _ ("Open"),
                                   _ ("Cancel"));
  gtk_file_filter_set_name (filter, _ ("Cases of Steady"));
  gtk_file_filter_add_pattern (filter, "*.steady");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), place, NULL);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_tab (GtkToggleButton *button, SteadyReviewPage *self)
{
  if (gtk_toggle_button_get_active (button))
    gtk_stack_set_visible_child_name (self->stack,
                                      g_object_get_data (G_OBJECT (button), "tab"));
}

static GtkToggleButton *
add_button (SteadyReviewPage *self, const char *name, const char *title)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (title);

  g_object_set_data_full (G_OBJECT (button), "tab", g_strdup (name), g_free);
  if (self->first_tab != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->first_tab);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_tab), self, 0);
  gtk_box_append (self->tabs, button);
  return GTK_TOGGLE_BUTTON (button);
}

/* Adds a tab of another module beside the timeline; @title is in the user's language.
 * Thread: main. */
void
steady_review_page_add_tab (SteadyReviewPage *self,
                            const char       *name,
                            const char       *title,
                            GtkWidget        *widget)
{
  gtk_stack_add_named (self->stack, widget, name);
  add_button (self, name, title);
  gtk_widget_set_visible (GTK_WIDGET (self->tabs), TRUE);
}

/* Adds a button of the host at the end of the head. Thread: main. */
void
steady_review_page_add_button (SteadyReviewPage *self, GtkWidget *button)
{
  gtk_box_append (self->head, button);
}

/* Brings the tab @name up. False: there is none. Thread: main. */
bool
steady_review_page_show_tab (SteadyReviewPage *self, const char *name)
{
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->tabs));
       button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (button), "tab"), name) == 0)
      {
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
        return true;
      }
  return false;
}

/* The file of the case, or NULL. Thread: main. */
const char *
steady_review_page_case (SteadyReviewPage *self)
{
  return self->review != NULL ? self->review->path : NULL;
}

/* Thread: main. */
bool
steady_review_page_is_loading (SteadyReviewPage *self)
{
  return self->loading != NULL;
}

/* What is said of the case, or of why it could not be opened. Thread: main. */
const char *
steady_review_page_notice (SteadyReviewPage *self)
{
  return gtk_label_get_text (self->notice);
}

/* What is known of the case, or NULL; until the next "opened". Thread: main. */
const SteadyReviewCase *
steady_review_page_review (SteadyReviewPage *self)
{
  return self->review;
}

/* Thread: main. */
SteadyReviewTimeline *
steady_review_page_timeline (SteadyReviewPage *self)
{
  return self->timeline;
}

static void
steady_review_page_refresh (SteadyPage *page, SteadyInstant real_now)
{
  steady_review_timeline_refresh (STEADY_REVIEW_PAGE (page)->timeline);
}

static void
steady_review_page_iface (SteadyPageInterface *interface)
{
  interface->name = "review";
  interface->title = N_ ("Review");
  interface->refresh = steady_review_page_refresh;
}

/* A case that nobody looks at is not played. */
static void
unmap (GtkWidget *widget)
{
  SteadyReviewPage *self = STEADY_REVIEW_PAGE (widget);

  if (self->timeline != NULL)
    steady_review_timeline_stop (self->timeline);
  GTK_WIDGET_CLASS (steady_review_page_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  SteadyReviewPage *self = STEADY_REVIEW_PAGE (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->timeline != NULL && self->review != NULL)
    steady_review_timeline_show (self->timeline, NULL);
  self->timeline = NULL;
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->review, steady_review_case_free);
  G_OBJECT_CLASS (steady_review_page_parent_class)->dispose (object);
}

static void
steady_review_page_class_init (SteadyReviewPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  widget_class->unmap = unmap;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_REVIEW_TIMELINE);
  opened_signal = g_signal_new ("opened",
                                STEADY_TYPE_REVIEW_PAGE,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("review", "steady-review-page"));
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, head);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, mark);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, open);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, notice);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyReviewPage, timeline);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_review_page_init (SteadyReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->first_tab = add_button (self, "timeline", _ ("Timeline"));
  gtk_toggle_button_set_active (self->first_tab, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->tabs), FALSE);
  steady_fit_text_set_text (self->title, _ ("Review"));
  set_notice (self, _ ("No case is open. “Open a case…” shows those of this machine."));
  gtk_widget_set_visible (GTK_WIDGET (self->stack), FALSE);
  g_signal_connect_object (
      self->timeline, "added", G_CALLBACK (on_added), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Review"), -1);
}

/* A page without a case. Thread: main. */
GtkWidget *
steady_review_page_new (void)
{
  return g_object_new (STEADY_TYPE_REVIEW_PAGE, NULL);
}
