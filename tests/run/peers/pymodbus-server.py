#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's python3-pymodbus as a Modbus device: registers of a PuraLev, a LeviFlow and a GB100.

usage: pymodbus-server.py tcp PORT | rtu DEVICE

Input registers 0 ... 23 are a flow sensor's (0.48 of 8 L/min), 4000h ... 4008h a pump's, whose
holding register 4001h is its set speed. Holding registers 0 ... 53 are a gas blender's: 450 mL/min,
40 % oxygen in air. Prints "ready" when it listens; each set speed, flow and share is printed.
"""
import asyncio
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer

FLOW = [0, 600, 0, 0, 0, 0, 2450] + [0] * 17
PUMP = [2, 2800, 0, 2800, 0, 0, 0, 0, 25]
SHARES = {1: 6000, 2: 4000, 3: 0}  # of air (it balances), oxygen and CO2, in 0.01 %


def blender(total, shares):
    """As the sheet of the fact file has it: fifteen registers for each channel."""
    table = [0x0109, 0x0102, 0, 0, 0, 3, 1, total >> 16, total & 0xffff, 0]
    for channel, share in shares.items():
        flow = total * share // 100  # 0.01 mL/min
        two = [flow >> 16, flow & 0xffff]
        table += [1, 1, 0, 0, 1000, 1, share, channel, 1000] + two + two + two
    return table


class Holding(ModbusSparseDataBlock):
    """What is set is read back at once, as by a device that obeys."""

    def __init__(self, inputs):
        self.total, self.shares = 450, dict(SHARES)
        registers = dict(enumerate(blender(self.total, self.shares), 1))
        registers.update(enumerate([0] * 9, 0x4000 + 1))
        super().__init__(registers)
        self.inputs = inputs

    def setValues(self, address, values, use_as_default=False):
        values = values if isinstance(values, list) else [values]
        register = address - 1  # the server counts from one
        if register == 0x4001:
            print("set", values[0], flush=True)
            self.inputs.setValues(0x4001 + 1, [values[0]])
            self.inputs.setValues(0x4003 + 1, [values[0]])
        elif register == 7 and len(values) == 2:
            self.total = values[0] << 16 | values[1]
            print("total", self.total, flush=True)
        elif register in (31, 46):
            self.shares[(register - 16) // 15 + 1] = values[0]
            self.shares[1] = 10000 - self.shares[2] - self.shares[3]
            print("share", values[0], flush=True)
        super().setValues(address, values)
        for number, value in enumerate(blender(self.total, self.shares), 1):
            self.values[number] = value


async def serve(kind, where):
    registers = dict(enumerate(FLOW, 1))
    registers.update(enumerate(PUMP, 0x4000 + 1))
    inputs = ModbusSparseDataBlock(registers)
    context = ModbusServerContext(
        slaves=ModbusSlaveContext(ir=inputs, hr=Holding(inputs)), single=True)
    if kind == "tcp":
        server = await StartAsyncTcpServer(context=context, address=("127.0.0.1", int(where)),
                                           defer_start=True)
        serving = asyncio.ensure_future(server.serve_forever())
        await server.serving
    else:
        server = await StartAsyncSerialServer(context=context, framer=ModbusRtuFramer, port=where,
                                              baudrate=57600, timeout=1, defer_start=True)
        await server.start()
        serving = asyncio.ensure_future(server.serve_forever())
    print("ready", flush=True)
    await serving


asyncio.run(serve(sys.argv[1], sys.argv[2]))
