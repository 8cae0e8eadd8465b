-- Whether addresses, numbers and cards are taken out of words before they leave for the model.
alter table bots add column mask_personal_data boolean not null default false;
