"""How fast a closing finds what it was copied from: `python -m bench.likeness [--sizes 10000 100000 1000000]`.

Invented closings are put into the index of each database; then near-copies (every twentieth character changed) and texts
that stand nowhere are asked for. Milliseconds by the wall, of the search with the comparison in full of what it finds;
writes bench/out/likeness.json.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from bench.databases import OUT, new_database

ASKED = 100
SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
OPENINGS = "按照会议要求 根据督办通知 对照办结标准 经现场核查 接到整改通知后 围绕任务目标 结合工作实际 本月以来".split()
DOERS = "我司 我部 装卸公司 拖轮公司 仓储公司 安全科 生产调度室 设备管理部 客户服务中心 党支部".split()
DEEDS = "组织专人逐项排查 更换老旧设施 完善管理制度 开展专题培训 落实值班值守 清理堵塞管沟 补充防护用品 校准检测仪器".split()
THINGS = (
    "码头照明灯具 堆场消防通道 门机限位装置 冷藏箱插座 危险品台账 登轮梯护网 皮带机护罩 污水处理设施 视频监控".split()
)
RESULTS = "运行正常 符合标准 问题全部销号 资料归档齐全 责任落实到人 现场复查合格 达到预期效果 群众反映良好".split()


def closing(dice: random.Random) -> str:
    """Some ninety characters: turns of phrase that many share, and names and places of its own."""
    own = lambda size: "".join(dice.choices(SIGNS, k=size))  # noqa: E731
    parts = [
        f"{dice.choice(OPENINGS)}，{dice.choice(DOERS)}于{dice.randrange(1, 13)}月{dice.randrange(1, 29)}日"
        f"对{own(3)}{dice.choice(THINGS)}{dice.choice(DEEDS)}"
    ]
    parts += [f"{own(dice.randrange(2, 9))}{dice.choice(DEEDS)}{dice.randrange(2, 90)}处" for _ in range(2)]
    return "，".join(parts) + f"，由{own(3)}负责{own(6)}，{dice.choice(RESULTS)}。"


def near_copy(text: str, dice: random.Random) -> str:
    return "".join(dice.choice(SIGNS) if dice.random() < 0.05 else sign for sign in text)


def fill(first: int, last: int, common: int, heard: bytearray) -> Iterator[tuple[tuple[Any, ...], list[int]]]:
    from duban.likeness.index import KEPT
    from duban.likeness.words import words

    mask = len(heard) - 1
    for number in range(first, last):
        text = closing(random.Random(number))
        kept = [value for value in words(text).values if heard[value & mask] < common][:KEPT]
        for value in kept:
            heard[value & mask] += 1
        yield (number, "bench", number, "bench", number, 1, "2026-01-01 00:00:00+00:00", text, 0), kept


def load(first: int, last: int, common: int, heard: bytearray) -> None:
    """Straight into the tables, values in order: what the worker does one by one over years."""
    from django.db import connection, transaction

    columns = "id, noun, noun_id, about_noun, about_id, unit_id, at, body, file"
    sketch: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        rows = fill(first, last, common, heard)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY likeness_entry ({columns}) FROM STDIN") as copy:
                for row, kept in rows:
                    copy.write_row(row)
                    sketch += [(value + 0x80000000) << 32 | row[0] for value in kept]
            sketch.sort()
            with cursor.copy("COPY likeness_sketch (value, entry_id) FROM STDIN") as copy:
                for each in sketch:
                    copy.write_row(((each >> 32) - 0x80000000, each & 0xFFFFFFFF))
        else:
            raw = connection.connection
            into = f"INSERT INTO likeness_entry ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            for row, kept in rows:
                raw.execute(into, row)
                sketch += [(value + 0x80000000) << 32 | row[0] for value in kept]
            sketch.sort()
            raw.executemany(
                "INSERT INTO likeness_sketch (value, entry_id) VALUES (?, ?)",
                (((each >> 32) - 0x80000000, each & 0xFFFFFFFF) for each in sketch),
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask(texts: list[str], wanted: list[int]) -> dict[str, Any]:
    from django.utils import timezone

    from duban.likeness import index
    from duban.likeness.models import Entry

    kept, times, right = index.rules(), [], 0
    for text, number in zip(texts, wanted, strict=True):
        start = time.perf_counter()
        entry = Entry(pk=0, about_noun="bench", about_id=0, at=timezone.now(), body=text)
        found = index.alike(entry, index.words_of(text, kept), kept)
        times.append(1000 * (time.perf_counter() - start))
        right += [other.pk for other, _share in found] == [number] if number else not found
    times.sort()
    at = lambda share: round(times[min(int(len(times) * share), len(times) - 1)], 1)  # noqa: E731
    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "worst_ms": at(1), "right": f"{right}/{len(texts)}"}


def child(sizes: list[int]) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from duban.likeness import index

    call_command("migrate", verbosity=0)
    heard, before, rows = bytearray(1 << 26), 1, []
    for size in sizes:
        start = time.perf_counter()
        load(before, size + 1, index.rules().common, heard)
        filled, before = time.perf_counter() - start, size + 1
        dice = random.Random(size)
        numbers = [dice.randrange(1, size + 1) for _ in range(ASKED)]
        copies = [near_copy(closing(random.Random(number)), dice) for number in numbers]
        fresh = [closing(random.Random(-number)) + "其余事项另行报告" for number in range(1, ASKED + 1)]
        rows.append(
            {
                "database": connection.vendor,
                "texts": size,
                "fill_s": round(filled, 1),
                "copies": ask(copies, numbers),
                "new": ask(["".join(dice.sample(SIGNS, 60)) + text[:30] for text in fresh], [0] * ASKED),
            }
        )
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(json.dumps(rows))


def measure(database: str, sizes: list[int]) -> list[dict[str, Any]]:
    def run(url: str, folder: str) -> list[dict[str, Any]]:
        command = [sys.executable, "-m", "bench.likeness", "--child", "--sizes", *map(str, sizes)]
        environment = os.environ | {"DATABASE_URL": url, "DUBAN_DATA": folder}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment, text=True)
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        if database == "sqlite":
            return run("", folder)
        with new_database("duban_bench_likeness") as url:
            return run(url, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        return child(given.sizes)
    rows = [row for database in given.databases for row in measure(database, given.sizes)]
    # What was measured of another database stays.
    path = OUT / "likeness.json"
    before = json.loads(path.read_text())["runs"] if path.exists() else []
    rows = [row for row in before if row["database"] not in given.databases] + rows
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cores": os.cpu_count(), "load": os.getloadavg()[0], "runs": rows}, indent=2) + "\n")
    print(json.dumps(rows, indent=2))
    return None


if __name__ == "__main__":
    main()
