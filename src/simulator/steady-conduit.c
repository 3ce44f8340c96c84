/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "simulator/steady-simulator-parts.h"

/* Lines and cannulae: what blood of a viscosity meets in them. */

/* mmHg/(mL/s) of a line: laminar, turbulent, or between (physiology notes 1.3 c).
 * Thread: any. */
double
steady_line_resistance (double viscosity_cp, double cm, double mm, double flow_ml_s)
{
  const double viscosity = viscosity_cp * 1e-3, length = cm * 0.01, bore = mm * 1e-3;
  const double flow = steady_clamp (fabs (flow_ml_s), 0.01, 1e4) * 1e-6;
  const double area = M_PI * bore * bore / 4.0;
  const double density = 1055.0;
  const double reynolds = density * flow / area * bore / viscosity;
  const double laminar = 128.0 * viscosity * length * flow / (M_PI * pow (bore, 4.0));
  const double friction = 0.316 * pow (reynolds, -0.25);
  const double turbulent =
      friction * length / bore * density * (flow / area) * (flow / area) / 2.0;
  const double blend = steady_clamp ((reynolds - 2000.0) / 1000.0, 0.0, 1.0);
  const double pascal = laminar + blend * (turbulent - laminar);

  return pascal / 133.322 / (flow * 1e6);
}

/* mmHg s²/mL of the blood that a line holds. Thread: any. */
double
steady_line_inertance (double cm, double mm)
{
  const double area = M_PI * mm * mm / 4.0 * 1e-6;
  return 1055.0 * cm * 0.01 / area / 133.322 * 1e-6;
}

/* mmHg/(mL/s)^1.75 by the M number (Sinard). Thread: any. */
double
steady_cannula_coefficient (double m, double viscosity_cp)
{
  return pow (10.0, m) * pow (viscosity_cp * 0.01, 0.25) * pow (60.0, 1.75) / 7.161e6;
}

/* M of a short arterial cannula for children, by its size: a line through the flows of
 * Wang 2015 at 8 and 10 Fr and of the maker's sheets at 9 and 13 Fr. Thread: any. */
double
steady_cannula_m (double french)
{
  return 4.668 - 2.227 * log (french / 8.0);
}

/*
 * L/min through a long thin cannula (femoral) of @cm and an inner bore of @mm at @drop
 * mmHg: friction along its length, and what its two ends take of the flow's energy (one
 * and a half times).
 *
 * Thread: any.
 */
double
steady_tube_cannula_flow (double cm, double mm, double viscosity_cp, double drop)
{
  const double bore = mm * 1e-3, area = M_PI * bore * bore / 4.0, density = 1055.0;
  double       low = 0.0, high = 20.0;

  for (int i = 0; i < 50; i++)
    {
      const double flow = 0.5 * (low + high);
      const double speed = flow * 1e-3 / 60.0 / area;
      const double ends = 1.5 * density * speed * speed / 2.0 / 133.322;
      const double along =
          steady_line_resistance (viscosity_cp, cm, mm, flow * 1000.0 / 60.0) * flow *
          1000.0 / 60.0;
      if (ends + along > drop)
        high = flow;
      else
        low = flow;
    }
  return 0.5 * (low + high);
}
