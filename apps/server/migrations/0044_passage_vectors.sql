-- Vectors of passages, where a model makes them.
create table passage_vectors (
  site_id uuid not null,
  article_id uuid not null,
  ordinal integer not null,
  -- Vectors of two models cannot be compared: with another model they are made anew.
  model text not null,
  -- Little-endian 32-bit floats, of length 1 together; empty for a text without direction.
  vector bytea not null,
  primary key (site_id, article_id, ordinal),
  foreign key (site_id, article_id, ordinal) references passages (site_id, article_id, ordinal) on delete cascade
);
-- How often vectors have been added: nodes keep them in memory until then.
alter table knowledge_versions add column embedded bigint not null default 0;
