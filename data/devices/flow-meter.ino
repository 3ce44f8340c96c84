// SPDX-License-Identifier: GPL-3.0-or-later
// A flow meter and pump of a rig on an Arduino: a turbine on pin 2 (450 pulses a litre), an
// LM35 thermometer on A0, a motor driver on pin 9. Ten lines a second at 115200 baud:
// "F=480 T=36.5 P=94", mL/min, degrees, rpm; "P94" sets the speed. See example-map.json.
volatile unsigned long pulses = 0;
unsigned long told = 0, before = 0;
int speed = 0;
void pulse () { pulses++; }
void setup ()
{
  Serial.begin (115200);
  pinMode (2, INPUT_PULLUP);
  attachInterrupt (digitalPinToInterrupt (2), pulse, RISING);
}
void loop ()
{
  if (Serial.available () && Serial.read () == 'P') {
    speed = constrain (Serial.parseInt (), 0, 250);
    analogWrite (9, speed);
  }
  unsigned long now = millis ();
  if (now - told < 100) return;
  unsigned long seen = pulses;
  long flow = (long) ((seen - before) * 60000000.0 / 450 / (now - told));
  before = seen;
  told = now;
  Serial.print ("F="); Serial.print (flow);
  Serial.print (" T="); Serial.print (analogRead (A0) * 500.0 / 1023, 1);
  Serial.print (" P="); Serial.println (speed);
}
