/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-cases-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-alarm-setting.h"
#include "quality/steady-case-card.h"
#include "quality/steady-case-story.h"
#include "records/steady-case-item.h"
#include "records/steady-case-note.h"
#include "records/steady-case-program.h"
#include "records/steady-case-thumb.h"
#include "records/steady-case-words.h"
#include "records/steady-export-view.h"
#include "records/steady-import-view.h"
#include "records/steady-nameless-view.h"
#include "widgets/steady-template-path.h"

/* The index is looked through again when the page comes up, but not more often. */
#define SCAN_AGAIN (60 * STEADY_NSEC_PER_SEC)

struct _SteadyCasesPage
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  GtkSearchEntry  *search;
  GtkToggleButton *teaching;
  GtkToggleButton *good_catch;
  GtkLabel        *count;
  GtkListView     *view;
  GtkWidget       *open;
  GtkWidget       *mark_teaching;
  GtkWidget       *mark_good_catch;
  GtkWidget *export;
  SteadyExportView   *export_view;
  SteadyNamelessView *nameless_view;
  SteadyImportView   *import_view;
  SteadySheetBar     *sheets;
  SteadyCaseList     *list;
  GtkSingleSelection *selection;
  GCancellable       *cancellable;
  SteadyInstant       scanned; /* real time; 0: never */
  bool                scanning;
  char               *problem;
  char                operator_name[STEADY_OPERATOR_SIZE];
};

static void steady_cases_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyCasesPage,
                               steady_cases_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_cases_page_page_init))

static unsigned open_case;

static const SteadyCaseCard *
chosen (SteadyCasesPage *self)
{
  SteadyCaseItem *item = gtk_single_selection_get_selected_item (self->selection);
  return item != NULL ? steady_case_item_card (item) : NULL;
}

static void
follow (SteadyCasesPage *self)
{
  const SteadyCaseCard *card = chosen (self);
  const bool            can = card != NULL && card->problem[0] == '\0';

  gtk_widget_set_sensitive (self->open, can);
  gtk_widget_set_sensitive (self->export, can);
  gtk_widget_set_sensitive (self->mark_teaching, can && card->finished);
  gtk_widget_set_sensitive (self->mark_good_catch, can && card->finished);
  steady_sheet_bar_set_case (self->sheets, can ? card->path : NULL);
}

/* Whether a search or a mark leaves some of the cases out. */
static bool
is_narrowed (SteadyCasesPage *self)
{
  return gtk_toggle_button_get_active (self->teaching) ||
         gtk_toggle_button_get_active (self->good_catch) ||
         gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0';
}

static void
show_count (SteadyCasesPage *self)
{
  const unsigned n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  const char    *more = self->scanning ? _ ("looking for new ones …") : self->problem;
  g_autofree char *count =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u case", "%u cases", n), n);

  if (more != NULL)
    {
      g_autofree char *both = g_strconcat (count, " · ", more, NULL);
      gtk_label_set_text (self->count, both);
    }
  else if (n > 0)
    gtk_label_set_text (self->count, count);
  else
    gtk_label_set_text (self->count,
                        is_narrowed (self)
                            ? _ ("No case is like that.")
                            : _ ("No case lies here yet: each appears when it is over, "
                                 "or is imported."));
}

/* Shows what the index has now. */
void
steady_cases_page_reload (SteadyCasesPage *self)
{
  g_autofree char *index = steady_case_shelf_file ();
  g_autoptr (GError) error = NULL;
  const unsigned marks =
      (gtk_toggle_button_get_active (self->teaching) ? STEADY_STORY_TEACHING : 0u) |
      (gtk_toggle_button_get_active (self->good_catch) ? STEADY_STORY_GOOD_CATCH : 0u);

  g_clear_pointer (&self->problem, g_free);
  if (!steady_case_list_load (self->list,
                              index,
                              gtk_editable_get_text (GTK_EDITABLE (self->search)),
                              marks,
                              &error))
    self->problem = g_strdup (error->message);
  show_count (self);
  follow (self);
}

