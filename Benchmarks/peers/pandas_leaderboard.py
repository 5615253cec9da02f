"""The leaderboard of a file of judgments by pandas, as show_result makes it: every row read again,
-1 dropped, the mean by model and turn and by model. pandas_leaderboard.py FILE"""

import sys

import pandas

rows = pandas.read_json(sys.argv[1], lines=True)[["model", "score", "turn"]]
rows = rows[rows["score"] != -1]
for turn in (1, 2):
    means = rows[rows["turn"] == turn].groupby(["model", "turn"]).mean()
    print(means.sort_values(by="score", ascending=False))
print(rows[["model", "score"]].groupby("model").mean().sort_values(by="score", ascending=False))
