// SPDX-License-Identifier: GPL-3.0-or-later
// A flow meter and pump of a rig on an Arduino: a turbine on pin 2 (450 pulses a litre), an
// LM35 thermometer on A0, a motor driver on pin 9. Ten lines a second at 115200 baud,
// "F=480 T=36.5 P=94": mL/min, degrees, rpm; "P94" sets the speed. See example-map.json.
volatile unsigned long last = 0, gap = 0; // microseconds: of the last pulse, between two
unsigned long told = 0;
int speed = 0;
void pulse () { unsigned long now = micros (); gap = now - last; last = now; }
void setup ()
{
  Serial.begin (115200);
  pinMode (2, INPUT_PULLUP);
  attachInterrupt (digitalPinToInterrupt (2), pulse, RISING);
}
void loop ()
{
  if (Serial.available () && Serial.read () == 'P') {
    long wanted = Serial.parseInt (); // constrain would read it more than once
    speed = constrain (wanted, 0, 250);
    analogWrite (9, speed);
  }
  if (millis () - told < 100) return; else told = millis ();
  noInterrupts ();
  unsigned long between = gap, since = micros () - last; // the next one is not there yet
  interrupts ();
  long flow = since > 3000000 ? 0 : (long) (60e9 / 450 / max (between, since));
  Serial.print ("F="); Serial.print (flow);
  Serial.print (" T="); Serial.print (analogRead (A0) * 500.0 / 1023, 1);
  Serial.print (" P="); Serial.println (speed);
}