static void
on_scanned (gpointer data, bool fine, const char *text)
{
  SteadyCasesPage *self = data;

  self->scanning = false;
  steady_cases_page_reload (self);
  if (fine)
    return;
  g_free (self->problem);
  self->problem = g_strdup (text);
  show_count (self);
}

/* In a program of its own: thousands of new cases take minutes. */
static void
scan (SteadyCasesPage *self)
{
  const char *const arguments[] = { "index", NULL };

  self->scanning = true;
  show_count (self);
  steady_case_program_run (
      "steady-case", arguments, NULL, self->cancellable, on_scanned, self);
}

static void
on_open (SteadyCasesPage *self)
{
  const SteadyCaseCard *card = chosen (self);

  if (card != NULL && card->problem[0] == '\0')
    g_signal_emit (self, open_case, 0, card->path);
}

static void
on_marked (gpointer data, bool fine, const char *text)
{
  SteadyCasesPage *self = data;

  if (fine)
    scan (self);
  else
    {
      g_free (self->problem);
      self->problem = g_strdup (text);
      show_count (self);
    }
}

/* A mark that is there is taken back; both stand in the case. */
static void
toggle_mark (SteadyCasesPage *self, unsigned mark, const char *name)
{
  const SteadyCaseCard *card = chosen (self);

  if (card == NULL)
    return;
  g_autofree char *text =
      g_strconcat ((card->marks & mark) != 0 ? "-" : "", name, NULL);
  steady_case_note_add (card->path,
                        self->operator_name[0] != '\0' ? self->operator_name
                                                       : _ ("nobody signed in"),
                        "mark",
                        text,
                        self->cancellable,
                        on_marked,
                        self);
}

static void
on_mark_teaching (SteadyCasesPage *self)
{
  toggle_mark (self, STEADY_STORY_TEACHING, "teaching");
}

static void
on_mark_good_catch (SteadyCasesPage *self)
{
  toggle_mark (self, STEADY_STORY_GOOD_CATCH, "good-catch");
}

static void
show_view (SteadyCasesPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->box), name);
}

static void
on_closed (SteadyCasesPage *self)
{
  show_view (self, "shelf");
}

static void
on_export (SteadyCasesPage *self)
{
  const SteadyCaseCard *card = chosen (self);

  if (card == NULL)
    return;
  g_autofree char *title = steady_case_words_title (card);
  steady_export_view_set_case (self->export_view, card->path, title);
  show_view (self, "export");
}

static void
on_nameless (SteadyCasesPage *self)
{
  const SteadyCaseCard *card = chosen (self);

  if (card == NULL)
    return;
  g_autofree char *title = steady_case_words_title (card);
  steady_nameless_view_set_case (self->nameless_view, card->path, title);
  show_view (self, "nameless");
}

static void
on_import (SteadyCasesPage *self)
{
  steady_import_view_look (self->import_view);
  show_view (self, "import");
}

static GtkWidget *
label_of (const char *style)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* A row: thumbnail; title, facts and marks below each other. */
static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (row), steady_case_thumb_new ());
  gtk_box_append (GTK_BOX (texts), label_of ("strong"));
  gtk_box_append (GTK_BOX (texts), label_of ("training-text"));
  gtk_box_append (GTK_BOX (texts), label_of ("caption"));
  gtk_box_append (GTK_BOX (row), texts);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  SteadyCaseItem       *found = gtk_list_item_get_item (item);
  const SteadyCaseCard *card = steady_case_item_card (found);
  GtkWidget            *row = gtk_list_item_get_child (item);
  GtkWidget            *thumb = gtk_widget_get_first_child (row);
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_next_sibling (thumb));
  GtkWidget *facts = gtk_widget_get_next_sibling (title);
  GtkWidget *marks = gtk_widget_get_next_sibling (facts);
  g_autofree char *title_words = steady_case_words_title (card);
  g_autofree char *facts_words = steady_case_words_facts (card);
  g_autofree char *marks_words = steady_case_words_marks (card);
  g_autofree char *all =
      g_strdup_printf ("%s. %s. %s", title_words, facts_words, marks_words);

  steady_case_thumb_show (STEADY_CASE_THUMB (thumb), card);
  gtk_label_set_text (GTK_LABEL (title), title_words);
  gtk_label_set_text (GTK_LABEL (facts), facts_words);
  gtk_label_set_text (GTK_LABEL (marks), marks_words);
  gtk_widget_set_visible (marks, marks_words[0] != '\0');
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

