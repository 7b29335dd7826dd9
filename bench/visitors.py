"""Visitors without a screen: they speak to the page's server as a browser does, and draw nothing.

Run as ``python -m bench.visitors ADDRESS NUMBER``: it opens that many pages and prints
``ready``. For each line ``go`` on its input all of them let go of the slider at the same moment,
each on a day of its own, and it prints as JSON how many milliseconds each waited for its whole
page, and how many were shown another day than theirs.
"""

import asyncio
import datetime as dt
import json
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from geo import words

_FIRST = dt.date(2025, 3, 1)
_EPOCH = dt.date(1970, 1, 1)


class Visitor:
    """One open page."""

    def __init__(self, line: ClientConnection, number: int) -> None:
        self.line, self.number = line, number
        self.slider = ""
        self.sentence = ""

    async def open(self) -> None:
        """Ask for the page."""
        message = BackMsg()
        message.rerun_script.query_string = "on=2025-10-15&known=now&site=harir&period=2024-2026"
        await self.line.send(message.SerializeToString())
        await self.listen()

    async def release(self, turn: int) -> tuple[float, bool]:
        """Let go of the slider; give the milliseconds until all is there, and if it is right."""
        day = _FIRST + dt.timedelta(days=13 * self.number + 5 * turn)
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=self.slider)
        state.double_array_value.data.append((day - _EPOCH).days * 86_400e6)
        start = time.perf_counter()
        await self.line.send(message.SerializeToString())
        await self.listen()
        return (time.perf_counter() - start) * 1000, words.day_text(day, "en") in self.sentence

    async def listen(self) -> None:
        """Take in what the server sends until the script has ended."""
        while True:
            message = ForwardMsg.FromString(await self.line.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta":
                self.look(message)
            if kind == "script_finished":
                return

    def look(self, message: ForwardMsg) -> None:
        """Keep the slider's name and the sentence."""
        element = message.delta.new_element
        if element.slider.id:
            self.slider = element.slider.id
        if "drawdown-sentence" in element.html.body:
            self.sentence = element.html.body


async def _visit(address: str, number: int) -> None:
    server = address.replace("http", "ws", 1) + "_stcore/stream"
    lines = [
        await connect(
            server,
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(address.rstrip("/")),
            max_size=None,
        )
        for _ in range(number)
    ]
    visitors = [Visitor(line, one) for one, line in enumerate(lines)]
    for visitor in visitors:
        await visitor.open()
    print("ready", flush=True)
    turn = 0
    while await asyncio.to_thread(sys.stdin.readline):
        turn += 1
        found = await asyncio.gather(*(visitor.release(turn) for visitor in visitors))
        waits = [wait for wait, _ in found]
        print(json.dumps([waits, sum(not right for _, right in found)]), flush=True)
    for line in lines:
        await line.close()


if __name__ == "__main__":
    asyncio.run(_visit(sys.argv[1], int(sys.argv[2])))
