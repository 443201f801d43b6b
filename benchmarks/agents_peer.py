#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""The Python servers that benchmark_agents measures, on python3-websockets.

    agents_peer.py echo|relay|agent FOLDER ID PIPE

FOLDER holds ca-cert.pem, ID-cert.pem and ID-key.pem; the port, two bytes, is written to the descriptor PIPE.

echo   sends every frame back
relay  the least a hub could do: registers whoever says REGISTRO, passes everything else to its `destino`
agent  the guide's agent as it stands in tests/peers, without the second of sleep by which it simulates work
"""
import asyncio, json, logging, os, pathlib, runpy, ssl, struct, sys

import websockets

MODE, FOLDER, ID, PIPE = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def tell_port(server):
    os.write(PIPE, struct.pack("=H", server.sockets[0].getsockname()[1]))


def mutual_tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}/{ID}-cert.pem", f"{FOLDER}/{ID}-key.pem")
    context.load_verify_locations(f"{FOLDER}/ca-cert.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def echo(socket, path):
    async for message in socket:
        await socket.send(message)


def header(tipo, destino, datos, respuesta_a):
    return json.dumps({"tipo": tipo, "id_mensaje": "11111111-2222-4333-8444-555555555555", "origen": ID, "destino": destino, "respuesta_a": respuesta_a,
                       "timestamp": "2026-01-01T00:00:00.000Z", "id_sesion": None, "numero_secuencia": None, "requiere_ack": False, "datos": datos})


connected = {}


async def relay(socket, path):
    async for text in socket:
        message = json.loads(text)
        if message["tipo"] == "REGISTRO":
            connected[message["origen"]] = socket
            await socket.send(header("ACK_REGISTRO", message["origen"], None, message["id_mensaje"]))
            await socket.send(header("CAPABILITY_ANNOUNCE", message["origen"], {"version_protocolo": "1.1", "capacidades": ["relay"]}, None))
        else:
            await connected[message["destino"]].send(text)


async def serve(handler):
    server = await websockets.serve(handler, "127.0.0.1", 0, ssl=mutual_tls())
    tell_port(server)
    await server.wait_closed()


if MODE == "agent":
    real_serve, real_sleep = websockets.serve, asyncio.sleep

    async def serve_and_tell(*args, **options):
        server = await real_serve(*args, **options)
        tell_port(server)
        return server

    websockets.serve = serve_and_tell
    asyncio.sleep = lambda seconds: real_sleep(0 if seconds == 1 else seconds)
    sys.argv = ["agent_py.py", "--id", ID, "--port", "0", "--peer-uri", "wss://127.0.0.1:9", "--ca-cert", f"{FOLDER}/ca-cert.pem", "--my-cert", f"{FOLDER}/{ID}-cert.pem",
                "--my-key", f"{FOLDER}/{ID}-key.pem"]
    runpy.run_path(str(pathlib.Path(__file__).parent.parent / "tests" / "peers" / "agent_py.py"), run_name="__main__")
else:
    asyncio.run(serve(echo if MODE == "echo" else relay))
