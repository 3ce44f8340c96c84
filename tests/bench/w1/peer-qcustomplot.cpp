// SPDX-License-Identifier: GPL-3.0-or-later
// Workload W1 in QCustomPlot: peer-qcustomplot SECONDS LINE_WIDTH ANTIALIAS(0|1)

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QTimer>
#include <qcustomplot.h>

namespace
{

constexpr int traces = 12;
constexpr int rate = 250;
constexpr int slots_ = rate * 10;
constexpr int hole = slots_ / 50;
constexpr int numbers = 24;
constexpr int trendSeconds = 240;
constexpr double warmUp = 4;

// The same shapes as src/plot/steady-bench-w1.c.
double
waveValue (int trace, long index)
{
  double t = double (index) / rate;
  double phase = t * (trace < 8 ? 2.137 : 0.453) + trace * 0.13;
  phase -= std::floor (phase);
  auto bump = [phase] (double centre, double width) {
    return std::exp (-std::pow ((phase - centre) / width, 2));
  };
  double value;

  if (trace < 3)
    value = 0.25 + 0.56 * bump (0.36, 0.010) - 0.14 * bump (0.39, 0.010) +
            0.15 * bump (0.62, 0.050) + 0.08 * bump (0.18, 0.025);
  else if (trace < 8)
    value = 0.1 + 0.75 * (bump (0.20, 0.09) + 0.55 * bump (0.42, 0.16));
  else
    value = 0.5 + 0.38 * std::sin (2 * M_PI * phase) + 0.04 * std::sin (26 * M_PI * phase);
  std::uint32_t noise = std::uint32_t (index) * 2654435761u ^ std::uint32_t (trace) * 40503u;
  noise = (noise ^ noise >> 15) * 2246822519u;
  return value + ((noise >> 16 & 1023) / 1023.0 - 0.5) * 0.02;
}

double
trendValue (int number, long second)
{
  return 0.5 + 0.3 * std::sin (second * 0.021 + number) +
         0.05 * std::sin (second * 0.37 + number * 2);
}

class Bench
{
public:
  Bench (double seconds, double lineWidth, bool antialias) : seconds (seconds)
  {
    window.setWindowFlags (Qt::FramelessWindowHint);
    window.setGeometry (0, 0, 1920, 1080);
    window.setStyleSheet ("background:black;color:white");
    addWaves (lineWidth, antialias);
    addNumbers ();
    window.show ();
    clock.start ();
    timer.setTimerType (Qt::PreciseTimer);
    QObject::connect (&timer, &QTimer::timeout, [this] { tick (); });
    timer.start (16);
  }

private:
  void addWaves (double lineWidth, bool antialias)
  {
    waves = new QCustomPlot (&window);
    waves->setGeometry (0, 0, 1440, 1080);
    waves->setBackground (QBrush (Qt::black));
    waves->plotLayout ()->clear ();
    waves->plotLayout ()->setRowSpacing (0);
    if (antialias)
      waves->setAntialiasedElements (QCP::aePlottables);
    else
      waves->setNotAntialiasedElements (QCP::aeAll);
    for (int trace = 0; trace < traces; trace++)
      {
        auto *row = new QCPAxisRect (waves, false);
        row->setAutoMargins (QCP::msNone);
        row->setMinimumMargins (QMargins (0, 0, 0, 0));
        row->setMargins (QMargins (0, 0, 0, 0));
        waves->plotLayout ()->addElement (trace, 0, row);
        QCPAxis *x = row->addAxis (QCPAxis::atBottom);
        QCPAxis *y = row->addAxis (QCPAxis::atLeft);
        x->setVisible (false);
        y->setVisible (false);
        x->setRange (0, slots_);
        y->setRange (0, 1);
        QCPGraph *graph = waves->addGraph (x, y);
        graph->setPen (QPen (QColor::fromHsv (trace * 30, 200, 240), lineWidth));
        for (int i = 0; i < slots_; i++)
          graph->addData (i, waveValue (trace, i));
        graphs.push_back (graph);
      }
    QObject::connect (waves, &QCustomPlot::afterReplot, [this] { frames++; });
  }

  void addNumbers ()
  {
    for (int i = 0; i < numbers; i++)
      {
        int   left = 1440 + i % 2 * 240;
        int   top = i / 2 * 90;
        auto *label = new QLabel ("--", &window);
        label->setStyleSheet ("font-size:28px;color:white;background:black");
        label->setGeometry (left, top, 115, 88);
        labels.push_back (label);

        auto *plot = new QCustomPlot (&window);
        plot->setGeometry (left + 115, top, 120, 80);
        plot->setBackground (QBrush (Qt::black));
        plot->addGraph ();
        plot->graph (0)->setPen (QPen (Qt::lightGray, 1));
        plot->xAxis->setVisible (false);
        plot->yAxis->setVisible (false);
        plot->xAxis->setRange (0, trendSeconds);
        plot->yAxis->setRange (0, 1);
        trends.push_back (plot);
      }
  }

  void pushWaves (double passed)
  {
    long count = std::min (long (passed * rate) - next, long (slots_));
    if (count < 0)
      count = 0;
    for (int trace = 0; trace < traces; trace++)
      {
        auto slot = graphs[trace]->data ()->begin ();
        for (long i = 0; i < count; i++)
          (slot + (next + i) % slots_)->value = waveValue (trace, next + i);
        for (long i = 0; i < hole; i++)
          (slot + (next + count + i) % slots_)->value = NAN;
      }
    next += count;
    waves->replot (QCustomPlot::rpImmediateRefresh);
  }

  void pushNumbers (long second)
  {
    for (int i = 0; i < numbers; i++)
      {
        QVector<double> x (trendSeconds), y (trendSeconds);
        for (int k = 0; k < trendSeconds; k++)
          {
            x[k] = k;
            y[k] = trendValue (i, second + k);
          }
        trends[i]->graph (0)->setData (x, y, true);
        trends[i]->replot ();
        labels[i]->setText (QString::number (100 * y[0], 'f', 1));
      }
  }

  void tick ()
  {
    double passed = clock.nsecsElapsed () / 1e9;
    pushWaves (passed);
    if (long (passed) != second)
      pushNumbers (second = long (passed));
    if (begin < 0 && passed > warmUp)
      {
        begin = passed;
        frames = 0;
        std::fprintf (stderr, "BEGIN\n");
      }
    else if (begin >= 0 && passed - begin >= seconds)
      {
        std::fprintf (stderr, "END\n");
        std::printf ("frames=%ld\n", frames);
        std::fflush (stdout);
        usleep (1500000);
        std::_Exit (0);
      }
  }

  double                 seconds;
  QWidget                window;
  QCustomPlot           *waves = nullptr;
  QVector<QCPGraph *>    graphs;
  QVector<QLabel *>      labels;
  QVector<QCustomPlot *> trends;
  QElapsedTimer          clock;
  QTimer                 timer;
  long                   next = 0;
  long                   second = -1;
  long                   frames = 0;
  double                 begin = -1;
};

} // namespace

int
main (int argc, char **argv)
{
  if (argc != 4)
    {
      std::fprintf (stderr, "usage: peer-qcustomplot SECONDS LINE_WIDTH ANTIALIAS(0|1)\n");
      return 2;
    }
  QApplication application (argc, argv);
  Bench bench (std::atof (argv[1]), std::atof (argv[2]), std::atoi (argv[3]) != 0);
  return application.exec ();
}
