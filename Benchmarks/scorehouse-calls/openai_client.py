"""The same calls through AsyncOpenAI.

Usage: openai_client.py ENDPOINT COUNT IN-FLIGHT
The line is `calls failed seconds cpu_seconds peak_bytes`.
"""

import asyncio
import resource
import sys
import time

from openai import AsyncOpenAI


async def main(endpoint: str, count: int, in_flight: int) -> None:
    client = AsyncOpenAI(base_url=endpoint, api_key="none", max_retries=0)
    prompt = "The assistant's answer, with its question. " * 70
    numbers = iter(range(count))
    failed = 0

    async def worker() -> None:
        nonlocal failed
        for number in numbers:
            try:
                reply = await client.chat.completions.create(
                    model="m",
                    temperature=0,
                    max_tokens=16,
                    messages=[{"role": "user", "content": f"{number} {prompt}"}],
                )
                failed += reply.choices[0].message.content is None
            except Exception:
                failed += 1

    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.gather(*(worker() for _ in range(in_flight)))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(count, failed, time.perf_counter() - start, cpu, after.ru_maxrss * 1024)


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
