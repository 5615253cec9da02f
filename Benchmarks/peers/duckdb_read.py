"""DuckDB reading a FastChat tree's answers and judgments into tables: duckdb_read.py TREE DATABASE"""

import sys

import duckdb

tree, database = sys.argv[1:]
connection = duckdb.connect(database)
for table, files in (
    ("answers", "model_answer/*.jsonl"),
    ("judgments", "model_judgment/*.jsonl"),
):
    connection.execute(
        f"CREATE TABLE {table} AS SELECT * FROM read_json_auto(?)", [f"{tree}/{files}"]
    )
connection.close()
