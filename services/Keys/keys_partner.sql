-- A partner's key is bound to one partner of one program and reads that partner's settlement statements, nothing else.
alter table ledger_api_keys add column if not exists partner varchar null;

alter table ledger_api_keys add constraint ledger_api_keys_partner check (
    case when partner is null then not ('partner:read' = any(scopes))
         else program is not null and scopes = array['partner:read'] end
);
