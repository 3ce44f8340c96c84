/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plot/steady-gl-program.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "steady-plot-resources.h"

#define FOLDER "/org/steady_perfusion/Steady/shaders/"

/* One source serves both dialects; only what stands before it differs. */
static const char *
head_of (bool es)
{
  return es ? "#version 300 es\n"
              "precision highp float;\n"
              "precision highp int;\n"
              "precision highp sampler2D;\n"
            : "#version 150\n";
}

static char *
load (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);

  g_resources_register (steady_plot_resources_get_resource ());
  g_autoptr (GBytes) bytes =
      g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (!bytes)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GLuint
compile (GLenum kind, const char *name, const char *common, bool es, GError **error)
{
  g_autofree char *text = load (name, error);
  g_autofree char *shared = NULL;
  GLint            good = 0;

  if (!text)
    return 0;
  if (common && !(shared = load (common, error)))
    return 0;

  const char *parts[] = { head_of (es), shared ? shared : "", text };
  GLuint      shader = glCreateShader (kind);
  glShaderSource (shader, G_N_ELEMENTS (parts), parts, NULL);
  glCompileShader (shader);
  glGetShaderiv (shader, GL_COMPILE_STATUS, &good);
  if (good)
    return shader;

  char log[1024] = "";
  glGetShaderInfoLog (shader, sizeof log, NULL, log);
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_FAILED,
               _ ("The graphics driver refused the shader %s: %s"),
               name,
               log);
  glDeleteShader (shader);
  return 0;
}

/* Compiles the shader @fragment for GLES 3.0 or GL 3.2 core; the context is current.
 * Returns: the program, or 0. Thread: main. */
GLuint
steady_gl_program_new (const char *fragment, bool es, GError **error)
{
  GLint  good = 0;
  GLuint vertex = compile (GL_VERTEX_SHADER, "picture.vert", NULL, es, error);
  if (vertex == 0)
    return 0;
  GLuint pixel = compile (GL_FRAGMENT_SHADER, fragment, "line.glsl", es, error);
  if (pixel == 0)
    {
      glDeleteShader (vertex);
      return 0;
    }

  GLuint program = glCreateProgram ();
  glAttachShader (program, vertex);
  glAttachShader (program, pixel);
  glBindAttribLocation (program, STEADY_GL_CORNER, "corner");
  glBindAttribLocation (program, STEADY_GL_SOURCE, "source");
  glBindAttribLocation (program, STEADY_GL_PLACE, "place");
  glLinkProgram (program);
  glDeleteShader (vertex);
  glDeleteShader (pixel);
  glGetProgramiv (program, GL_LINK_STATUS, &good);
  if (good)
    return program;

  char log[1024] = "";
  glGetProgramInfoLog (program, sizeof log, NULL, log);
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_FAILED,
               _ ("The graphics driver could not link the shader %s: %s"),
               fragment,
               log);
  glDeleteProgram (program);
  return 0;
}
