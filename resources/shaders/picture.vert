// SPDX-License-Identifier: GPL-3.0-or-later
// One part of the picture: two triangles. Places are in pixels from the picture's top
// left corner; the picture lies in the frame buffer the way GL wants it, bottom first.

uniform vec2 size;

in vec2 corner;
in ivec4 source;
in float place;

flat out ivec4 part_source;
flat out float part_place;

void
main ()
{
  part_source = source;
  part_place = place;
  gl_Position =
      vec4 (2.0 * corner.x / size.x - 1.0, 1.0 - 2.0 * corner.y / size.y, 0.0, 1.0);
}
