/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stddef.h>

#include <epoxy/gl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "plot/steady-gl-program.h"
#include "plot/steady-plot-renderer.h"
#include "plot/steady-trend-raster.h"

/* Further from the sample that a part starts with no sample can be. */
#define FAR_INDEX (INT64_C (1) << 28)

/* A corner of a part of the picture, as the vertex shader takes it. */
typedef struct Corner
{
  float   x;
  float   y;
  int32_t source[4]; /* trace or -1, slot of the reference, first and last sample */
  float   place;     /* x of the reference sample */
} Corner;

/* Where a trace's ring lies in the texture of samples. */
typedef struct RingPlace
{
  unsigned row;
  unsigned capacity;
} RingPlace;

/* The back end on a graphics card: the picture is a texture of its own, into which only
 * the parts that changed are drawn, in one call. */
typedef struct SteadyGlRenderer
{
  SteadyPlotRenderer base;
  unsigned           width;
  unsigned           height;
  GLuint             waves;  /* programs */
  GLuint             trends; /* made when first needed */
  bool               es;
  GLuint             vertex_array;
  GLuint             vertex_buffer;
  GLuint             frame_buffer;
  GLuint             picture; /* textures */
  GLuint             backdrop;
  GLuint             samples;
  GLuint             columns;
  RingPlace          rings[STEADY_WAVE_TRACES_MAX];
  unsigned           sample_rows;
  bool               fresh; /* no draw since the backdrop was set */
} SteadyGlRenderer;