static void
steady_cases_page_take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyCasesPage *self = STEADY_CASES_PAGE (page);

  if (frame->header.type == STEADY_FRAME_DESK)
    memcpy (self->operator_name,
            ((const SteadyDesk *) frame->payload)->operator_name,
            sizeof self->operator_name);
}

static void
steady_cases_page_refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyCasesPage *self = STEADY_CASES_PAGE (page);

  if (self->scanning || (self->scanned != 0 && real_now - self->scanned < SCAN_AGAIN))
    return;
  if (self->scanned == 0)
    steady_cases_page_reload (self);
  self->scanned = real_now;
  scan (self);
}

static void
steady_cases_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "cases";
  interface->title = N_ ("Cases");
  interface->take = steady_cases_page_take;
  interface->refresh = steady_cases_page_refresh;
}

/* What is shown. */
SteadyCaseList *
steady_cases_page_list (SteadyCasesPage *self)
{
  return self->list;
}

/* The buttons that print the chosen case. */
SteadySheetBar *
steady_cases_page_sheets (SteadyCasesPage *self)
{
  return self->sheets;
}

/* Chooses the case at @position of the list. */
void
steady_cases_page_choose (SteadyCasesPage *self, unsigned position)
{
  gtk_single_selection_set_selected (self->selection, position);
  follow (self);
}

static void
steady_cases_page_dispose (GObject *object)
{
  SteadyCasesPage *self = STEADY_CASES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (steady_cases_page_parent_class)->dispose (object);
}

static void
steady_cases_page_finalize (GObject *object)
{
  SteadyCasesPage *self = STEADY_CASES_PAGE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->cancellable);
  g_free (self->problem);
  G_OBJECT_CLASS (steady_cases_page_parent_class)->finalize (object);
}

static void
steady_cases_page_class_init (SteadyCasesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_cases_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_cases_page_finalize;
  open_case = g_signal_new ("open-case",
                            STEADY_TYPE_CASES_PAGE,
                            G_SIGNAL_RUN_LAST,
                            0,
                            NULL,
                            NULL,
                            NULL,
                            G_TYPE_NONE,
                            1,
                            G_TYPE_STRING);
  g_type_ensure (STEADY_TYPE_SHEET_BAR);
  g_type_ensure (STEADY_TYPE_EXPORT_VIEW);
  g_type_ensure (STEADY_TYPE_IMPORT_VIEW);
  g_type_ensure (STEADY_TYPE_NAMELESS_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-cases-page"));
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, search);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, teaching);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, good_catch);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, count);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, view);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, open);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, mark_teaching);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, mark_good_catch);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, export);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, export_view);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, nameless_view);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, import_view);
  gtk_widget_class_bind_template_child (widget_class, SteadyCasesPage, sheets);
  gtk_widget_class_bind_template_callback (widget_class, on_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_nameless);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, scan);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_mark_teaching);
  gtk_widget_class_bind_template_callback (widget_class, on_mark_good_catch);
  gtk_widget_class_bind_template_callback (widget_class, steady_cases_page_reload);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_cases_page_init (SteadyCasesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->list = steady_case_list_new ();
  steady_sheet_bar_set_compact (self->sheets);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection,
                           "notify::selected-item",
                           G_CALLBACK (follow),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cases"), -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cases"), -1);
  follow (self);
}

/* A page that has not looked at the shelf yet. */
GtkWidget *
steady_cases_page_new (void)
{
  return g_object_new (STEADY_TYPE_CASES_PAGE, NULL);
}
