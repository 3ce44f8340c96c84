/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "base/steady-random.h"
#include "link/steady-frame.h"
#include "link/steady-json-assembly.h"

typedef struct Packet
{
  _Alignas(8) uint8_t bytes[4096];
  size_t length;
} Packet;

static Packet
make_packet (unsigned type, uint32_t count, const void *payload, size_t length)
{
  Packet            packet = { .length = sizeof (SteadyFrameHeader) + length };
  SteadyFrameHeader header = { .type = (uint16_t) type,
                               .length = (uint32_t) packet.length,
                               .count = count };
  memcpy (packet.bytes, &header, sizeof header);
  if (length > 0)
    memcpy (packet.bytes + sizeof header, payload, length);
  return packet;
}

static bool
is_frame (const Packet *packet)
{
  SteadyFrame frame;
  return steady_frame_check (packet->bytes, packet->length, &frame);
}

static Packet
make_waves (void)
{
  _Alignas(8) uint8_t bytes[256] = { 0 };
  SteadyWaveRun       first = { .channel = 1, .count = 3, .rate_hz = 250 };
  SteadyWaveRun       second = { .channel = 2, .count = 4, .first_index = 7 };
  const float         values[] = { 1, 2, 3, 4 };

  memcpy (bytes, &first, sizeof first);
  memcpy (bytes + sizeof first, values, 12);
  const size_t size = steady_wave_run_size (3);
  g_assert_cmpuint (size, ==, 24 + 16);
  memcpy (bytes + size, &second, sizeof second);
  memcpy (bytes + size + sizeof second, values, 16);
  return make_packet (STEADY_FRAME_WAVES, 2, bytes, size + steady_wave_run_size (4));
}

static void
test_runs_are_read_back (void)
{
  const Packet  packet = make_waves ();
  SteadyFrame   frame;
  SteadyWaveRun run;
  const float  *values;
  size_t        offset = 0;

  g_assert_true (steady_frame_check (packet.bytes, packet.length, &frame));
  g_assert_true (steady_frame_next_wave (&frame, &offset, &run, &values));
  g_assert_cmpuint (run.channel, ==, 1);
  g_assert_cmpfloat_with_epsilon (values[2], 3, 1e-6);
  g_assert_true (steady_frame_next_wave (&frame, &offset, &run, &values));
  g_assert_cmpint (run.first_index, ==, 7);
  g_assert_cmpfloat_with_epsilon (values[3], 4, 1e-6);
  g_assert_false (steady_frame_next_wave (&frame, &offset, &run, &values));
}

static void
test_wrong_shapes_are_refused (void)
{
  const SteadySample sample = { 0 };
  SteadyMark         mark = { 0 };
  Packet             packet = make_packet (STEADY_FRAME_NUMERICS, 1, &sample, 32);

  g_assert_true (is_frame (&packet));
  packet = make_packet (STEADY_FRAME_NUMERICS, 2, &sample, 32);
  g_assert_false (is_frame (&packet));
  packet = make_packet (STEADY_FRAME_NUMERICS, 0x08000001u, &sample, 32);
  g_assert_false (is_frame (&packet));
  packet = make_packet (STEADY_FRAME_BYE, 0, "x", 1);
  g_assert_false (is_frame (&packet));
  packet = make_packet (999, 0, NULL, 0);
  g_assert_false (is_frame (&packet));
  const Packet waves = make_waves ();
  for (unsigned count = 0; count < 5; count++)
    {
      packet = make_packet (STEADY_FRAME_WAVES,
                            count,
                            waves.bytes + sizeof (SteadyFrameHeader),
                            waves.length - sizeof (SteadyFrameHeader));
      g_assert_true (is_frame (&packet) == (count == 2));
    }
  packet = make_packet (STEADY_FRAME_HELLO, 1, "{\"\xff\":1}", 7);
  g_assert_false (is_frame (&packet));
  packet = make_packet (STEADY_FRAME_MARK, 1, &mark, sizeof mark);
  g_assert_true (is_frame (&packet));
  memset (mark.text, 'x', sizeof mark.text);
  packet = make_packet (STEADY_FRAME_MARK, 1, &mark, sizeof mark);
  g_assert_false (is_frame (&packet));
  packet.length--;
  g_assert_false (is_frame (&packet));
}

