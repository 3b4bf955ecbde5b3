-- The publisher of outgoing messages is a subscription of Marten's daemon now, under the daemon's kind of name: it goes on where it was.
insert into mt_event_progression (name, last_seq_id, last_updated)
select 'publisher:All', last_seq_id, last_updated from mt_event_progression where name = 'publisher'
    on conflict (name) do nothing;
delete from mt_event_progression where name = 'publisher';
