#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's python3-pymodbus as a Modbus device: registers of a PuraLev and of a LeviFlow.

usage: pymodbus-server.py tcp PORT | rtu DEVICE

Input registers 0 ... 23 are a flow sensor's (0.48 of 8 L/min), 4000h ... 4008h a pump's, whose
holding register 4001h is its set speed. Prints "ready"; each set speed is printed.
"""
import asyncio
import sys

from pymodbus.datastore import (ModbusSequentialDataBlock, ModbusServerContext,
                                ModbusSlaveContext, ModbusSparseDataBlock)
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer

FLOW = [0, 600, 0, 0, 0, 0, 2450] + [0] * 17
PUMP = [2, 2800, 0, 2800, 0, 0, 0, 0, 25]


class Holding(ModbusSequentialDataBlock):
    """What is set is read back at once, as by a pump that obeys."""

    def __init__(self, inputs):
        super().__init__(0x4000 + 1, [0] * 8)
        self.inputs = inputs

    def setValues(self, address, values):
        super().setValues(address, values)
        values = values if isinstance(values, list) else [values]
        if address == 0x4001 + 1:
            print("set", values[0], flush=True)
            self.inputs.setValues(0x4001 + 1, [values[0]])
            self.inputs.setValues(0x4003 + 1, [values[0]])


async def serve(kind, where):
    registers = dict(enumerate(FLOW, 1))
    registers.update(enumerate(PUMP, 0x4000 + 1))
    inputs = ModbusSparseDataBlock(registers)
    context = ModbusServerContext(
        slaves=ModbusSlaveContext(ir=inputs, hr=Holding(inputs)), single=True)
    print("ready", flush=True)
    if kind == "tcp":
        await StartAsyncTcpServer(context=context, address=("127.0.0.1", int(where)))
    else:
        await StartAsyncSerialServer(context=context, framer=ModbusRtuFramer, port=where,
                                     baudrate=57600, timeout=1)


asyncio.run(serve(sys.argv[1], sys.argv[2]))
