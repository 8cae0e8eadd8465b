-- What trying the bot out costs stands in bot_spending, with all that the model costs.
drop table bot_trials;
