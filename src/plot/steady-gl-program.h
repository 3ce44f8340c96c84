/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <epoxy/gl.h>
#include <glib.h>

/* The places of what a vertex carries. */
enum
{
  STEADY_GL_CORNER = 0,
  STEADY_GL_SOURCE = 1,
  STEADY_GL_PLACE = 2
};

GLuint steady_gl_program_new (const char *fragment, bool es, GError **error);
