-- Vectors of the triggers of predefined answers, where a model makes them.
create table trigger_vectors (
  site_id uuid not null,
  answer_id uuid not null,
  trigger text not null,
  -- Vectors of two models cannot be compared: with another model they are made anew.
  model text not null,
  -- As those of passages.
  vector bytea not null,
  primary key (site_id, answer_id, trigger),
  foreign key (site_id, answer_id) references predefined_answers (site_id, id) on delete cascade
);
