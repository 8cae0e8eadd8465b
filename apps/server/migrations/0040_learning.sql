-- What people did about the bot's answers: questions that they settled, and corrections of what was told from an older text.
alter table bot_answers
  add column settled_at timestamptz,
  add column corrected_at timestamptz;
