// SPDX-License-Identifier: GPL-3.0-or-later
// Workload W2 in QCustomPlot: peer-qcustomplot-w2 FOLDER WAVES_SECONDS REDRAWS LOOK
// FOLDER holds w2.f32 and numeric.f32, as w2-case leaves them. LOOK is "cheapest", lines
// of 1 px that are not smoothed, or "default", smoothed as QCustomPlot draws by itself.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <unistd.h>
#include <vector>

#include <QApplication>
#include <qcustomplot.h>

namespace
{

constexpr int waves = 8;
constexpr int numerics = 40;
constexpr int rate = 125;
constexpr int emptyPaints = 10; // the window stands before the clock runs

double
milliseconds (clockid_t which)
{
  timespec now;
  clock_gettime (which, &now);
  return double (now.tv_sec) * 1e3 + double (now.tv_nsec) / 1e6;
}

class Bench
{
public:
  Bench (const std::string &folder, long seconds, bool cheapest)
    : folder (folder), seconds (seconds)
  {
    plot.setWindowFlags (Qt::FramelessWindowHint);
    plot.setGeometry (0, 0, 1920, 1080);
    plot.setBackground (QBrush (Qt::black));
    if (cheapest)
      plot.setNotAntialiasedElements (QCP::aeAll);
    plot.plotLayout ()->clear ();
    plot.plotLayout ()->setRowSpacing (0);
    for (int i = 0; i < waves; i++)
      addRow (i);
    plot.show ();
    for (int i = 0; i < emptyPaints; i++)
      show (0, double (seconds));
  }

  // All that a person waits for who opens the case.
  void open ()
  {
    double cpu = milliseconds (CLOCK_PROCESS_CPUTIME_ID);
    double wall = milliseconds (CLOCK_MONOTONIC);
    for (int i = 0; i < waves; i++)
      load ("/w2.f32", i, seconds * rate, 1.0 / rate, i);
    for (int i = 0; i < numerics; i++)
      load ("/numeric.f32", i, seconds, 1, i % waves);
    show (0, double (seconds));
    std::printf ("first_cpu_ms=%.2f\nfirst_wall_ms=%.2f\n",
                 milliseconds (CLOCK_PROCESS_CPUTIME_ID) - cpu,
                 milliseconds (CLOCK_MONOTONIC) - wall);
  }

  void redraw (int count)
  {
    std::fprintf (stderr, "BEGIN\n");
    for (int i = 0; i < count; i++)
      show (i * 0.001, double (seconds) + i * 0.001);
    std::fprintf (stderr, "END\n");
    std::printf ("frames=%d\n", count);
    std::fflush (stdout);
    usleep (1500000);
  }

private:
  void addRow (int row)
  {
    auto *rect = new QCPAxisRect (&plot, false);
    rect->setAutoMargins (QCP::msNone);
    rect->setMinimumMargins (QMargins (0, 0, 0, 0));
    rect->setMargins (QMargins (0, 0, 0, 0));
    plot.plotLayout ()->addElement (row, 0, rect);
    QCPAxis *x = rect->addAxis (QCPAxis::atBottom);
    QCPAxis *y = rect->addAxis (QCPAxis::atLeft);
    x->setVisible (false);
    y->setVisible (false);
    y->setRange (0, 160);
    axes.push_back ({ x, y });
  }

  void load (const char *name, int place, long count, double step, int row)
  {
    std::vector<float>    values (static_cast<std::size_t> (count));
    QVector<QCPGraphData> data (static_cast<int> (count));
    FILE                 *file = std::fopen ((folder + name).c_str (), "rb");

    if (!file || std::fseek (file, long (sizeof (float)) * count * place, SEEK_SET) ||
        std::fread (values.data (), sizeof (float), values.size (), file) != values.size ())
      {
        std::fprintf (stderr, "%s%s: cannot be read\n", folder.c_str (), name);
        std::_Exit (1);
      }
    std::fclose (file);
    for (long i = 0; i < count; i++)
      {
        data[int (i)].key = double (i) * step;
        data[int (i)].value = double (values[static_cast<std::size_t> (i)]);
      }
    QCPGraph *graph = plot.addGraph (axes[static_cast<std::size_t> (row)].first,
                                     axes[static_cast<std::size_t> (row)].second);
    graph->setPen (QPen (QColor::fromHsv (place * 40 % 360, 200, 240), 1));
    graph->data ()->set (data, true);
  }

  void show (double from, double to)
  {
    for (auto &pair : axes)
      pair.first->setRange (from, to);
    plot.replot (QCustomPlot::rpImmediateRefresh);
    QApplication::processEvents ();
  }

  std::string                                  folder;
  long                                         seconds;
  QCustomPlot                                  plot;
  std::vector<std::pair<QCPAxis *, QCPAxis *>> axes;
};

} // namespace

int
main (int argc, char **argv)
{
  if (argc != 5)
    {
      std::fprintf (stderr, "usage: peer-qcustomplot-w2 FOLDER SECONDS REDRAWS LOOK\n");
      return 2;
    }
  QApplication application (argc, argv);
  Bench bench (argv[1], std::atol (argv[2]), std::string (argv[4]) == "cheapest");
  bench.open ();
  bench.redraw (std::atoi (argv[3]));
  std::_Exit (0);
}
