-- End customers whom whoever manages the site lets in no more; what they wrote and their balance stay.
alter table users add column deactivated_at timestamptz;
