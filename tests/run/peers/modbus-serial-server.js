// SPDX-License-Identifier: GPL-3.0-or-later
// The npm package modbus-serial as a Modbus device; see pymodbus-server.py beside this.
// usage: node modbus-serial-server.js tcp PORT | rtu DEVICE
const modbus = require("modbus-serial");

const flow = [0, 600, 0, 0, 0, 0, 2450];
const pump = [2, 2800, 0, 2800, 0, 0, 0, 0, 25];

function input (address)
{
  if (address >= 0x4000 && address < 0x4009)
    return pump[address - 0x4000];
  return address < 24 ? flow[address] || 0 : 0;
}

const vector = {
  getInputRegister: input,
  getHoldingRegister: input,
  setRegister (address, value)
  {
    if (address !== 0x4001)
      return;
    pump[1] = pump[3] = value;
    console.log ("set " + value);
  },
};
const [kind, where] = process.argv.slice (2);
const server =
  kind === "tcp"
    ? new modbus.ServerTCP (vector, { host: "127.0.0.1", port: Number (where), unitID: 1 })
    : new modbus.ServerSerial (vector, {
        port: where,
        baudRate: 57600,
        unitID: 1,
        openCallback: () => console.log ("ready"),
      });
server.on ("socketError", (problem) => console.error (problem));
server.on ("serverError", (problem) => console.error (problem));
server.on ("error", (problem) => console.error (problem));
if (kind === "tcp")
  server.on ("initialized", () => console.log ("ready"));
