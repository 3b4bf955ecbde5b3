-- Where the trace of a batch is recorded, its W3C trace parent: who follows the log goes on in the same trace. It is no evidence and no part of the
-- chain. The writer names it for its transaction (set_config, local), so the append needs no further parameter.
alter table ledger_log_batches add column trace_parent text default nullif(current_setting('ledger.trace_parent', true), '');
