// SPDX-License-Identifier: GPL-3.0-or-later
// The law of a line, the same as in src/plot/steady-trace-raster.c.

const float MISSING = 1.0e37;

uniform vec2 size;
uniform float reach; // half the line's width and half a pixel
uniform sampler2D backdrop;
uniform vec4 scales[16]; // y of the low value, the low value, pixels a unit, -
uniform vec4 limits[16]; // a line never leaves [x, y]; the row is [z, w)
uniform vec4 colours[16];

// The pixel from the top left corner.
vec2
pixel_middle ()
{
  return vec2 (gl_FragCoord.x, size.y - gl_FragCoord.y);
}

vec4
ground (vec2 middle)
{
  // The words of the picture lie in memory as blue, green, red.
  return vec4 (texelFetch (backdrop, ivec2 (floor (middle)), 0).bgr, 1.0);
}

float
value_y (int trace, float value)
{
  vec4 scale = scales[trace];
  return clamp (scale.x - (value - scale.y) * scale.z, limits[trace].x, limits[trace].y);
}

// Squared distance from the origin to the span from a to b.
float
span_square (vec2 a, vec2 b)
{
  vec2 e = b - a;
  float length_square = dot (e, e);
  float t = length_square > 0.0 ? clamp (dot (-a, e) / length_square, 0.0, 1.0) : 0.0;
  vec2 d = a + t * e;
  return dot (d, d);
}

vec4
mix_line (vec4 under, vec4 over, float square)
{
  return mix (under, over, clamp (reach - sqrt (square), 0.0, 1.0));
}
