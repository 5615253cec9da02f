"""Rates models from a table of battles with arena-rank: one fit with sandwich intervals."""

import sys

import pandas as pd
from arena_rank.models.bradley_terry import BradleyTerry
from arena_rank.utils.data_utils import PairDataset

dataset = PairDataset.from_pandas(pd.read_csv(sys.argv[1]))
results = BradleyTerry(n_competitors=len(dataset.competitors)).compute_ratings_and_cis(dataset)
columns = [results[name] for name in ("ratings", "rating_lower", "rating_upper")]
for name, *numbers in zip(dataset.competitors, *columns):
    print(name, *(float(number) for number in numbers), sep=",")