static void
read_all (const Packet *packet)
{
  SteadyFrame   frame;
  SteadyWaveRun run;
  const float  *values;
  size_t        offset = 0;
  float         sum = 0;

  if (!steady_frame_check (packet->bytes, packet->length, &frame))
    return;
  if (frame.header.type == STEADY_FRAME_WAVES)
    while (steady_frame_next_wave (&frame, &offset, &run, &values))
      for (unsigned i = 0; i < run.count; i++)
        sum += values[i];
  g_assert_cmpuint (offset, <=, frame.length);
  (void) sum;
}

static void
test_garbled_packets_do_no_harm (void)
{
  SteadyRandom       random;
  const SteadySample samples[3] = { 0 };
  const Packet       seeds[] = { make_waves (),
                                 make_packet (STEADY_FRAME_NUMERICS, 3, samples, 96),
                                 make_packet (STEADY_FRAME_HELLO, 1, "{\"a\":1}", 7) };

  steady_random_init (&random, 1);
  for (unsigned seed = 0; seed < G_N_ELEMENTS (seeds); seed++)
    {
      for (size_t length = 0; length <= seeds[seed].length; length++)
        {
          Packet packet = seeds[seed];
          packet.length = length;
          g_assert_cmpint (is_frame (&packet), ==, length == seeds[seed].length);
        }
      for (unsigned round = 0; round < 3000; round++)
        {
          Packet packet = seeds[seed];
          for (unsigned flips = 0; flips < 4; flips++)
            {
              const uint64_t bits = steady_random_bits (&random);
              packet.bytes[(bits >> 8) % packet.length] ^= (uint8_t) (1u << (bits % 8));
            }
          read_all (&packet);
        }
    }
}

static SteadyAssemblyResult
add (SteadyJsonAssembly *assembly,
     unsigned            part,
     unsigned            of,
     const char         *text,
     SteadyFrame        *ret_frame)
{
  SteadyJsonPart head = {
    .id = 3, .part = (uint16_t) part, .of = (uint16_t) of, .type = STEADY_FRAME_WELCOME
  };
  uint8_t bytes[64];
  memcpy (bytes, &head, sizeof head);
  memcpy (bytes + sizeof head, text, strlen (text));
  const Packet packet =
      make_packet (STEADY_FRAME_JSON_PART, 1, bytes, sizeof head + strlen (text));
  SteadyFrame frame;
  g_assert_true (steady_frame_check (packet.bytes, packet.length, &frame));
  return steady_json_assembly_add (assembly, &frame, ret_frame);
}

static void
test_parts_become_one_text (void)
{
  SteadyJsonAssembly assembly = { 0 };
  SteadyFrame        frame;

  g_assert_cmpint (
      add (&assembly, 0, 3, "{\"a\":\"\xc3", &frame), ==, STEADY_ASSEMBLY_MORE);
  g_assert_cmpint (add (&assembly, 1, 3, "\xa4\"", &frame), ==, STEADY_ASSEMBLY_MORE);
  g_assert_cmpint (add (&assembly, 2, 3, "}", &frame), ==, STEADY_ASSEMBLY_WHOLE);
  g_assert_cmpuint (frame.header.type, ==, STEADY_FRAME_WELCOME);
  g_assert_cmpstr (frame.payload, ==, "{\"a\":\"ä\"}");
  g_assert_cmpuint (frame.length, ==, strlen (frame.payload));

  g_assert_cmpint (add (&assembly, 1, 3, "x", &frame), ==, STEADY_ASSEMBLY_FAULT);
  g_assert_cmpint (add (&assembly, 0, 2, "x", &frame), ==, STEADY_ASSEMBLY_MORE);
  g_assert_cmpint (add (&assembly, 1, 3, "x", &frame), ==, STEADY_ASSEMBLY_FAULT);
  g_assert_cmpint (add (&assembly, 0, 0, "x", &frame), ==, STEADY_ASSEMBLY_FAULT);
  g_assert_cmpint (add (&assembly, 0, 1, "\xff", &frame), ==, STEADY_ASSEMBLY_FAULT);
  steady_json_assembly_finish (&assembly);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/frame/runs-are-read-back", test_runs_are_read_back);
  g_test_add_func ("/link/frame/wrong-shapes-are-refused",
                   test_wrong_shapes_are_refused);
  g_test_add_func ("/link/frame/garbled-packets-do-no-harm",
                   test_garbled_packets_do_no_harm);
  g_test_add_func ("/link/json/parts-become-one-text", test_parts_become_one_text);
  return g_test_run ();
}
