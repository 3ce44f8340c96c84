// SPDX-License-Identifier: GPL-3.0-or-later
// A part of one row of sweeping waveforms.

uniform sampler2D samples; // one ring after the other, each some rows high
uniform ivec4 rings[16];   // first row in the texture, slots less one, -, -
uniform float steps[16];   // pixels from one sample to the next

flat in ivec4 part_source; // trace or -1, slot of the sample at part_place, first and
                           // last sample held, counted from that one
flat in float part_place;

out vec4 result;

float
sample_at (int trace, int i)
{
  if (i < part_source.z || i > part_source.w)
    return 2.0 * MISSING;
  int slot = (part_source.y + i) & rings[trace].y;
  return texelFetch (samples, ivec2 (slot & 1023, rings[trace].x + (slot >> 10)), 0).r;
}

void
main ()
{
  vec2 middle = pixel_middle ();
  int trace = part_source.x;

  result = ground (middle);
  if (trace < 0)
    return;

  float step_width = steps[trace];
  int first = int (floor ((middle.x - reach - part_place) / step_width));
  int last = int (ceil ((middle.x + reach - part_place) / step_width));
  first = max (first, part_source.z);
  last = min (last, part_source.w);

  float nearest = 1.0e9;
  float next = sample_at (trace, first);
  for (int i = first; i <= last; i++)
    {
      float value = next;
      next = sample_at (trace, i + 1);
      if (value > MISSING)
        continue;
      vec2 a = vec2 (part_place + float (i) * step_width, value_y (trace, value)) - middle;
      vec2 b = a;
      if (next < MISSING)
        b = vec2 (part_place + float (i + 1) * step_width, value_y (trace, next)) - middle;
      if (a.x <= reach && b.x >= -reach)
        nearest = min (nearest, span_square (a, b));
    }
  result = mix_line (result, colours[trace], nearest);
}
