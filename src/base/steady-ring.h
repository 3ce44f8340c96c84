/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A single-producer single-consumer ring of records of varying length, for what must
 * pass from one thread to another without a lock or an allocation. Memory is taken
 * once, in steady_ring_init (), and touched so that no page fault comes later.
 */
typedef struct SteadyRing
{
  uint8_t         *bytes;
  size_t           capacity; /* a power of two */
  _Atomic uint64_t head;     /* bytes ever written */
  _Atomic uint64_t tail;     /* bytes ever read */
} SteadyRing;

void   steady_ring_init (SteadyRing *self, size_t capacity);
void   steady_ring_finish (SteadyRing *self);
bool   steady_ring_push (SteadyRing *self, const void *record, size_t length);
bool   steady_ring_push2 (SteadyRing *self,
                          const void *head,
                          size_t      head_length,
                          const void *body,
                          size_t      body_length);
size_t steady_ring_peek (const SteadyRing *self);
size_t steady_ring_pop (SteadyRing *self, void *ret_record, size_t size);
size_t steady_ring_used (const SteadyRing *self);