static GLuint
make_texture (void)
{
  GLuint texture = 0;

  glGenTextures (1, &texture);
  glBindTexture (GL_TEXTURE_2D, texture);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

static bool
set_backdrop (SteadyPlotRenderer *renderer, const SteadyPlotPicture *backdrop)
{
  SteadyGlRenderer *self = (SteadyGlRenderer *) renderer;
  GLint             width = (GLint) backdrop->width;
  GLint             height = (GLint) backdrop->height;
  GLint             limit = 0;
  GLint             before = 0;

  glGetIntegerv (GL_MAX_TEXTURE_SIZE, &limit);
  if (width > limit || height > limit)
    return false;
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glBindTexture (GL_TEXTURE_2D, self->backdrop);
  glTexImage2D (GL_TEXTURE_2D,
                0,
                GL_RGBA8,
                width,
                height,
                0,
                GL_RGBA,
                GL_UNSIGNED_BYTE,
                backdrop->pixels);
  self->fresh = true;
  if (self->width == backdrop->width && self->height == backdrop->height)
    return true;

  self->width = backdrop->width;
  self->height = backdrop->height;
  glBindTexture (GL_TEXTURE_2D, self->picture);
  glTexImage2D (
      GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
  glGetIntegerv (GL_FRAMEBUFFER_BINDING, &before);
  glBindFramebuffer (GL_FRAMEBUFFER, self->frame_buffer);
  glFramebufferTexture2D (
      GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, self->picture, 0);
  bool good = glCheckFramebufferStatus (GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
  glBindFramebuffer (GL_FRAMEBUFFER, (GLuint) before);
  return good;
}

static void
set_colour (float *to, uint32_t colour)
{
  to[0] = (float) (colour >> 16 & 0xff) / 255;
  to[1] = (float) (colour >> 8 & 0xff) / 255;
  to[2] = (float) (colour & 0xff) / 255;
  to[3] = 1;
}

static void
set_scale (
    float *scale, float *limits, const SteadyTraceScale *from, int top, int bottom)
{
  scale[0] = from->base;
  scale[1] = from->low;
  scale[2] = from->gain;
  scale[3] = 0;
  limits[0] = from->top;
  limits[1] = from->bottom;
  limits[2] = (float) top;
  limits[3] = (float) bottom;
}

/* Uniforms and textures both programs have. */
static void
use_program (SteadyGlRenderer *self,
             GLuint            program,
             GLuint            data,
             const char       *data_name,
             float             reach)
{
  glUseProgram (program);
  glUniform2f (glGetUniformLocation (program, "size"),
               (float) self->width,
               (float) self->height);
  glUniform1f (glGetUniformLocation (program, "reach"), reach);
  glActiveTexture (GL_TEXTURE1);
  glBindTexture (GL_TEXTURE_2D, data);
  glUniform1i (glGetUniformLocation (program, data_name), 1);
  glActiveTexture (GL_TEXTURE0);
  glBindTexture (GL_TEXTURE_2D, self->backdrop);
  glUniform1i (glGetUniformLocation (program, "backdrop"), 0);
}

/* Draws the parts whose corners are given into the own picture, in one call. */
static void
draw_parts (SteadyGlRenderer *self, const Corner *corners, unsigned count)
{
  GLint before = 0;

  glGetIntegerv (GL_FRAMEBUFFER_BINDING, &before);
  glBindFramebuffer (GL_FRAMEBUFFER, self->frame_buffer);
  glViewport (0, 0, (GLsizei) self->width, (GLsizei) self->height);
  glDisable (GL_BLEND);
  glDisable (GL_DEPTH_TEST);
  glDisable (GL_SCISSOR_TEST);
  glDisable (GL_CULL_FACE);
  glBindVertexArray (self->vertex_array);
  glBindBuffer (GL_ARRAY_BUFFER, self->vertex_buffer);
  glBufferData (
      GL_ARRAY_BUFFER, (GLsizeiptr) (count * sizeof *corners), corners, GL_STREAM_DRAW);
  glDrawArrays (GL_TRIANGLES, 0, (GLsizei) count);
  glBindVertexArray (0);
  glBindFramebuffer (GL_FRAMEBUFFER, (GLuint) before);
}

/* The six corners of two triangles. */
static void
add_part (Corner       *corners,
          const Corner *model,
          float         left,
          float         top,
          float         right,
          float         bottom)
{
  const float places[6][2] = { { left, top },    { right, top }, { left, bottom },
                               { left, bottom }, { right, top }, { right, bottom } };
  for (unsigned i = 0; i < 6; i++)
    {
      corners[i] = *model;
      corners[i].x = places[i][0];
      corners[i].y = places[i][1];
    }
}

/* Gives every ring its rows of the texture; a change of any moves them all. */
static void
place_rings (SteadyGlRenderer *self, SteadyWaveScene *scene)
{
  unsigned rows = 0;
  bool     same = true;

  for (unsigned i = 0; i < scene->count; i++)
    {
      unsigned capacity = scene->traces[i].ring.capacity;
      same = same && self->rings[i].capacity == capacity && self->rings[i].row == rows;
      self->rings[i].capacity = capacity;
      self->rings[i].row = rows;
      rows += capacity / STEADY_WAVE_RING_ROW;
    }
  if (same && rows == self->sample_rows)
    return;

  self->sample_rows = rows;
  glTexImage2D (GL_TEXTURE_2D,
                0,
                GL_R32F,
                (GLsizei) STEADY_WAVE_RING_ROW,
                (GLsizei) MAX (rows, 1),
                0,
                GL_RED,
                GL_FLOAT,
                NULL);
  for (unsigned i = 0; i < scene->count; i++)
    {
      scene->traces[i].fresh_from = scene->traces[i].ring.begin;
      scene->traces[i].fresh_to = scene->traces[i].ring.end;
    }
}

/* Sends the samples the texture lacks; a run never crosses a row of it. */
static void
send_samples (SteadyGlRenderer *self, SteadyWaveTrace *trace, const RingPlace *place)
{
  int64_t from = MAX (trace->fresh_from, trace->ring.begin);
  int64_t to = MIN (trace->fresh_to, trace->ring.end);

  while (from < to)
    {
      uint64_t slot = (uint64_t) from & (trace->ring.capacity - 1);
      unsigned x = (unsigned) slot % STEADY_WAVE_RING_ROW;
      int64_t  run = MIN (to - from, (int64_t) (STEADY_WAVE_RING_ROW - x));
      glTexSubImage2D (GL_TEXTURE_2D,
                       0,
                       (GLint) x,
                       (GLint) (place->row + (unsigned) slot / STEADY_WAVE_RING_ROW),
                       (GLsizei) run,
                       1,
                       GL_RED,
                       GL_FLOAT,
                       &trace->ring.values[slot]);
      from += run;
    }
  trace->fresh_from = trace->fresh_to = 0;
}

static int32_t
relative (int64_t index, int64_t reference)
{
  return (int32_t) CLAMP (index - reference, -FAR_INDEX, FAR_INDEX);
}

static void
add_rect (const SteadyWaveScene *scene, const SteadyWaveRect *rect, Corner *corners)
{
  const SteadyWaveTrace *trace = &scene->traces[rect->trace];
  const SteadyWaveRing  *ring = &trace->ring;
  int64_t reference = (int64_t) floor ((double) rect->column / trace->step);
  Corner  model = { 0 };

  model.source[0] =
      rect->blank || ring->begin == ring->end ? -1 : (int32_t) rect->trace;
  model.source[1] = (int32_t) ((uint64_t) reference & (ring->capacity - 1));
  model.source[2] = relative (ring->begin, reference);
  model.source[3] = relative (ring->end - 1, reference);
  model.place = (float) ((double) reference * trace->step - (double) rect->column +
                         (double) rect->left);
  add_part (corners,
            &model,
            (float) rect->left,
            (float) trace->top,
            (float) rect->right,
            (float) trace->bottom);
}

static void
set_wave_uniforms (SteadyGlRenderer *self, const SteadyWaveScene *scene)
{
  float   scales[STEADY_WAVE_TRACES_MAX][4] = { 0 };
  float   limits[STEADY_WAVE_TRACES_MAX][4] = { 0 };
  float   colours[STEADY_WAVE_TRACES_MAX][4] = { 0 };
  float   steps[STEADY_WAVE_TRACES_MAX] = { 0 };
  int32_t rings[STEADY_WAVE_TRACES_MAX][4] = { 0 };
  GLsizei count = (GLsizei) STEADY_WAVE_TRACES_MAX;
  GLuint  program = self->waves;

  for (unsigned i = 0; i < scene->count; i++)
    {
      const SteadyWaveTrace *trace = &scene->traces[i];
      SteadyTraceScale       scale = steady_trace_scale (scene, i);
      set_scale (scales[i], limits[i], &scale, trace->top, trace->bottom);
      set_colour (colours[i], steady_trace_colour (scene, i));
      steps[i] = (float) trace->step;
      rings[i][0] = (int32_t) self->rings[i].row;
      rings[i][1] = (int32_t) self->rings[i].capacity - 1;
    }
  glUniform4fv (glGetUniformLocation (program, "scales"), count, scales[0]);
  glUniform4fv (glGetUniformLocation (program, "limits"), count, limits[0]);
  glUniform4fv (glGetUniformLocation (program, "colours"), count, colours[0]);
  glUniform1fv (glGetUniformLocation (program, "steps"), count, steps);
  glUniform4iv (glGetUniformLocation (program, "rings"), count, rings[0]);
}

static void
draw_waves (SteadyPlotRenderer *renderer, SteadyWaveScene *scene)
{
  SteadyGlRenderer *self = (SteadyGlRenderer *) renderer;
  SteadyWaveRect    rects[STEADY_WAVE_RECTS_MAX];
  Corner            corners[STEADY_WAVE_RECTS_MAX * 6];

  if (self->fresh)
    steady_wave_scene_redraw (scene);
  self->fresh = false;
  unsigned count = steady_wave_scene_take_damage (scene, rects);
  if (count == 0)
    return;

  use_program (
      self, self->waves, self->samples, "samples", steady_wave_scene_reach (scene));
  glActiveTexture (GL_TEXTURE1);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  place_rings (self, scene);
  for (unsigned i = 0; i < scene->count; i++)
    send_samples (self, &scene->traces[i], &self->rings[i]);
  glActiveTexture (GL_TEXTURE0);

  set_wave_uniforms (self, scene);
  for (unsigned i = 0; i < count; i++)
    add_rect (scene, &rects[i], &corners[i * 6]);
  draw_parts (self, corners, count * 6);
}

/* The widest run of columns of any trace; beyond what a texture holds it is cut. */
static unsigned
widest (const SteadyTrendScene *scene)
{
  unsigned width = 1;
  GLint    limit = 0;

  glGetIntegerv (GL_MAX_TEXTURE_SIZE, &limit);
  for (unsigned i = 0; i < scene->count; i++)
    width = MAX (width, scene->traces[i].column_count);
  return MIN (width, (unsigned) limit);
}

static void
set_trend_uniforms (SteadyGlRenderer       *self,
                    const SteadyTrendScene *scene,
                    unsigned                width)
{
  float   scales[STEADY_TREND_TRACES_MAX][4] = { 0 };
  float   limits[STEADY_TREND_TRACES_MAX][4] = { 0 };
  float   colours[STEADY_TREND_TRACES_MAX][4] = { 0 };
  int32_t counts[STEADY_TREND_TRACES_MAX] = { 0 };
  GLsizei count = (GLsizei) STEADY_TREND_TRACES_MAX;
  GLuint  program = self->trends;

  for (unsigned i = 0; i < scene->count; i++)
    {
      const SteadyTrendTrace *trace = &scene->traces[i];
      SteadyTraceScale        scale = steady_trend_scale (scene, trace);
      set_scale (scales[i], limits[i], &scale, trace->top, trace->bottom);
      set_colour (colours[i], scene->stale ? scene->stale_colour : trace->colour);
      counts[i] = (int32_t) MIN (trace->column_count, width);
      if (counts[i] > 0)
        glTexSubImage2D (GL_TEXTURE_2D,
                         0,
                         0,
                         (GLint) i,
                         counts[i],
                         1,
                         GL_RG,
                         GL_FLOAT,
                         trace->columns);
    }
  glUniform4fv (glGetUniformLocation (program, "scales"), count, scales[0]);
  glUniform4fv (glGetUniformLocation (program, "limits"), count, limits[0]);
  glUniform4fv (glGetUniformLocation (program, "colours"), count, colours[0]);
  glUniform1iv (glGetUniformLocation (program, "column_counts"), count, counts);
  glUniform1i (glGetUniformLocation (program, "trace_count"), (GLint) scene->count);
}

static void
draw_trends (SteadyPlotRenderer *renderer, const SteadyTrendScene *scene)
{
  SteadyGlRenderer *self = (SteadyGlRenderer *) renderer;
  Corner            corners[6];
  Corner            model = { 0 };
  unsigned          width = widest (scene);

  self->fresh = false;
  use_program (
      self, self->trends, self->columns, "columns", scene->line_width * 0.5f + 0.5f);
  glActiveTexture (GL_TEXTURE1);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D (GL_TEXTURE_2D,
                0,
                GL_RG32F,
                (GLsizei) width,
                (GLsizei) MAX (scene->count, 1),
                0,
                GL_RG,
                GL_FLOAT,
                NULL);
  set_trend_uniforms (self, scene, width);
  glActiveTexture (GL_TEXTURE0);
  add_part (corners, &model, 0, 0, (float) self->width, (float) self->height);
  draw_parts (self, corners, 6);
}

static void
read_picture (SteadyPlotRenderer *renderer, SteadyPlotPicture *ret_picture)
{
  SteadyGlRenderer *self = (SteadyGlRenderer *) renderer;
  GLint             before = 0;

  glGetIntegerv (GL_FRAMEBUFFER_BINDING, &before);
  glBindFramebuffer (GL_FRAMEBUFFER, self->frame_buffer);
  glPixelStorei (GL_PACK_ALIGNMENT, 4);
  for (unsigned y = 0; y < self->height; y++)
    {
      uint32_t *row = &ret_picture->pixels[(size_t) y * self->width];
      glReadPixels (0,
                    (GLint) (self->height - 1 - y),
                    (GLsizei) self->width,
                    1,
                    GL_RGBA,
                    GL_UNSIGNED_BYTE,
                    row);
      for (unsigned x = 0; x < self->width; x++)
        row[x] = (row[x] & 0xff00ff00u) | (row[x] >> 16 & 0xff) | (row[x] & 0xff) << 16;
    }
  glBindFramebuffer (GL_FRAMEBUFFER, (GLuint) before);
}

static void
free_renderer (SteadyPlotRenderer *renderer)
{
  SteadyGlRenderer *self = (SteadyGlRenderer *) renderer;
  const GLuint      textures[] = {
         self->picture, self->backdrop, self->samples, self->columns
  };

  glDeleteTextures (G_N_ELEMENTS (textures), textures);
  glDeleteFramebuffers (1, &self->frame_buffer);
  glDeleteBuffers (1, &self->vertex_buffer);
  glDeleteVertexArrays (1, &self->vertex_array);
  glDeleteProgram (self->waves);
  glDeleteProgram (self->trends);
  g_free (self);
}

static void
make_vertex_array (SteadyGlRenderer *self)
{
  glGenVertexArrays (1, &self->vertex_array);
  glGenBuffers (1, &self->vertex_buffer);
  glBindVertexArray (self->vertex_array);
  glBindBuffer (GL_ARRAY_BUFFER, self->vertex_buffer);
  glEnableVertexAttribArray (STEADY_GL_CORNER);
  glVertexAttribPointer (STEADY_GL_CORNER,
                         2,
                         GL_FLOAT,
                         GL_FALSE,
                         sizeof (Corner),
                         (void *) offsetof (Corner, x));
  glEnableVertexAttribArray (STEADY_GL_SOURCE);
  glVertexAttribIPointer (
      STEADY_GL_SOURCE, 4, GL_INT, sizeof (Corner), (void *) offsetof (Corner, source));
  glEnableVertexAttribArray (STEADY_GL_PLACE);
  glVertexAttribPointer (STEADY_GL_PLACE,
                         1,
                         GL_FLOAT,
                         GL_FALSE,
                         sizeof (Corner),
                         (void *) offsetof (Corner, place));
  glBindVertexArray (0);
}

/* Makes the back end for the current context, GLES 3.0 or GL 3.2 core and newer; it is
 * used and freed with that context current. Thread: main. */
SteadyPlotRenderer *
steady_gl_renderer_new (bool es, GError **error)
{
  static const SteadyPlotRendererInterface interface = {
    .backend = STEADY_PLOT_BACKEND_GL,
    .set_backdrop = set_backdrop,
    .draw_waves = draw_waves,
    .draw_trends = draw_trends,
    .read = read_picture,
    .free = free_renderer,
  };

  if (epoxy_gl_version () < (es ? 30 : 32))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_SUPPORTED,
                   _ ("The graphics driver offers OpenGL %s%d.%d only."),
                   es ? "ES " : "",
                   epoxy_gl_version () / 10,
                   epoxy_gl_version () % 10);
      return NULL;
    }
  GLuint waves = steady_gl_program_new ("waves.frag", es, error);
  if (waves == 0)
    return NULL;
  GLuint trends = steady_gl_program_new ("trends.frag", es, error);
  if (trends == 0)
    {
      glDeleteProgram (waves);
      return NULL;
    }

  SteadyGlRenderer *self = g_new0 (SteadyGlRenderer, 1);
  self->base.interface = &interface;
  self->waves = waves;
  self->trends = trends;
  self->picture = make_texture ();
  self->backdrop = make_texture ();
  self->samples = make_texture ();
  self->columns = make_texture ();
  glGenFramebuffers (1, &self->frame_buffer);
  make_vertex_array (self);
  return &self->base;
}

/* Copies the picture into the frame buffer that is bound for drawing, of the same size.
 * Returns: whether GL reported no error since the last time. Thread: main. */
bool
steady_gl_renderer_blit (SteadyPlotRenderer *renderer)
{
  SteadyGlRenderer *self = (SteadyGlRenderer *) renderer;
  GLint             before = 0;
  GLint             width = (GLint) self->width;
  GLint             height = (GLint) self->height;

  glGetIntegerv (GL_READ_FRAMEBUFFER_BINDING, &before);
  glBindFramebuffer (GL_READ_FRAMEBUFFER, self->frame_buffer);
  glDisable (GL_SCISSOR_TEST);
  glBlitFramebuffer (
      0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer (GL_READ_FRAMEBUFFER, (GLuint) before);
  return glGetError () == GL_NO_ERROR;
}
