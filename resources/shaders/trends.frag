// SPDX-License-Identifier: GPL-3.0-or-later
// All trends, as in src/plot/steady-trend-raster.c.

const float FILL = 0.35;

uniform sampler2D columns; // lowest and highest; one row a trace
uniform int trace_count;
uniform int column_counts[16];

flat in ivec4 part_source;
flat in float part_place;

out vec4 result;

vec2
column_at (int trace, int i)
{
  if (i < 0 || i >= column_counts[trace])
    return vec2 (2.0 * MISSING);
  return texelFetch (columns, ivec2 (i, trace), 0).rg;
}

float
line_square (int trace, vec2 middle, float step_width)
{
  int first = int (floor ((middle.x - reach) / step_width - 0.5));
  int last = int (ceil ((middle.x + reach) / step_width - 0.5));
  float nearest = 1.0e9;
  vec2 next = column_at (trace, first);

  for (int i = first; i <= last; i++)
    {
      vec2 pair = next;
      next = column_at (trace, i + 1);
      if (pair.x > MISSING)
        continue;
      vec2 a = vec2 ((float (i) + 0.5) * step_width,
                     value_y (trace, 0.5 * (pair.x + pair.y))) -
               middle;
      vec2 b = a;
      if (next.x < MISSING)
        b = vec2 ((float (i) + 1.5) * step_width,
                  value_y (trace, 0.5 * (next.x + next.y))) -
            middle;
      if (a.x <= reach && b.x >= -reach)
        nearest = min (nearest, span_square (a, b));
    }
  return nearest;
}

void
main ()
{
  vec2 middle = pixel_middle ();

  result = ground (middle);
  for (int trace = 0; trace < trace_count; trace++)
    {
      vec4 row = limits[trace];
      if (middle.y < row.z || middle.y >= row.w || column_counts[trace] == 0)
        continue;

      float step_width = size.x / float (column_counts[trace]);
      vec2 pair = column_at (trace, int (middle.x / step_width));
      if (pair.x < MISSING)
        {
          float top = max (value_y (trace, pair.y), middle.y - 0.5);
          float bottom = min (value_y (trace, pair.x), middle.y + 0.5);
          result = mix (result, colours[trace], max (bottom - top, 0.0) * FILL);
        }
      result = mix_line (result, colours[trace], line_square (trace, middle, step_width));
    }
}
