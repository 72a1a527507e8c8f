"""重新计算抽签结果 · Runs a draw again: python3 verify.py [BUNDLE.zip or its folder] [published digest] [published seal]"""
import hashlib, json, pathlib, sys, zipfile  # Python 3.8, nothing else

path = pathlib.Path(sys.argv[1] if sys.argv[1:] else pathlib.Path(__file__).parent)
read = zipfile.ZipFile(path).read if path.is_file() else lambda name: (path / name).read_bytes()
sha = lambda data: hashlib.sha256(data).hexdigest()
text = lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
raw = {name: read(name + ".json") for name in ("manifest", "seed", "result", "seal", "voids")}
M, S, R, Z, V = map(json.loads, raw.values())
digest, seed, cap = sha(raw["manifest"]), "".join(throw["digits"] for throw in S["throws"]), M["cap"]
order = lambda role, ids: sorted(ids, key=lambda id: sha(text([digest, seed, role, id])))  # by ascending ticket

def pick(void=()):  # the smallest tickets of each stratum are drawn, the rest follow in this order
    for one in M["strata"]:
        row = order("entry", [e["id"] for e in M["entries"] if e["stratum"] == one["name"] and e["id"] not in void])
        yield {"stratum": one["name"], "selected": row[: one["draw"]], "reserve": row[one["draw"] :]}

team, visits, recused = {}, {i["id"]: [] for i in M["inspectors"]}, set(map(tuple, M["recusals"]))
def seat(entry):  # the least busy inspector by ticket; when all are full, the shortest chain of changing places
    line, wants, leaves = [entry], {}, {}
    for x in line:
        free = [i for i in ranks[x] if i not in team[x] and i not in wants and (i, x) not in recused]
        for i in sorted(free, key=lambda i: len(visits[i])):
            wants[i] = x
            if len(visits[i]) < cap:
                while True:
                    x = wants[i]; team[x].append(i); visits[i].append(x)
                    if x == entry: return
                    i = leaves[x]; team[x].remove(i); visits[i].remove(x)
            for y in visits[i]:
                if y != entry and y not in leaves: leaves[y] = i; line.append(y)
    sys.exit("nobody can be seated for " + entry)

strata = list(pick())
chosen = order("entry", sum((one["selected"] for one in strata), [])) if M["team"] else []
ranks = {e: order("team/" + e, visits) for e in chosen}
for e in chosen:
    team[e] = []
    for _ in range(M["team"]): seat(e)
teams = [{"entry": e, "inspectors": sorted(team[e], key=ranks[e].index)} for e in chosen]
fallen, ids = {v["id"] for v in V["voids"] if v["role"] == "entry"}, [e["id"] for e in M["entries"]]
asked, sealed = sys.argv[2:] + ["", ""], sha(text(["DRAW-1 seal", Z["salt"], sha(raw["result"])]))
checks = {
    "清单 manifest " + digest: text(M) == raw["manifest"] and len(ids) == len(set(ids)) and asked[0] in ("", digest),
    "骰子 dice " + seed: len(seed) > 19 and {*seed} <= {*"123456"} and [t["unit"] for t in S["throws"]] == M["throwers"],
    "结果 result": raw["result"] == text({"format": "DRAW-1", "digest": digest, "seed": seed, "strata": strata, "teams": teams}),
    "封存 seal " + sealed: sealed == Z["seal"] and asked[1] in ("", sealed),
    "作废与递补 voids and who follows": V["strata"] == list(pick(fallen)),
}
for what in checks: print("相符 ok   " if checks[what] else "不符 WRONG", what)
sys.exit(not all(checks.values()))
