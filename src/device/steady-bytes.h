/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* Whole numbers in messages, in either order of bytes. The caller knows that they are
 * there. Thread: any. */

static inline uint16_t
steady_le16 (const uint8_t *bytes)
{
  return (uint16_t) (bytes[0] | bytes[1] << 8);
}

static inline uint32_t
steady_le32 (const uint8_t *bytes)
{
  return (uint32_t) steady_le16 (bytes) | (uint32_t) steady_le16 (bytes + 2) << 16;
}

static inline void
steady_put_le16 (uint8_t *bytes, uint16_t value)
{
  bytes[0] = (uint8_t) (value & 0xff);
  bytes[1] = (uint8_t) (value >> 8);
}

static inline uint16_t
steady_be16 (const uint8_t *bytes)
{
  return (uint16_t) (bytes[0] << 8 | bytes[1]);
}

static inline uint32_t
steady_be32 (const uint8_t *bytes)
{
  return (uint32_t) steady_be16 (bytes) << 16 | steady_be16 (bytes + 2);
}

static inline void
steady_put_be16 (uint8_t *bytes, uint16_t value)
{
  bytes[0] = (uint8_t) (value >> 8);
  bytes[1] = (uint8_t) (value & 0xff);
}

static inline void
steady_put_be32 (uint8_t *bytes, uint32_t value)
{
  steady_put_be16 (bytes, (uint16_t) (value >> 16));
  steady_put_be16 (bytes + 2, (uint16_t) (value & 0xffff));
}
