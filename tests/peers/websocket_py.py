#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""python3-websockets as a peer. It ends by itself after a minute.

    websocket_py.py serve PEM          echoes on a port that it prints; mutual TLS, PEM holds certificate, key and root
    websocket_py.py dial URL PEM       sends messages of many sizes, compares the echoes, closes with 4000; prints "ok" and a count
"""
import asyncio, signal, ssl, sys
import websockets

SIZES = [0, 1, 125, 126, 350, 65535, 65536, 300000]


def context(purpose, pem):
    c = ssl.create_default_context(purpose, cafile=pem)
    c.load_cert_chain(pem)
    c.check_hostname = False
    c.verify_mode = ssl.CERT_REQUIRED
    return c


async def serve(pem):
    async def echo(ws):
        async for message in ws:
            await ws.send(message)

    async with websockets.serve(echo, "127.0.0.1", 0, ssl=context(ssl.Purpose.CLIENT_AUTH, pem)) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


async def dial(url, pem):
    count = 0
    async with websockets.connect(url, ssl=context(ssl.Purpose.SERVER_AUTH, pem)) as ws:
        for size in SIZES:
            for message in ("\u00e9" * (size // 2), b"\xff" * size):
                await ws.send(message)
                assert await ws.recv() == message, size
                count += 1
        await ws.send(["frag", "men", "", "ted \u20ac"])
        assert await ws.recv() == "fragmented \u20ac"
        await asyncio.wait_for(await ws.ping("are you there"), 20)
        await ws.close(4000, "done")
        assert ws.close_code == 4000, ws.close_code
    print("ok", count, flush=True)


signal.alarm(60)
if sys.argv[1] == "serve":
    asyncio.run(serve(sys.argv[2]))
else:
    asyncio.run(dial(sys.argv[2], sys.argv[3]))
