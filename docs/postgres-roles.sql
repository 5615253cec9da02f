-- Roles of a store on PostgreSQL, each with no more than it needs. Run it with psql as a superuser or
-- as who may make roles and owns the database; again after a migration, and as often as you like:
--
--   psql -d evals -v schema=scorehouse -f postgres-roles.sql
--
-- It makes three roles without a login, named after the schema:
--   scorehouse_owner   makes the tables: `init`, `migrate`
--   scorehouse_writer  imports, generates, judges, states
--   scorehouse_reader  every report and `sql`; `verify` too where it may make temporary tables
--
-- A person gets a login that belongs to one of them:
--   CREATE ROLE ada LOGIN PASSWORD '…' IN ROLE scorehouse_writer;
-- and whoever migrates acts as the owner, so that the tables are the owner's:
--   CREATE ROLE admin LOGIN PASSWORD '…' IN ROLE scorehouse_owner;
--   ALTER ROLE admin SET role = scorehouse_owner;

\set ON_ERROR_STOP on
\if :{?schema}
\else
\set schema scorehouse
\endif
\set owner :schema _owner
\set writer :schema _writer
\set reader :schema _reader

SELECT format('CREATE ROLE %I NOLOGIN', name)
FROM unnest(ARRAY[:'owner', :'writer', :'reader']) AS name
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \gexec

CREATE SCHEMA IF NOT EXISTS :"schema";
ALTER SCHEMA :"schema" OWNER TO :"owner";
REVOKE ALL ON SCHEMA :"schema" FROM PUBLIC;
GRANT USAGE ON SCHEMA :"schema" TO :"writer", :"reader";

-- Tables that are still to come, and those that are there.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT SELECT ON TABLES TO :"reader";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
  GRANT SELECT, INSERT ON TABLES TO :"writer";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT USAGE ON SEQUENCES TO :"writer";
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"reader";
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA :"schema" TO :"writer";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA :"schema" TO :"writer";

-- Facts are appended. Mutable are rollups, the queue of work, budgets, ends of chains of calls, how a
-- prompt is stored, and, for copies, the time at which a thing was learnt. Tables that are not there
-- yet are passed over.
SELECT format('GRANT %s ON %I.%I TO %I', what, :'schema', name, :'writer')
FROM (VALUES
  ('board_models', 'UPDATE, DELETE'), ('board_judgments', 'DELETE'), ('board_contexts', 'DELETE'),
  ('model_aliases', 'DELETE'), ('judge_aliases', 'DELETE'), ('hidden_records', 'DELETE'),
  ('corrected_judgments', 'DELETE'), ('model_labels', 'DELETE'), ('model_tags', 'DELETE'),
  ('standing_statements', 'DELETE'), ('unresolved_prompts', 'DELETE'), ('prompts', 'UPDATE'),
  ('work_items', 'UPDATE'), ('budgets', 'UPDATE'), ('ledger_heads', 'UPDATE'),
  ('texts', 'UPDATE (content)'), ('records', 'UPDATE (recorded_at)'),
  ('sources', 'UPDATE (recorded_at)'), ('prices', 'UPDATE (recorded_at)')) AS mutable (name, what)
WHERE to_regclass(format('%I.%I', :'schema', name)) IS NOT NULL \gexec
